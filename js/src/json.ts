// pancake-flags/json wherever a program may compile WebAssembly: pages, Node, Deno, Bun.
import text from '#builder-text';
import { compileText } from './inlined_wasm.js';
import { SnapshotWriter, type JsonSnapshot } from './snapshot_json.js';

export { PancakeError } from './errors.js';
export type { JsonOverride, JsonSample, JsonSnapshot, JsonToggle } from './snapshot_json.js';

let writer: Promise<SnapshotWriter> | undefined;

/**
 * The bytes of a snapshot, for `createPancake({ snapshot })`. The builder is loaded at the first call.
 * @throws PancakeError bad_snapshot_json, with the place: "flags[2].default: …"
 */
export async function snapshotFromJson(json: JsonSnapshot): Promise<Uint8Array> {
  writer ??= SnapshotWriter.load(() => compileText(text));
  // Another attempt may find what this one did not.
  writer.catch(() => (writer = undefined));
  return (await writer).write(json);
}
