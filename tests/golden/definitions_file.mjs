// @ts-check
import { number, writeExactJson } from './exact_json.mjs';
import { extensionOf } from './recorded.mjs';
/** @typedef {import('./recorded.mjs').Definition} Definition */
/** @typedef {import('./recorded.mjs').Extension} Extension */
/** @typedef {import('./recorded.mjs').Group} Group */

/** The request header by which the runner chooses the visitor. */
export const visitorHeader = 'X-Recorded-Visitor';

/** @param {Group} group @param {number} index @returns {string} where the server finds its id */
export const idQuery = (group, index) => `recorded-id-${index}`;

const sections = /** @type {const} */ ({ switch: 'switches', flag: 'flags', sample: 'samples' });

/** @param {string} name whether a feature can be defined under it */
export function isDefinable(name) {
  return name !== '' && Buffer.byteLength(name) <= 128 && !/[\u0000-\u001f\u007f-\u009f]/.test(name);
}

/** @param {Definition} definition @returns {string} its default as JSON writes it: "true", "42.0" */
export function defaultText({ type, default: value, default_repr: text }) {
  if (type !== 'sample' && (value === 0 || value === 1)) return String(value === 1);
  return text ?? JSON.stringify(value);
}

/**
 * The definitions file of an application: what `pancake --definitions` reads.
 * @param {Extension[]} extensions
 * @param {Definition[]} definitions in the order in which they were made; a later one of the same
 *   name takes the place of the earlier
 * @param {{ anyName?: boolean }} [options] anyName: features that cannot be defined too, which are
 *   left out otherwise
 * @returns {string}
 */
export function definitionsFile(extensions, definitions, { anyName = false } = {}) {
  const written = definitions.filter(({ name }) => anyName || isDefinable(name));
  const members = extensions.map((extension) => [extension.name, extensionMembers(extension, written)]);
  return writeExactJson(new Map([['extensions', new Map(/** @type {any} */ (members))]]));
}

/** @param {Extension} extension @param {Definition[]} definitions */
function extensionMembers(extension, definitions) {
  const members = new Map(
    /** @type {[string, any][]} */ ([
      ['groups', (extension.groups ?? []).map(groupMembers)],
      ['visitor', new Map([['from', `header:${visitorHeader}`]])],
      ['cookie', cookieMembers(extension)],
    ]),
  );
  for (const [type, section] of Object.entries(sections)) {
    const own = definitions.filter(
      (definition) => definition.type === type && extensionOf(definition) === extension.name,
    );
    members.set(
      section,
      new Map(own.map((definition) => [definition.name, new Map([['default', defaultValue(definition)]])])),
    );
  }
  return members;
}

/** @param {Definition} definition */
function defaultValue(definition) {
  const text = defaultText(definition);
  return text === 'true' || text === 'false' ? text === 'true' : number(text);
}

/** @param {Group} group @param {number} index */
function groupMembers(group, index) {
  const from = group.header ? `header:${group.header}` : `query:${idQuery(group, index)}`;
  const members = new Map(
    /** @type {[string, any][]} */ ([
      ['id', group.id],
      ['from', from],
    ]),
  );
  if (group.candidates) members.set('candidates', [...new Set(group.candidates.map(String))]);
  return members;
}

const optionNames = /** @type {Record<string, string>} */ ({
  httponly: 'httpOnly',
  secure: 'secure',
  samesite: 'sameSite',
  domain: 'domain',
  path: 'path',
  max_age: 'maxAge',
});

/**
 * The cookie options of an extension under our names, those without a meaning left out.
 * @param {Extension} extension
 * @returns {[string, any][]}
 */
export function cookieOptions({ cookie_options: options }) {
  return Object.entries(options ?? {})
    .map(
      ([option, value]) => /** @type {[string, any]} */ ([option, option === 'path' ? (value ?? '') : value]),
    )
    .filter(([option, value]) => optionNames[option] && value !== null)
    .map(([option, value]) => [optionNames[option], value]);
}

/** @param {Extension} extension */
function cookieMembers(extension) {
  const members = new Map(/** @type {[string, any][]} */ ([['format', 'flask-pancake']]));
  if (extension.cookie_name) members.set('name', extension.cookie_name);
  const options = cookieOptions(extension);
  if (options.length > 0) {
    const written = options.map(([option, value]) => /** @type {const} */ ([option, asJson(value)]));
    members.set('options', new Map(written));
  }
  return members;
}

/** @param {any} value */
const asJson = (value) => (typeof value === 'number' ? number(String(value)) : value);
