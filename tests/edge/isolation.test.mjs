// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { internal } from '../js/support/internals.mjs';
import { startSnapshotServer } from '../js/support/snapshot_server.mjs';
import { shopBytes } from '../js/support/snapshots.mjs';
import { startWorker } from './support.mjs';

/** @type {import('../js/support/snapshot_server.mjs').SnapshotServer} */
let server;
/** Every third user has an override of CHECKOUT. */
const overrides = Array.from({ length: 334 }, (_, i) => ({ group: 'user', id: `user-${3 * i}`, flags: { CHECKOUT: true } }));

before(async () => {
  server = await startSnapshotServer();
  server.serve(await shopBytes({ overrides }), 'first');
});
after(() => server?.close());

/** @param {import('miniflare').Miniflare} worker @param {number} i @param {Record<string, string>} [headers] @param {string} [path] */
async function ask(worker, i, headers = {}, path = '') {
  const response = await worker.dispatchFetch(`https://shop.example/${path}`, { headers: { 'X-User': `user-${i}`, ...headers } });
  assert.equal(response.status, 200, response.status === 200 ? '' : await response.clone().text());
  return { body: /** @type {any} */ (await response.json()), cookies: response.headers.getSetCookie() };
}

/** Asks for user 3 until the answer is right. @param {import('miniflare').Miniflare} worker @param {(body: any) => boolean} isRight */
async function until(worker, isRight) {
  for (let i = 0; i < 100; ++i) {
    const { body } = await ask(worker, 3);
    if (isRight(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('waited 5 s');
}

test('1,000 concurrent requests of different users get each their own answers and cookies', async () => {
  const worker = await startWorker('shop_worker.mjs', { bindings: { PANCAKE_URL: server.url } });
  try {
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, i) => ask(worker, i)));
    for (const [i, { body, cookies }] of answers.entries()) {
      assert.equal(body.user, `user-${i}`);
      assert.equal(body.checkout, i % 3 === 0, `CHECKOUT of user-${i}`);
      assert.ok(body.same);
      assert.equal(body.half, body.draw < 50);
      assert.deepEqual(cookies, [`pancake=1${body.visitor}; Max-Age=31536000; Secure; Path=/; SameSite=Lax`]);
    }
    assert.ok(new Set(answers.map(({ body }) => body.visitor)).size > 900, 'visitors differ');

    // The same visitors come back with their cookies: the same answers and no new cookie.
    const again = await Promise.all(
      answers.map(({ body }, i) => ask(worker, i, { Cookie: `pancake=1${body.visitor}` })),
    );
    for (const [i, { body, cookies }] of again.entries()) {
      assert.equal(body.half, answers[i]?.body.half);
      assert.equal(body.visitor, answers[i]?.body.visitor);
      assert.deepEqual(cookies, []);
    }
  } finally {
    await worker.dispose();
  }
});

test('the page of each visitor starts with the answers of the worker', async () => {
  const { createPancake } = await import('../../js/dist/pancake.js');
  const client = { client: true };
  server.serve(await shopBytes({ overrides, flags: [{ name: 'CHECKOUT', default: false, ...client }], samples: [{ name: 'HALF', default: 50, ...client }] }), 'for clients');
  const worker = await startWorker('shop_worker.mjs', { bindings: { PANCAKE_URL: server.url } });
  try {
    await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const { body } = await ask(worker, i, {}, 'page');
        const { user, visitor } = body;
        const pancake = await createPancake({ snapshot: body.text, groups: { user: () => user }, visitor });
        assert.equal(pancake.flag('CHECKOUT').isActive(), body.checkout, user);
        assert.equal(pancake.sample('HALF').isActive(), body.half, visitor);
        assert.equal(pancake.switch('OPEN').reason, 'unknown', 'not for clients');
        pancake.close();
      }),
    );
  } finally {
    await worker.dispose();
    server.serve(await shopBytes({ overrides }), 'first');
  }
});

test('1,000 concurrent requests get each their own signed cookie', async () => {
  const { FlaskCookieSigner } = await internal('flask_cookie');
  const signer = new FlaskCookieSigner(['s3cr!t']);
  const bindings = { PANCAKE_URL: server.url, FORMAT: 'flask-pancake' };
  const worker = await startWorker('shop_worker.mjs', { bindings });
  try {
    await Promise.all(
      Array.from({ length: 1_000 }, async (_, i) => {
        const remembered = new Map([['HALF', i % 2 === 0], [`OF ${i}`, true]]);
        const cookie = await signer.write(remembered);
        const { body, cookies } = await ask(worker, i, { Cookie: `other=1; pancake=${cookie}` });
        assert.equal(body.half, i % 2 === 0, 'the cookie wins over the ratio');
        assert.deepEqual(cookies, [`pancake=${cookie}; HttpOnly; Path=/; SameSite=Lax`]);
      }),
    );
    const { body, cookies } = await ask(worker, 1);
    const state = await signer.read(/pancake=([^;]*)/.exec(cookies[0] ?? '')?.[1]);
    assert.deepEqual([...state], [['HALF', body.half]]);
  } finally {
    await worker.dispose();
  }
});

test('a request never waits for a refresh, and a later one sees its result', async () => {
  const worker = await startWorker('shop_worker.mjs', { bindings: { PANCAKE_URL: server.url } });
  try {
    assert.equal((await ask(worker, 1)).body.checkout, false);
    server.serve(await shopBytes({ revision: 8, flags: [{ name: 'CHECKOUT', default: true }], overrides: [] }), 'second');
    const release = server.hold();
    await new Promise((resolve) => setTimeout(resolve, 250));
    const asked = server.requests.length;
    assert.equal((await ask(worker, 1)).body.revision, 7, 'answered while the server is held');
    for (let i = 0; i < 100 && server.requests.length === asked; ++i) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(server.requests.length, asked + 1, 'and the server is asked meanwhile');
    release();
    const body = await until(worker, (answer) => answer.revision === 8);
    assert.equal(body.checkout, true);
    assert.equal(server.requests.at(-1)?.headers.authorization, 'Bearer server key');
    assert.equal(server.requests.at(-1)?.url, '/snapshot/pancake?scope=full&since=7');
  } finally {
    await worker.dispose();
  }
});

test('a worker with groups and no key has their overrides from the full snapshot', async () => {
  server.serve(await shopBytes({ overrides }), 'without a key');
  const worker = await startWorker('shop_worker.mjs', { bindings: { PANCAKE_URL: server.url, NO_KEY: true } });
  try {
    assert.equal((await ask(worker, 3)).body.checkout, true);
    assert.equal(server.requests.at(-1)?.headers.authorization, undefined);
    assert.equal(server.requests.at(-1)?.url, '/snapshot/pancake?scope=full');
  } finally {
    await worker.dispose();
  }
});

test('a worker whose server is gone answers defaults, and recovers', async () => {
  const gone = await startSnapshotServer();
  gone.refuse(503);
  const worker = await startWorker('shop_worker.mjs', { bindings: { PANCAKE_URL: gone.url } });
  try {
    assert.deepEqual((await ask(worker, 3)).body.checkout, false);
    gone.serve(await shopBytes({ overrides }), 'back');
    await until(worker, (answer) => answer.checkout);
  } finally {
    gone.close();
    await worker.dispose();
  }
});
