// @ts-check

/**
 * The bytes of a Wasm file as text for a program, which js/src/inlined_wasm.ts reads: characters
 * from '#' on that a literal in quotes shows as they are (but for the backslash), 88 of them the
 * numbers 0 to 87. One of the two behind adds 88 or 176 to the next.
 *
 * A number is a byte xor 18: of all such masks this makes most bytes of the engine one character, and it
 * the smallest after compression.
 *
 * @param {Iterable<number>} bytes
 */
export function textOfWasm(bytes) {
  const letter = (/** @type {number} */ number) => String.fromCharCode(35 + number);
  let text = '';
  for (const byte of bytes) {
    const number = byte ^ 18;
    if (number >= 88) text += letter(87 + Math.floor(number / 88));
    text += letter(number % 88);
  }
  return text;
}
