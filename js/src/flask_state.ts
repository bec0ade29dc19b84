/**
 * What flask-pancake remembers of a visitor: the answer of each sample, by exact name, in the
 * order in which they were drawn. A value that is not true or false was not drawn; it and names
 * that nobody defined are carried on.
 */
export type State = Map<string, unknown>;

/** Strings, and what Python's json reads and writes beyond JSON. */
const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|-?Infinity|NaN/gs;

/** Put before every key while JSON.parse sorts those that look like numbers to the front. */
const mark = '.';

/** The state in a JSON text, null if it is JSON but no object. Throws SyntaxError for no JSON. */
export function readState(json: string): State | null {
  const marked = json.replace(tokens, (token, colon?: string) => {
    if (!token.startsWith('"')) return 'null';
    return colon === undefined ? token : `"${mark}${token.slice(1)}`;
  });
  const value: unknown = JSON.parse(marked);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value).map(([key, item]) => [key.slice(mark.length), item]));
}

/** Compact JSON as Flask writes it: UTF-8, nothing but controls, quotes and backslashes escaped. */
export function writeState(state: State): string {
  return `{${Array.from(state, ([name, value]) => `${JSON.stringify(name)}:${writeValue(value)}`).join(',')}}`;
}

/** A carried value; the keys inside it still have their mark. */
function writeValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeValue).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key.slice(mark.length), item]);
  return writeState(new Map(entries));
}
