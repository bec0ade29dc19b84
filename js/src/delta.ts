import { layerAt, type OpenSnapshot } from './engine.js';

/**
 * What a delta makes of the file of a snapshot; core/include/pancake/delta.h draws it. Of a damaged
 * one, or of another file than it is for, something that is no snapshot. Of a layer it is the next one
 * over the same base, which is not touched; a delta that has another base is for another file.
 */
export function patched({ file, base }: Pick<OpenSnapshot, 'file' | 'base'>, delta: Uint8Array): Uint8Array {
  const skipped = READS_LAYERS && base ? layerAt(base.file.length) : 0;
  const numbers = new DataView(delta.buffer, delta.byteOffset, delta.length);
  const number = (place: number) => numbers.getUint32(place, true);
  try {
    // What says that it makes more than there is to make it of is damaged.
    const size = READS_LAYERS ? number(4) - skipped : number(4);
    const bytes = new Uint8Array(Math.min(size, file.length + delta.length));
    let end = 0;
    for (let place = 8; place < delta.length; ) {
      let from = number(place);
      let copied = number(place + 4);
      const added = number(place + 8);
      place += 12;
      // The first step copies the base, and may go on behind it.
      if (READS_LAYERS && (from -= skipped) < 0) {
        copied += from;
        from = 0;
      }
      bytes.set(file.subarray(from, from + copied), end);
      bytes.set(delta.subarray(place, (place += added)), end + copied);
      end += copied + added;
    }
    return bytes;
  } catch {
    return new Uint8Array();
  }
}
