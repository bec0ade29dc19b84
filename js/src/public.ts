// What every entry exports besides createPancake.
export { PancakeError, type ErrorCode } from './errors.js';
// `export *` all the way: only so an application's `declare module 'pancake-flags'` reaches Features.
export * from './feature_names.js';
export { allAnswers, type Answers, type FeatureKind } from './all_answers.js';
export type { CookieOptions } from './cookies.js';
export type { Explanation, Flag, Reason, Sample, Switch } from './features.js';
export type { OrNull } from './given.js';
export type { GroupFunc, GroupFunction, GroupSource, ObjectId } from './groups.js';
export type { Events } from './listeners.js';
export type { CookieSettings, PancakeOptions, SnapshotFunction } from './options.js';
export type { Pancake } from './pancake.js';
export type { Fetch, Scope } from './source.js';
export type { WasmModule } from '../../wasm/module.js';
export type { Logger } from './warnings.js';
