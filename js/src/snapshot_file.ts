// Where the snapshots of a file lie, as core/include/pancake/snapshot_file.h says. Nothing is verified here.
import type { OpenSnapshot } from './engine.js';

/** How many bytes stand in front of the payload for an extension's name of so many. */
export const headerSize = (length: number) => (length + 39) & ~7;

/** Where the layer begins behind a base of so many bytes. */
export const layerAt = (size: number) => Math.ceil(size / 8) * 8;

/** The layer of a file, undefined where there is none: behind it stands nothing else. */
export function layerIn(file: Uint8Array): Uint8Array | undefined {
  const begin = layerAt(sizeOfFirst(file));
  return begin < file.length ? file.subarray(begin) : undefined;
}

/** How many bytes the first snapshot of a file says that it has. */
export function sizeOfFirst(file: Uint8Array): number {
  if (file.length < 32) return file.length;
  return headerSize(file[7] ?? 0) + new DataView(file.buffer, file.byteOffset).getUint32(24, true);
}

/** The file of a snapshot, with its base: a copy. */
export function wholeFile({ file, base }: Pick<OpenSnapshot, 'file' | 'base'>): Uint8Array {
  const begin = base ? layerAt(base.file.length) : 0;
  const whole = new Uint8Array(begin + file.length);
  if (base) whole.set(base.file);
  whole.set(file, begin);
  return whole;
}
