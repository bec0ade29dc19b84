// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startServer } from '../../support/server.mjs';
import { send, valuesOf } from '../http_request.mjs';
import { packageSigner } from '../js_cookie.mjs';
import { readSetCookie } from '../set_cookie.mjs';
import { startPeer } from './peer.mjs';
import { randomStates } from './states.mjs';

const secret = 'a söcret';
const older = 'an older one';
const states = randomStates(60);
const folder = mkdtempSync(join(tmpdir(), 'pancake-cookies-'));

/** @type {import('./peer.mjs').Peer} */
let itsdangerous;
/** @type {import('../../support/server.mjs').Server} */
let server;

/** One extension a state, whose samples can only have the answers of the state. */
const definitions = {
  extensions: Object.fromEntries(
    states.map((state, n) => [
      `e${n}`,
      {
        cookie: { format: 'flask-pancake' },
        samples: Object.fromEntries(state.map(([name, active]) => [name, { default: active ? 100 : 0 }])),
      },
    ]),
  ),
};

before(async () => {
  itsdangerous = startPeer();
  writeFileSync(join(folder, 'secrets'), `${secret}\n${older}\n`);
  server = await startServer({ definitions, args: ['--secret-file', join(folder, 'secrets')] });
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  itsdangerous?.stop();
  await server?.stop();
});

/**
 * @param {number} n
 * @param {string} [cookie] the one sent
 * @returns {Promise<{ cookie: string, answers: [string, boolean][] }>}
 */
async function status(n, cookie) {
  const headers = /** @type {[string, string][]} */ (
    cookie === undefined ? [] : [['Cookie', `e${n}=${cookie}`]]
  );
  const answer = await send(server.port, 'GET', `/status/e${n}`, headers);
  assert.equal(answer.status, 200, answer.body);
  const [line = '='] = valuesOf(answer.headers, 'Set-Cookie');
  const { samples } = JSON.parse(answer.body);
  return {
    cookie: readSetCookie(line).value,
    answers: samples.map((/** @type {any} */ row) => [row.name, row.is_active]),
  };
}

/** @param {[string, boolean][]} state */
const inverted = (state) => state.map(([name, active]) => /** @type {[string, boolean]} */ ([name, !active]));

test('itsdangerous reads the cookies that the server writes', async () => {
  for (const [n, state] of states.entries()) {
    const { cookie } = await status(n);
    assert.deepEqual(await itsdangerous.read(secret, cookie), state);
    assert.equal(cookie, await itsdangerous.write(secret, state), 'byte for byte');
  }
});

test('the server reads the cookies that itsdangerous writes, against its own ratios', async () => {
  for (const [n, state] of states.entries()) {
    const theirs = await itsdangerous.write(secret, inverted(state));
    const { cookie, answers } = await status(n, theirs);
    assert.deepEqual(answers, inverted(state));
    assert.equal(cookie, theirs);
  }
});

test('a cookie of an older secret is read and signed anew, one of a foreign secret is not', async () => {
  const theirs = inverted(states[0]);
  const renewed = await status(0, await itsdangerous.write(older, theirs));
  assert.deepEqual(renewed.answers, theirs);
  assert.deepEqual(await itsdangerous.read(secret, renewed.cookie), theirs);
  const foreign = await status(0, await itsdangerous.write('foreign', theirs));
  assert.deepEqual(foreign.answers, states[0]);
});

test('itsdangerous reads the cookies that the package writes', async () => {
  for (const state of states) {
    const cookie = await packageSigner(secret).write(new Map(state));
    assert.deepEqual(await itsdangerous.read(secret, cookie), state);
  }
});

test('the package reads the cookies that itsdangerous writes', async () => {
  for (const state of states) {
    const read = await packageSigner('another', secret).read(await itsdangerous.write(secret, state));
    assert.deepEqual(read && [...read], state);
    assert.equal(await packageSigner('another').read(await itsdangerous.write(secret, state)), null);
  }
});
