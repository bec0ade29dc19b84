const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/';

/** What six bits a character is; both alphabets are read, as itsdangerous does. -1 for others. */
function valueOf(character: string): number {
  const place = alphabet.indexOf(character);
  return place < 64 ? place : place - 2;
}

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
    const character = padded.charAt(i);
    if (character === '=') {
      if (place >= 2 && place + ++pads >= 4) return new Uint8Array(bytes);
      continue;
    }
    const value = valueOf(character);
    if (value < 0) continue;
    pads = 0;
    if (place > 0) bytes.push(((left << 6) | value) >> (6 - 2 * place));
    left = value & ((1 << (6 - 2 * place)) - 1);
    place = (place + 1) & 3;
  }
  return place === 0 ? new Uint8Array(bytes) : null;
}

const utf8Length = (text: string) => new TextEncoder().encode(text).length;
