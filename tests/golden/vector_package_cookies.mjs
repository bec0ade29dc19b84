// @ts-check
import { Skipped, same } from './deviations.mjs';
import { packageSigner } from './js_cookie.mjs';
import { attempt } from './outcome.mjs';
import { recorded } from './recorded.mjs';
import { readSignedCookie } from './signed_cookie.mjs';
/** @typedef {import('./outcome.mjs').Outcome} Outcome */

/**
 * Signed cookies through the code of the npm package, on Node's Web APIs.
 * @returns {Promise<Outcome[]>}
 */
export async function packageCookieVectors() {
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const [number, row] of recorded('vectors_cookie').cases.entries()) {
    const verdict = await attempt(() => checks[/** @type {keyof typeof checks} */ (row.kind)](row));
    outcomes.push({ id: 'vectors_cookie in the package', number, op: row.kind, ...verdict });
  }
  return outcomes;
}

/** @param {Map<string, unknown> | null} state */
const pairs = (state) => state && [...state];

const checks = {
  /** @param {any} row */
  async format(row) {
    const state = await packageSigner(row.secret).read(row.cookie);
    same('the cookie written again', row.cookie, state && (await packageSigner(row.secret).write(state)));
  },

  /** @param {any} row */
  async encode(row) {
    const signer = packageSigner(row.secret);
    same('state', row.state, pairs(await signer.read(row.cookie)));
    const cookie = await signer.write(new Map(row.state));
    same('whether it is compressed', row.compressed, cookie.startsWith('.'));
    // Engines deflate with different zlibs: the text must be the same, the compressed bytes need not.
    same('what the cookie says', row.json_text, readSignedCookie(row.secret, cookie));
    if (!row.compressed) same('cookie', row.cookie, cookie);
  },

  /** @param {any} row */
  async decode(row) {
    const state = pairs(await packageSigner('a newer secret', row.secret).read(row.cookie));
    if (row.error) return same('a refused cookie', null, state);
    if (/NaN|Infinity/.test(row.ok_json)) throw new Skipped('signed-oddities');
    const value = JSON.parse(row.ok_json);
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return same('state', Object.entries(value), state);
    same('a signed text that is no object', null, state);
    throw new Skipped('signed-oddities');
  },
};
