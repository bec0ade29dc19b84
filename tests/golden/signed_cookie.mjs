// @ts-check
import { createHash, createHmac } from 'node:crypto';
import { inflateSync } from 'node:zlib';

/**
 * flask-pancake's sample cookie, written here once more so that the runner does not judge our
 * cookie code by itself: payload "." HMAC-SHA1(SHA1(salt "signer" secret), payload), in base64url.
 */
const salt = 'flask_pancake.cookie';

/** @param {string} secret @param {string} payload */
function signature(secret, payload) {
  const key = createHash('sha1').update(`${salt}signer${secret}`).digest();
  return createHmac('sha1', key).update(payload).digest('base64url');
}

/**
 * @param {string} secret
 * @param {Record<string, unknown>} state
 * @returns {string} never compressed, which every reader takes
 */
export function writeSignedCookie(secret, state) {
  const payload = Buffer.from(JSON.stringify(state)).toString('base64url');
  return `${payload}.${signature(secret, payload)}`;
}

/**
 * @param {string} secret
 * @param {string} cookie in canonical form, as servers send it
 * @returns {string | null} the state's JSON text; null if this is no such cookie
 */
export function readSignedCookie(secret, cookie) {
  const dot = cookie.lastIndexOf('.');
  const payload = cookie.slice(0, dot);
  if (dot < 0 || cookie.slice(dot + 1) !== signature(secret, payload)) return null;
  if (!payload.startsWith('.')) return Buffer.from(payload, 'base64url').toString();
  return inflateSync(Buffer.from(payload.slice(1), 'base64url')).toString();
}
