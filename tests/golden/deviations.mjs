// @ts-check

/**
 * Where we differ from flask-pancake on purpose. A step that cannot be compared for one of these
 * reasons is skipped under its name, after what we do instead has been checked.
 */
export const deviations = {
  'reads-do-not-write':
    'an unset state follows the default of its definition; there a first read froze an older one',
  'draw-below-ratio': 'a draw equal to the ratio is out: a ratio of 0 is nobody',
  'unusable-value':
    'a stored value that is not 0, 1 or a number from 0 to 100 is a problem of that feature alone, which falls back to its default',
  'name-rules': 'names that are empty or hold control characters cannot be defined',
  'extension-needed': 'a feature belongs to an extension of the definitions file; outside one it has no key',
  'own-help': 'help texts are our own',
  'unknown-group': 'an unknown group is refused even where there is no flag to list',
  'accept-quality': 'the quality values of Accept count, and only text/html asks for the page',
  'default-by-name': 'the default extension answers under its own name instead of redirecting',
  'strict-paths':
    'a doubled slash is another path and finds nothing; redirecting it is that web framework’s own',
  'errors-stay-local': 'one unreadable value or cookie never fails the whole answer',
  'secret-required': 'signed cookies without a secret, or with an empty one: the server refuses to start',
  'cookie-members': 'cookies expire by maxAge, not at a fixed date',
  'signed-oddities':
    'a signed value that is not true or false counts as not drawn, a signed text that is no object as no cookie',
};

/** @typedef {keyof typeof deviations} Deviation */

/** Thrown by a step that is not compared any further. */
export class Skipped extends Error {
  /** @param {Deviation} deviation */
  constructor(deviation) {
    super(deviations[deviation]);
    this.deviation = deviation;
  }
}

/** A step whose outcome is not the expected one. */
export class Difference extends Error {
  /** @param {string} what @param {unknown} expected @param {unknown} got */
  constructor(what, expected, got) {
    super(what);
    this.expected = expected;
    this.got = got;
  }
}

/**
 * @param {string} what
 * @param {unknown} expected
 * @param {unknown} got
 * @throws {Difference} unless they are equal as JSON
 */
export function same(what, expected, got) {
  if (JSON.stringify(sorted(expected)) !== JSON.stringify(sorted(got)))
    throw new Difference(what, expected, got);
}

/** Members in one order, so that only their values count. @param {any} value @returns {any} */
export function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.keys(value)
    .sort()
    .map((name) => [name, sorted(value[name])]);
}
