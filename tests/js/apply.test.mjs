// @ts-check
// Visits with the real frameworks: whoever sets cookies, all of them arrive.
import { serve } from '@hono/node-server';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
// @ts-expect-error it has no types of its own
import express from 'express';
import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { createPancake } from 'pancake-flags';
import { keptLog, shopBytes } from './support/snapshots.mjs';

/** @type {Awaited<ReturnType<typeof createPancake>>} */
let pancake;
/** @type {(() => void)[]} */
const closing = [];

before(async () => {
  const groups = { user: (/** @type {any} */ request) => request?.headers.get?.('X-User') ?? request?.headers['x-user'] };
  pancake = await createPancake({ snapshot: await shopBytes(), groups, logger: keptLog() });
});
after(() => {
  for (const close of closing) close();
});

/** @param {import('node:http').Server} server */
async function listening(server) {
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
}

/** @param {string} url @param {Record<string, string>} [headers] */
async function ask(url, headers = {}) {
  const response = await fetch(url, { headers });
  const names = response.headers.getSetCookie().map((cookie) => cookie.replace(/=.*/, ''));
  return { body: await response.text(), names, type: response.headers.get('Content-Type') };
}

/** @returns {Promise<string>} what another server answers, with a cookie of its own */
async function startOrigin() {
  return listening(
    createServer((_request, response) => {
      response.setHeader('Set-Cookie', ['origin=1; Path=/', 'of=2']).end('from the origin');
    }).listen(0, '127.0.0.1'),
  );
}

test('Hono: cookies of middleware, handler, proxied response and visit all arrive, in any order', async () => {
  const origin = await startOrigin();
  const app = new Hono();
  app.use(async (c, next) => {
    setCookie(c, 'before', '1');
    await next();
    setCookie(c, 'after', '1');
  });
  app.use('/run/*', (c, next) => pancake.run(c.req.raw, async (visit) => { await next(); await visit.apply(c); }));
  const HALF = pancake.sample('HALF');
  app.get('/run/text', (c) => {
    setCookie(c, 'handler', '1');
    return c.text(String(HALF.isActive()));
  });
  app.get('/proxy', () => fetch(origin));
  app.get('/run/proxy', () => (HALF.isActive(), fetch(origin)));
  app.get('/run/twice', async (c) => {
    const visit = await pancake.forRequest(c.req.raw);
    visit.sample('HALF').isActive();
    return visit.apply(c.text('twice'));
  });
  app.get('/run/nothing', (c) => c.text('nothing'));
  app.get('/handler', async (c) => {
    const visit = await pancake.forRequest(c.req.raw);
    return visit.apply(c.text(String(visit.sample('HALF').isActive())));
  });
  app.get('/fetched', async (c) => {
    const visit = await pancake.forRequest(c.req.raw);
    visit.sample('HALF').isActive();
    return visit.apply(await fetch(origin));
  });
  const url = await listening(/** @type {import('node:http').Server} */ (serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })));

  assert.deepEqual((await ask(`${url}/run/text`)).names, ['before', 'handler', 'pancake', 'after']);
  // Hono itself drops what was set before where a handler gives a Response of its own.
  const plain = (await ask(`${url}/proxy`)).names;
  assert.deepEqual(plain, ['origin', 'of', 'after']);
  const proxied = await ask(`${url}/run/proxy`);
  assert.deepEqual(proxied.names.sort(), [...plain, 'pancake'].sort());
  assert.equal(proxied.body, 'from the origin');
  assert.deepEqual((await ask(`${url}/run/twice`)).names, ['before', 'pancake', 'after']);
  assert.deepEqual((await ask(`${url}/run/nothing`)).names, ['before', 'after']);
  assert.deepEqual((await ask(`${url}/handler`)).names, ['before', 'pancake', 'after']);
  assert.deepEqual((await ask(`${url}/fetched`)).names.sort(), [...plain, 'pancake'].sort());
  assert.deepEqual((await ask(`${url}/run/text`, { Cookie: 'pancake=1abc' })).names, ['before', 'handler', 'after']);
});

test('Express: cookies of others stay, and run() tells requests apart in later callbacks too', async () => {
  const app = express();
  app.use((/** @type {any} */ _request, /** @type {any} */ response, /** @type {() => void} */ next) => {
    response.cookie('before', '1');
    next();
  });
  app.use((/** @type {any} */ request, /** @type {any} */ _response, /** @type {() => void} */ next) => pancake.run(request, () => next()));
  const CHECKOUT = pancake.flag('CHECKOUT');
  app.get('/', async (/** @type {any} */ request, /** @type {any} */ response) => {
    const first = CHECKOUT.isActive();
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    pancake.sample('HALF').isActive();
    response.cookie('handler', '1');
    const visit = await pancake.forRequest(request);
    (await visit.apply(response)).json([request.get('X-User'), first, CHECKOUT.isActive()]);
    assert.equal(await pancake.forRequest(request), visit);
  });
  const url = await listening(app.listen(0, '127.0.0.1'));
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => ask(url, { 'X-User': i % 2 === 0 ? '42' : `${i}` })));
  for (const [i, { body, names }] of answers.entries()) {
    assert.deepEqual(JSON.parse(body), i % 2 === 0 ? ['42', true, true] : [`${i}`, false, false]);
    assert.deepEqual(names, ['before', 'handler', 'pancake']);
  }
});

test("Express: an error of the visit reaches Express' error handler", async () => {
  const app = express();
  app.use((/** @type {any} */ request, /** @type {any} */ _response, /** @type {() => void} */ next) => pancake.run(request, () => next()));
  app.get('/', async (/** @type {any} */ request, /** @type {any} */ response) => {
    pancake.sample('HALF').isActive();
    response.send('sent');
    await (await pancake.forRequest(request)).apply(response);
  });
  /** @type {unknown[]} */
  const errors = [];
  app.use((/** @type {unknown} */ error, /** @type {unknown} */ _request, /** @type {unknown} */ _response, /** @type {unknown} */ _next) => void errors.push(error));
  const url = await listening(app.listen(0, '127.0.0.1'));
  assert.equal((await ask(url)).body, 'sent');
  assert.equal(/** @type {any} */ (errors[0])?.code, 'ERR_HTTP_HEADERS_SENT');
});
