// @ts-check
import { Application } from './application.mjs';
import { isDefinable } from './definitions_file.mjs';
import { Difference, Skipped, same } from './deviations.mjs';
import { send, valuesOf } from './http_request.mjs';
import { until } from './http_steps.mjs';
import { attempt } from './outcome.mjs';
import { recorded } from './recorded.mjs';
import { readSetCookie } from './set_cookie.mjs';
import { readSignedCookie } from './signed_cookie.mjs';
/** @typedef {import('./outcome.mjs').Outcome} Outcome */
/** @typedef {import('./recorded.mjs').Definition} Definition */

/** An extension with one sample that nobody has: its cookie shows what was read of the one sent. */
const probe = 'probe';

/**
 * Signed cookies through the server: it writes those of `encode`, and reads those of `decode` and
 * sends on what it read.
 * @param {import('../support/redis.mjs').Redis} redis
 * @returns {Promise<Outcome[]>}
 */
export async function cookieVectors(redis) {
  const cases = recorded('vectors_cookie').cases.map(
    (/** @type {any} */ row, /** @type {number} */ number) => ({ ...row, number }),
  );
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const secret of new Set(cases.map((/** @type {any} */ row) => row.secret))) {
    const ofSecret = cases.filter((/** @type {any} */ row) => row.secret === secret);
    const app = applicationOf(String(secret), ofSecret, redis);
    try {
      for (const row of ofSecret) {
        const verdict = await attempt(() => {
          if (secret === '') throw new Skipped('secret-required');
          return checks[/** @type {keyof typeof checks} */ (row.kind)](app, row);
        });
        outcomes.push({ id: 'vectors_cookie', number: row.number, op: row.kind, ...verdict });
      }
    } finally {
      await app.close();
    }
  }
  return outcomes.sort((a, b) => a.number - b.number);
}

/**
 * One extension a case, whose samples can only have the answers of the case.
 * @param {string} secret
 * @param {any[]} cases
 * @param {import('../support/redis.mjs').Redis} redis
 */
function applicationOf(secret, cases, redis) {
  const states = cases.filter(isWritable);
  /** @type {Definition[]} */
  const definitions = states.flatMap(({ number, state }) =>
    state.map((/** @type {[string, boolean]} */ [name, active]) => ({
      type: 'sample',
      name,
      extension: `case-${number}`,
      default: active ? 100 : 0,
    })),
  );
  return new Application(
    {
      secret_key: secret,
      debug: false,
      url_prefix: '',
      extensions: [probe, ...states.map(({ number }) => `case-${number}`)].map((name) => ({
        name,
        groups: null,
      })),
      definitions: [...definitions, { type: 'sample', name: probe, extension: probe, default: 0 }],
    },
    redis,
  );
}

/** @param {any} row whether all names of the state can be defined */
const isWritable = (row) =>
  row.kind === 'encode' &&
  row.state.length > 0 &&
  row.state.every((/** @type {[string]} */ [name]) => isDefinable(name));

/**
 * @param {Application} app
 * @param {string} extension
 * @param {string} [cookie]
 * @returns {Promise<string | null>} the cookie sent
 */
async function cookieOf(app, extension, cookie) {
  const { port } = await app.server();
  const headers = /** @type {[string, string][]} */ (
    cookie === undefined ? [] : [['Cookie', `${extension}=${cookie}`]]
  );
  /** @type {string | null} */
  let value = null;
  await until(
    () => send(port, 'GET', `/status/${extension}`, headers),
    (answer) => {
      same('status', 200, answer.status);
      const [line] = valuesOf(answer.headers, 'Set-Cookie');
      value = line === undefined ? null : readSetCookie(line).value;
    },
  );
  return value;
}

/** What the server read of a cookie, as JSON. @param {Application} app @param {string} cookie */
async function readBy(app, cookie) {
  const answer = (await cookieOf(app, probe, cookie)) ?? '';
  const text = readSignedCookie(app.setup.secret_key ?? '', answer);
  if (text === null) throw new Difference('a cookie signed with the secret', 'a good signature', answer);
  const { [probe]: drawn, ...state } = JSON.parse(text);
  same('a sample that nobody has', false, drawn);
  return state;
}

const checks = {
  /** @param {Application} app @param {any} row */
  async format(app, row) {
    same(
      'state',
      JSON.parse(Buffer.from(row.payload, 'base64url').toString()),
      await readBy(app, row.cookie),
    );
  },

  /** @param {Application} app @param {any} row */
  async encode(app, row) {
    if (isWritable(row)) {
      same('a new cookie', row.cookie, await cookieOf(app, `case-${row.number}`));
      same('the cookie sent on', row.cookie, await cookieOf(app, `case-${row.number}`, row.cookie));
    }
    same('state', Object.fromEntries(row.state), await readBy(app, row.cookie));
  },

  /** @param {Application} app @param {any} row */
  async decode(app, row) {
    const state = await readBy(app, row.cookie);
    if (row.error) return same('nothing of a refused cookie', {}, state);
    const readable = /^\{/.test(row.ok_json) && !/NaN|Infinity/.test(row.ok_json);
    same('state', readable ? JSON.parse(row.ok_json) : {}, state);
    if (!readable) throw new Skipped('signed-oddities');
  },
};
