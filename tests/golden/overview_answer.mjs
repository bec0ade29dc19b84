// @ts-check
import { isDefinable } from './definitions_file.mjs';
import { Difference, same } from './deviations.mjs';
import { designedRatio, designedState } from './designed_answer.mjs';
import { number, readExactJson } from './exact_json.mjs';
/** @typedef {import('./application.mjs').Application} Application */

/**
 * Holds our JSON overview against the recorded one: every member that is recorded, in the recorded
 * order of features; ours may have more members. Features that cannot be defined are left out, and
 * where a listed deviation changes a value the designed one is expected.
 * @param {Application} app
 * @param {string} recordedBody
 * @param {string} extension
 * @param {string} body
 * @throws {Difference}
 */
export function expectedOverview(app, recordedBody, extension, body) {
  const expected = readExactJson(recordedBody);
  for (const [section, type] of /** @type {const} */ ([
    ['flags', 'flag'],
    ['switches', 'switch'],
    ['samples', 'sample'],
  ])) {
    expected[section] = expected[section]
      .filter((/** @type {any} */ row) => isDefinable(row.name))
      .map((/** @type {any} */ row) => ({ ...row, ...designedMembers(app, type, row, extension) }));
  }
  const ours = readExactJson(body);
  for (const section of ['flags', 'switches', 'samples']) {
    ours[section] = ours[section]?.filter((/** @type {any} */ row) => row.default !== null);
  }
  same('overview', expected, onlyMembersOf(expected, ours));
  if (isAsRecorded(app, recordedBody, expected, extension)) same('bytes of the overview', recordedBody, body);
  else if (/[^\x20-\x7e\n]/.test(body)) throw new Difference('overview', 'ASCII', body);
}

/**
 * Whether nothing at all may differ: no deviation in it, no indentation by debug mode, and no
 * candidates that are numbers, which are sorted as numbers there.
 * @param {Application} app
 * @param {string} recordedBody
 * @param {unknown} expected
 * @param {string} extension
 */
function isAsRecorded(app, recordedBody, expected, extension) {
  const candidates = (app.extension(extension)?.groups ?? []).flatMap((group) => group.candidates ?? []);
  return (
    !app.setup.debug &&
    candidates.every((id) => typeof id === 'string') &&
    JSON.stringify(expected) === JSON.stringify(readExactJson(recordedBody))
  );
}

/**
 * @param {Application} app
 * @param {'flag' | 'switch' | 'sample'} type
 * @param {any} row
 * @param {string} extension
 */
function designedMembers(app, type, row, extension) {
  if (type === 'sample') {
    const { value, because } = designedRatio(app, row.name, extension);
    return because ? { value: number(value.text) } : {};
  }
  const { value, because } = designedState(app, type, row.name, extension);
  return because ? { is_active: value } : {};
}

/**
 * Our value reduced to the members that the expected one has.
 * @param {any} expected
 * @param {any} ours
 * @returns {any}
 */
export function onlyMembersOf(expected, ours) {
  if (Array.isArray(expected) && Array.isArray(ours)) {
    return ours.map((item, n) => (n < expected.length ? onlyMembersOf(expected[n], item) : item));
  }
  if (expected === null || ours === null || typeof expected !== 'object' || typeof ours !== 'object')
    return ours;
  return Object.fromEntries(
    Object.keys(expected)
      .filter((name) => name in ours)
      .map((name) => [name, onlyMembersOf(expected[name], ours[name])]),
  );
}

const entities = /** @type {Record<string, string>} */ ({
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#34': '"',
  '#39': "'",
  '#x27': "'",
  '#96': '`',
});

/**
 * Our page for people is our own, but it must show every feature, group and candidate, escaped.
 * @param {Application} app @param {string} extension @param {string} page
 * @throws {Difference}
 */
export function pageShows(app, extension, page) {
  const text = page.replace(/&([#\w]+);/g, (whole, name) => entities[name.toLowerCase()] ?? whole);
  const names = [
    ...['flag', 'switch', 'sample'].flatMap((type) => app.defined(type, extension).map(({ name }) => name)),
    ...(app.extension(extension)?.groups ?? []).map(({ id }) => id),
  ].filter(isDefinable);
  for (const name of names) {
    if (!text.includes(name)) throw new Difference('the page', `shows ${JSON.stringify(name)}`, page);
    if (name.includes('<b>') && page.includes(name))
      throw new Difference('the page', `escapes ${JSON.stringify(name)}`, page);
  }
}
