// pancake-flags/json wherever a program may compile WebAssembly: pages, Node, Deno, Bun.
import digits from '#builder-digits';
import { compileDigits } from './inlined_wasm.js';
import { snapshotFromJsonBy } from './snapshot_from_json.js';

export { PancakeError } from './errors.js';
export type { JsonOverride, JsonSample, JsonSnapshot, JsonToggle } from './snapshot_json.js';

/**
 * The bytes of a snapshot, for `createPancake({ snapshot })`.
 * @throws PancakeError bad_snapshot_json, with the place: "flags[2].default: …"
 */
export const snapshotFromJson = /* @__PURE__ */ snapshotFromJsonBy(() => compileDigits(digits));
