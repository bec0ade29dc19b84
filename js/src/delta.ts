import type { OpenSnapshot } from './engine.js';
import { layerAt, wholeFile } from './snapshot_file.js';
import type { Fetched } from './source.js';

/**
 * What a delta makes of the file of a snapshot; core/include/pancake/delta.h draws it. Of a damaged
 * one, or of another file than it is for, something that is no snapshot. Where the file goes on with the
 * same base, the next layer over it alone: the base is not touched.
 */
export function patched(known: Pick<OpenSnapshot, 'file' | 'base'>, delta: Uint8Array): Pick<Fetched, 'bytes' | 'base'> {
  let { file, base } = known;
  let skipped = 0;
  const numbers = new DataView(delta.buffer, delta.byteOffset, delta.length);
  const number = (place: number) => numbers.getUint32(place, true);
  try {
    if (READS_LAYERS && base) {
      const at = layerAt(base.file.length);
      // Then the first step copies the base, and may go on behind it.
      if (number(8) === 0 && number(12) >= at) skipped = at;
      else {
        file = wholeFile(known);
        base = undefined;
      }
    }
    // What says that it makes more than there is to make it of is damaged.
    const size = READS_LAYERS ? number(4) - skipped : number(4);
    const bytes = new Uint8Array(Math.min(size, file.length + delta.length));
    let end = 0;
    for (let place = 8; place < delta.length; ) {
      let from = number(place);
      let copied = number(place + 4);
      const added = number(place + 8);
      place += 12;
      if (READS_LAYERS && (from -= skipped) < 0) {
        copied = Math.max(copied + from, 0);
        from = 0;
      }
      bytes.set(file.subarray(from, from + copied), end);
      bytes.set(delta.subarray(place, (place += added)), end + copied);
      end += copied + added;
    }
    return { bytes, base };
  } catch {
    return { bytes: new Uint8Array() };
  }
}
