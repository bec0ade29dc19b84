// @ts-check
//
// Bases and layers, which only the server writes, of snapshots that stand alone: they are the same with
// another checksum, by an XXH64 that is not ours.
import xxhash from 'xxhash-wasm';

const { h64Raw } = await xxhash();

/** The snapshot with the checksum that it has as a base. @param {Uint8Array} snapshot */
export const asBase = (snapshot) => sealed(snapshot, 1n);

/** The snapshot as a layer over the base. @param {Uint8Array} base @param {Uint8Array} snapshot */
export const asLayer = (base, snapshot) => sealed(snapshot, new DataView(base.buffer, base.byteOffset).getBigUint64(8, true));

/** @param {Uint8Array} snapshot @param {bigint} seed what is added to the first bytes */
function sealed(snapshot, seed) {
  const bytes = snapshot.slice();
  const view = new DataView(bytes.buffer);
  view.setBigUint64(8, h64Raw(bytes.subarray(16), BigInt.asUintN(64, view.getBigUint64(0, true) + seed)), true);
  return bytes;
}

/** The file of both. @param {Uint8Array} base @param {Uint8Array} layer */
export function fileOf(base, layer) {
  const file = new Uint8Array(Math.ceil(base.length / 8) * 8 + layer.length);
  file.set(base);
  file.set(layer, file.length - layer.length);
  return file;
}

/** The delta with these steps: where to copy from, how many bytes, and what to add. @param {number} size @param {[number, number, Uint8Array][]} steps */
export function deltaOf(size, steps) {
  const words = (/** @type {number[]} */ ...numbers) => Buffer.from(new Uint32Array(numbers).buffer);
  return Buffer.concat([Buffer.from('PNCD'), words(size), ...steps.flatMap(([from, copied, added]) => [words(from, copied, added.length), added])]);
}
