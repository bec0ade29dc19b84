// @ts-check

/**
 * JSON whose numbers stay as they were written, since 42 and 42.0 tell an int from a float.
 * A number reads as a text that begins with this private-use character: 42.0 as `\uE00042.0`.
 */
const mark = '\uE000';

/** @param {string} text a number's text: "42", "42.0", "1e-05" */
export const number = (text) => mark + text;

/** @param {unknown} value @returns {string | null} the number's text, null for anything else */
export const numberText = (value) =>
  typeof value === 'string' && value.startsWith(mark) ? value.slice(mark.length) : null;

const tokens = /("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?Infinity|NaN)/g;

/**
 * Reads JSON with numbers as texts; NaN and Infinity pass, as Python writes them.
 * @param {string} text
 * @returns {any}
 * @throws {SyntaxError}
 */
export function readExactJson(text) {
  return JSON.parse(text.replace(tokens, (_, quoted, digits) => quoted ?? JSON.stringify(mark + digits)));
}

/**
 * Writes values with such numbers. A Map becomes an object whose members keep their order, which
 * plain objects do not do for names like "10".
 * @param {unknown} value
 * @returns {string}
 */
export function writeExactJson(value) {
  if (value instanceof Map) {
    return `{${[...value].map(([name, member]) => `${JSON.stringify(name)}: ${writeExactJson(member)}`).join(', ')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(writeExactJson).join(', ')}]`;
  return numberText(value) ?? JSON.stringify(value);
}
