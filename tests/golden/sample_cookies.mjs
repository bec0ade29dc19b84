// @ts-check
import { inflateSync } from 'node:zlib';
import { Difference, Skipped, same } from './deviations.mjs';
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
 * @throws {Difference | Skipped}
 */
export function expectedCookies(app, step, headers, changed = { extension: '', samples: [] }) {
  const sent = valuesOf(headers, 'Set-Cookie').map(readSetCookie);
  const recorded = valuesOf(step.result.ok.headers, 'Set-Cookie').map(readSetCookie);
  const odd = oddNames(step);
  const byState = new Set(odd);
  if (changed.samples.length > 0) {
    byState.add(app.extension(changed.extension)?.cookie_name || changed.extension);
  }
  // Two extensions of one cookie name send the same line twice; the package sends it once.
  const texts = (/** @type {SetCookie[]} */ cookies) => [
    ...new Set(cookies.filter(({ name }) => !byState.has(name)).map((cookie) => JSON.stringify(asText(cookie)))),
  ];
  if (JSON.stringify(texts(recorded)) !== JSON.stringify(texts(sent))) {
    throw new Difference('Set-Cookie', recorded, sent);
  }
  for (const name of byState) {
    expectState(app, step, sent.find((cookie) => cookie.name === name) ?? null, name, changed.samples);
  }
  if (odd.length > 0) throw new Skipped('signed-oddities');
}

/**
 * Names of recorded cookies that ours do not say: those of no object, or with what is no JSON.
 * @param {Step} step
 * @returns {string[]}
 */
function oddNames(step) {
  const cookies = /** @type {{ name: string, json_text?: string }[]} */ (step.result.ok.set_cookies ?? []);
  return cookies
    .filter(({ json_text: text }) => text && (!text.startsWith('{') || text.includes(':NaN')))
    .map(({ name }) => name);
}

/**
 * @param {Application} app
 * @param {Step} step
 * @param {SetCookie | null} sent ours of that name
 * @param {string} name
 * @param {import('./status_answer.mjs').SampleAnswer[]} changed
 */
function expectState(app, step, sent, name, changed) {
  const recorded = (step.result.ok.set_cookies ?? []).find(
    (/** @type {any} */ cookie) => cookie.name === name,
  );
  const theirs = recorded?.json_text?.startsWith('{')
    ? JSON.parse(recorded.json_text.replaceAll(':NaN', ':null'))
    : {};
  const ours = Object.fromEntries(changed.map((sample) => [sample.name, sample.ours]));
  const expected = onlyAnswers({ ...theirs, ...ours });
  if (sent === null) return same('state without a cookie', expected, {});
  const text = readSignedCookie(app.setup.secret_key ?? '', sent.value);
  if (text === null) throw new Difference('a cookie signed with the secret', 'a good signature', sent.value);
  same('state of the cookie', expected, onlyAnswers(JSON.parse(text)));
}

/** @param {Record<string, unknown>} state */
const onlyAnswers = (state) =>
  Object.fromEntries(Object.entries(state).filter(([, value]) => typeof value === 'boolean'));

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
