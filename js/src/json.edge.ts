// pancake-flags/json in a worker.
import wasm from './pancake-builder.wasm';
import { snapshotFromJsonBy } from './snapshot_from_json.js';

export { PancakeError } from './errors.js';
export type { JsonOverride, JsonSample, JsonSnapshot, JsonToggle } from './snapshot_json.js';

/**
 * The bytes of a snapshot, for `createPancake({ snapshot })`.
 * @throws PancakeError bad_snapshot_json, with the place: "flags[2].default: …"
 */
export const snapshotFromJson = /* @__PURE__ */ snapshotFromJsonBy(wasm);
