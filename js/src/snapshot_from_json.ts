import { SnapshotWriter, type JsonSnapshot } from './snapshot_json.js';
import type { WasmSource } from './wasm_module.js';

/** The function that every `pancake-flags/json` exports; the builder is loaded at the first call. */
export function snapshotFromJsonBy(wasm: WasmSource): (json: JsonSnapshot) => Promise<Uint8Array> {
  let writer: Promise<SnapshotWriter> | undefined;
  return async (json) => {
    writer ??= SnapshotWriter.load(wasm);
    return (await writer).write(json);
  };
}
