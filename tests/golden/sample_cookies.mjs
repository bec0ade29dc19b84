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
 * Holds the cookies of an answer against the recorded ones: byte for byte, with all attributes.
 *
 * The recorded application sends every cookie that it has with every answer. Ours sends one where
 * it can have changed, on `/status` of its extension; elsewhere it may be left out, but never be
 * another.
 * @param {Application} app
 * @param {Step} step
 * @param {string} extension whose route this is; empty on others
 * @param {import('./http_request.mjs').Answer} answer
 * @param {{ mayBeAbsent?: boolean, changed?: import('./status_answer.mjs').SampleAnswer[] }} options changed:
 *   samples whose answer differs from the recorded one by design
 * @throws {Difference}
 */
export function expectedCookies(app, step, extension, answer, { mayBeAbsent = false, changed = [] }) {
  const sent = valuesOf(answer.headers, 'Set-Cookie').map(readSetCookie);
  const recorded = valuesOf(step.result.ok.headers, 'Set-Cookie').map(readSetCookie);
  const name = app.extension(extension)?.cookie_name || extension;
  for (const cookie of sent) {
    if (cookie.name === name && (changed.length > 0 || step.result.ok.status === 500)) continue;
    if (!recorded.some((other) => equal(other, cookie))) throw new Difference('Set-Cookie', recorded, sent);
  }
  const own = sent.find((cookie) => cookie.name === name);
  if (!own && recorded.some((cookie) => cookie.name === name) && !mayBeAbsent) throw new Difference('Set-Cookie', recorded, sent);
  if (own && changed.length > 0) expectState(app, step, name, own, changed);
}

/** @param {Application} app @param {Step} step @param {string} name @param {SetCookie} own @param {import('./status_answer.mjs').SampleAnswer[]} changed */
function expectState(app, step, name, own, changed) {
  const recorded = (step.result.ok.set_cookies ?? []).find((/** @type {any} */ cookie) => cookie.name === name);
  const ours = Object.fromEntries(changed.map((sample) => [sample.name, sample.ours]));
  const theirs = recorded?.json_text ? JSON.parse(recorded.json_text) : {};
  const expected = Object.entries({ ...theirs, ...ours }).filter(([, value]) => typeof value === 'boolean');
  const text = readSignedCookie(app.setup.secret_key ?? '', own.value);
  if (text === null) throw new Difference('a cookie signed with the secret', 'a good signature', own.value);
  const state = Object.entries(JSON.parse(text)).filter(([, value]) => typeof value === 'boolean');
  same('state of the cookie', Object.fromEntries(expected), Object.fromEntries(state));
}

/** @param {SetCookie} recorded @param {SetCookie} ours */
function equal(recorded, ours) {
  const { expires, ...attributes } = ours.attributes;
  const compared = expires !== undefined && 'max-age' in attributes ? attributes : ours.attributes;
  const text = (/** @type {Record<string, string | true>} */ all) => JSON.stringify(Object.entries(all).map(([name, value]) => [name, String(value).toLowerCase()]).sort());
  return recorded.name === ours.name && recorded.value === ours.value && text(recorded.attributes) === text(compared);
}
