// @ts-check
//
// Layers, which only the server writes, of snapshots without one: a layer is the same with another
// checksum, by an XXH64 that is not ours.
import xxhash from 'xxhash-wasm';

const { h64Raw } = await xxhash();

/** The snapshot as a layer over the base. @param {Uint8Array} base @param {Uint8Array} snapshot */
export function asLayer(base, snapshot) {
  const layer = snapshot.slice();
  const view = new DataView(layer.buffer);
  const seed = BigInt.asUintN(64, view.getBigUint64(0, true) + new DataView(base.buffer, base.byteOffset).getBigUint64(8, true));
  view.setBigUint64(8, h64Raw(layer.subarray(16), seed), true);
  return layer;
}

/** The file of both. @param {Uint8Array} base @param {Uint8Array} layer */
export function fileOf(base, layer) {
  const file = new Uint8Array(Math.ceil(base.length / 8) * 8 + layer.length);
  file.set(base);
  file.set(layer, file.length - layer.length);
  return file;
}
