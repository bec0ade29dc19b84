// @ts-check
//
// What the cases need to compare: node:assert is not everywhere.

/** @param {unknown} actual @param {unknown} expected both as JSON says them @param {string} [what] */
export function equal(actual, expected, what) {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) fail(`${what === undefined ? '' : `${what}: `}${is} in place of ${should}`);
}

/** @param {boolean} condition @param {string} what */
export function ok(condition, what) {
  if (!condition) fail(what);
}

/** @param {string} what @returns {never} */
export function fail(what) {
  throw new Error(what);
}

/** Waits at most five seconds. @param {string} what @param {() => Promise<boolean>} holds */
export async function until(what, holds) {
  for (let i = 0; i < 250; ++i) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  fail(`waited 5 s until ${what}`);
}

/** A logger that keeps its lines. */
export function keptLog() {
  /** @type {string[]} */
  const lines = [];
  return { lines, warn: (/** @type {string} */ line) => void lines.push(line) };
}

/** The codes at the end of warnings. @param {string[]} lines */
export function codesOf(lines) {
  return lines.map((line) => /\[(\w+)\]$/.exec(line)?.[1] ?? line);
}
