// @ts-check
import { inflateSync } from 'node:zlib';
import { Difference, same } from './deviations.mjs';
import { valuesOf } from './http_request.mjs';
import { readSetCookie } from './set_cookie.mjs';
import { readSignedCookie } from './signed_cookie.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./recorded.mjs').Step} Step */
/** @typedef {import('./set_cookie.mjs').SetCookie} SetCookie */

/** @param {string} cookie @returns {any} what its payload says, verified or not; null if it cannot be read */
export function payloadOf(cookie) {
  const payload = cookie.slice(0, Math.max(0, cookie.lastIndexOf('.')));
  try {
    const bytes = Buffer.from(payload.replace(/^\./, ''), 'base64url');
    return JSON.parse((payload.startsWith('.') ? inflateSync(bytes) : bytes).toString());
  } catch {
    return null;
  }
}

/**
 * Holds the cookies of an answer against the recorded ones: all of them, in their order, byte for
 * byte and with all attributes.
 * @param {Application} app
 * @param {Step} step
 * @param {[string, string][]} headers of our answer
 * @param {{ extension: string, samples: import('./status_answer.mjs').SampleAnswer[] }} [changed]
 *   samples whose answer differs from the recorded one by design: then the cookie of their
 *   extension is compared by what it says
 * @throws {Difference}
 */
export function expectedCookies(app, step, headers, changed = { extension: '', samples: [] }) {
  const sent = valuesOf(headers, 'Set-Cookie').map(readSetCookie);
  const recorded = valuesOf(step.result.ok.headers, 'Set-Cookie').map(readSetCookie);
  const differing =
    changed.samples.length > 0 ? app.extension(changed.extension)?.cookie_name || changed.extension : null;
  const comparable = (/** @type {SetCookie[]} */ cookies) =>
    cookies.filter(({ name }) => name !== differing).map(asText);
  const [expected, got] = [comparable(recorded), comparable(sent)];
  if (JSON.stringify(expected) !== JSON.stringify(got)) throw new Difference('Set-Cookie', recorded, sent);
  if (differing === null) return;
  const own = sent.find(({ name }) => name === differing);
  if (!own) throw new Difference('Set-Cookie', `one named ${differing}`, sent);
  expectState(app, step, differing, own, changed.samples);
}

/**
 * @param {Application} app
 * @param {Step} step
 * @param {string} name
 * @param {SetCookie} own
 * @param {import('./status_answer.mjs').SampleAnswer[]} changed
 */
function expectState(app, step, name, own, changed) {
  const recorded = (step.result.ok.set_cookies ?? []).find(
    (/** @type {any} */ cookie) => cookie.name === name,
  );
  const ours = Object.fromEntries(changed.map((sample) => [sample.name, sample.ours]));
  const theirs = recorded?.json_text ? JSON.parse(recorded.json_text) : {};
  const expected = Object.entries({ ...theirs, ...ours }).filter(([, value]) => typeof value === 'boolean');
  const text = readSignedCookie(app.setup.secret_key ?? '', own.value);
  if (text === null) throw new Difference('a cookie signed with the secret', 'a good signature', own.value);
  const state = Object.entries(JSON.parse(text)).filter(([, value]) => typeof value === 'boolean');
  same('state of the cookie', Object.fromEntries(expected), Object.fromEntries(state));
}

/** A cookie in one spelling. A date beside Max-Age says nothing more. @param {SetCookie} cookie */
function asText({ name, value, attributes: { expires, ...attributes } }) {
  const compared = 'max-age' in attributes || expires === undefined ? attributes : { ...attributes, expires };
  return [
    name,
    value,
    ...Object.entries(compared)
      .map(([attribute, given]) => `${attribute}=${String(given).toLowerCase()}`)
      .sort(),
  ];
}
