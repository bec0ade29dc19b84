// @ts-check

const exportSection = 7;

/**
 * A Wasm file whose exports have other names, where `names` has one for them.
 * @param {Uint8Array} file
 * @param {Readonly<Record<string, string>>} names
 * @returns {Buffer}
 */
export function withExports(file, names) {
  const bytes = Buffer.from(file);
  let place = 8;
  /** Reads a number in LEB128. */
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes.readUInt8(place++);
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  };
  const sections = [bytes.subarray(0, place)];
  while (place < bytes.length) {
    const begin = place;
    const kind = bytes.readUInt8(place++);
    const size = number();
    const end = place + size;
    if (kind !== exportSection) sections.push(bytes.subarray(begin, end));
    else {
      const count = number();
      const entries = [encoded(count)];
      for (let entry = 0; entry < count; ++entry) {
        const length = number();
        const name = bytes.toString('utf8', place, (place += length));
        const what = place++;
        number();
        const renamed = Buffer.from(names[name] ?? name);
        entries.push(encoded(renamed.length), renamed, bytes.subarray(what, place));
      }
      const section = Buffer.concat(entries);
      sections.push(Buffer.from([kind]), encoded(section.length), section);
    }
    place = end;
  }
  return Buffer.concat(sections);
}

/** @param {number} value in LEB128 */
function encoded(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}
