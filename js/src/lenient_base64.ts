const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Six bits by character code; both alphabets are read, as itsdangerous does. */
const values = new Map<number, number>([
  ...Array.from(alphabet, (letter, value): [number, number] => [letter.charCodeAt(0), value]),
  ['+'.charCodeAt(0), 62],
  ['/'.charCodeAt(0), 63],
]);

/**
 * Decodes as leniently as Python's binascii, which itsdangerous relies on: foreign characters
 * are skipped, padding ends the text where a group of four is complete and is ignored elsewhere,
 * unused bits may be anything. null for a last group that is incomplete even with the padding
 * that itsdangerous appends to the text's length.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  // itsdangerous pads to a multiple of four, counting the foreign characters too.
  const length = utf8Length(text);
  const padded = text + '='.repeat(-length & 3);
  const bytes: number[] = [];
  let place = 0;
  let left = 0;
  let pads = 0;
  for (let i = 0; i < padded.length; ++i) {
    const code = padded.charCodeAt(i);
    if (code === 61) {
      if (place >= 2 && place + ++pads >= 4) return new Uint8Array(bytes);
      continue;
    }
    const value = values.get(code);
    if (value === undefined) continue;
    pads = 0;
    if (place > 0) bytes.push(((left << 6) | value) >> (6 - 2 * place));
    left = value & ((1 << (6 - 2 * place)) - 1);
    place = (place + 1) & 3;
  }
  return place === 0 ? new Uint8Array(bytes) : null;
}

const utf8Length = (text: string) => new TextEncoder().encode(text).length;
