// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../tools/project.mjs';
import { readSignedCookie, writeSignedCookie } from '../golden/signed_cookie.mjs';
import { startRedis } from '../support/redis.mjs';
import { startServer } from '../support/server.mjs';
import { decidesForEachUser, ready, serverKey, startExample, startShop } from './shop_server.mjs';

/** @type {Awaited<ReturnType<typeof startShop>>} */
let shop;

before(async () => {
  shop = await startShop();
});
after(() => shop?.stop());

test('hono: each user has the own features, and a new visitor gets the cookie', async () => {
  const example = await startExample('hono/server.mjs', { PANCAKE_URL: shop.url, PANCAKE_SERVER_KEY: serverKey });
  try {
    await decidesForEachUser((headers) => fetch(example.url, { headers }));
  } finally {
    await example.stop();
  }
});

test("express-flask: features come from the Flask app's Redis, and samples from its signed cookie", async () => {
  const secret = 's3cr!t of the Flask app';
  const folder = mkdtempSync(join(tmpdir(), 'pancake-flask-'));
  writeFileSync(join(folder, 'secret'), `${secret}\n`);
  const redis = await startRedis();
  // As flask-pancake writes it: `flask pancake flags enable-group NEW_CHECKOUT user alice`, `samples set BIG_PICTURES 0`.
  const override = 'FLAG:pancake:k:user:NEW_CHECKOUT:alice';
  await redis.client.command('SET', override, '1');
  await redis.client.command('SADD', 'FLAG:pancake:t:user:NEW_CHECKOUT', override);
  await redis.client.command('SET', 'SAMPLE:pancake:BIG_PICTURES', '0.0');
  const definitions = join(root, 'examples/express-flask/pancake.json');
  const server = await startServer({
    args: ['--store', redis.url, '--definitions', definitions, '--secret-file', join(folder, 'secret')],
  });
  await ready(server.url);
  const example = await startExample('express-flask/server.mjs', { PANCAKE_URL: server.url, SECRET_KEY: secret });
  const ask = async (/** @type {Record<string, string>} */ headers) => {
    const response = await fetch(example.url, { headers });
    return { text: await response.text(), cookies: response.headers.getSetCookie() };
  };
  const stateIn = (/** @type {string} */ cookie) =>
    JSON.parse(readSignedCookie(secret, /^pancake=([^;]*)/.exec(cookie)?.[1] ?? '') ?? 'null');
  try {
    assert.equal((await ask({ 'X-User': 'alice' })).text, 'new checkout, small pictures\n');

    const fresh = await ask({ 'X-User': 'bob' });
    assert.equal(fresh.text, 'old checkout, small pictures\n');
    assert.equal(fresh.cookies.length, 1);
    assert.match(fresh.cookies[0] ?? '', /; HttpOnly; Path=\/; SameSite=Lax$/);
    assert.deepEqual(stateIn(fresh.cookies[0] ?? ''), { BIG_PICTURES: false });

    // What the Flask app drew counts here, and what it remembers of others is carried on.
    const cookie = writeSignedCookie(secret, { OF_FLASK: true, BIG_PICTURES: true });
    const known = await ask({ 'X-User': 'bob', Cookie: `session=1; pancake=${cookie}` });
    assert.equal(known.text, 'old checkout, big pictures\n');
    assert.deepEqual(stateIn(known.cookies[0] ?? ''), { OF_FLASK: true, BIG_PICTURES: true });

    const forged = await ask({ 'X-User': 'bob', Cookie: `pancake=${writeSignedCookie('another', { BIG_PICTURES: true })}` });
    assert.equal(forged.text, 'old checkout, small pictures\n');
  } finally {
    await example.stop();
    await server.stop();
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
