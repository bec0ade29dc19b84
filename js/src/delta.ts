/**
 * What a delta makes of the bytes of a snapshot; core/include/pancake/delta.h draws it. Of a damaged
 * one, or of other bytes than it is for, something that is no snapshot.
 */
export function patched(base: Uint8Array, delta: Uint8Array): Uint8Array {
  const numbers = new DataView(delta.buffer, delta.byteOffset, delta.length);
  const number = (place: number) => numbers.getUint32(place, true);
  try {
    // What says that it makes more than there is to make it of is damaged.
    const bytes = new Uint8Array(Math.min(number(4), base.length + delta.length));
    let end = 0;
    for (let place = 8; place < delta.length; ) {
      const from = number(place);
      const copied = number(place + 4);
      const added = number(place + 8);
      place += 12;
      bytes.set(base.subarray(from, from + copied), end);
      bytes.set(delta.subarray(place, (place += added)), end + copied);
      end += copied + added;
    }
    return bytes;
  } catch {
    return new Uint8Array();
  }
}

/** Whether these bytes begin as a delta does, where a snapshot has a K. */
export function isDelta(bytes: Uint8Array): boolean {
  return bytes[3] === 0x44;
}
