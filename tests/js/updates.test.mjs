// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createPancake } from 'pancake-flags';
import { keptLog, shopBytes } from './support/snapshots.mjs';
import { startServing } from './support/served.mjs';
import { until } from './support/until.mjs';

const { server, open, create } = await startServing({ pollInterval: 0, live: false });

test('the first snapshot is there when createPancake resolves', async () => {
  const { pancake, log } = await create();
  assert.equal(pancake.switch('OPEN').isActive(), true);
  assert.equal(pancake.revision, 7);
  await pancake.ready;
  assert.deepEqual(log, []);
});

test('a server asks for the full snapshot when it has a key or groups, and for the public one otherwise', async () => {
  await create();
  await create({ groups: {}, scope: undefined });
  await create({ groups: { user: () => '42' }, scope: undefined });
  await create({ serverKey: 'key' });
  await create({ groups: { user: () => '42' }, scope: 'public' });
  await create({ cookie: { format: 'flask-pancake', secret: 's' } });
  const seen = server.requests.map(({ url, headers }) => [url?.split('=')[1], headers['pancake-ids'], headers.authorization]);
  assert.deepEqual(seen, [
    ['public', undefined, undefined],
    ['public', undefined, undefined],
    ['full', undefined, undefined],
    ['full', undefined, 'Bearer key'],
    ['public', undefined, undefined],
    ['public', undefined, undefined],
  ]);
});

test('a full snapshot that is refused is told with the option that gives it', async () => {
  for (const status of [401, 403]) {
    server.refuse(status);
    const { log } = await create({ groups: { user: () => '42' } });
    const { log: ofWrongKey } = await create({ serverKey: 'another' });
    assert.match(ofWrongKey[0] ?? '', new RegExp(`answered ${status}: the server refuses this \`serverKey\` \\[http_status\\]$`));
    assert.match(log[0] ?? '', new RegExp(`answered ${status}: full snapshots need \`serverKey\` \\[http_status\\]$`));
    const { log: other } = await create();
    assert.match(other[0] ?? '', new RegExp(`answered ${status} \\[http_status\\]$`));
  }
});

test('a page asks for the personal snapshot when it has groups or signed cookies, and for the public one otherwise', async () => {
  // The browser's bundle by its path: Node resolves the package to its own.
  const page = await import(/** @type {any} */ ('../../js/dist/pancake.js'));
  const wasm = await WebAssembly.compile(readFileSync(new URL('../../js/dist/pancake.wasm', import.meta.url)));
  for (const options of [{}, { groups: { user: () => '42' } }, { cookie: { format: 'flask-pancake' }, scope: undefined }]) {
    open.push(await page.createPancake({ url: server.url, pollInterval: 0, live: false, logger: keptLog(), wasm, ...options }));
  }
  assert.deepEqual(server.requests.map(({ url }) => url?.split('=')[1]), ['public', 'personal', 'personal']);
});

test('the personal snapshot is asked for with the ids and the visitor of this moment', async () => {
  await create({ groups: { user: () => 'a b&c', admin: () => null }, visitor: () => 'ü 7', scope: 'personal' });
  await create({ url: `${server.url}/flags/`, extension: 'a/b', scope: 'personal' });
  const seen = server.requests.map(({ url, headers }) => [url, headers['pancake-ids'], headers['pancake-visitor'], headers.authorization]);
  assert.deepEqual(seen, [
    ['/snapshot/pancake?scope=personal', 'user=a+b%26c', '%C3%BC%207', undefined],
    ['/flags/snapshot/a%2Fb?scope=personal', undefined, undefined, undefined],
  ]);
});

test('a question tells the ETag of the snapshot in use, and 304 changes nothing', async () => {
  const { pancake } = await create();
  let changes = 0;
  pancake.on('change', () => ++changes);
  assert.equal(await pancake.refresh(), false);
  assert.equal(server.requests.at(-1)?.headers['if-none-match'], '"first"');
  server.serve(await shopBytes({ revision: 8 }), 'second');
  assert.equal(await pancake.refresh(), true);
  assert.equal(await pancake.refresh(), false);
  assert.equal(server.requests.at(-1)?.headers['if-none-match'], '"second"');
  assert.equal(changes, 1);
});

test('a change is picked up by polling', async () => {
  const { pancake } = await create({ pollInterval: 30 });
  const CHECKOUT = pancake.flag('CHECKOUT');
  assert.equal(CHECKOUT.isActive(), false);
  server.serve(await shopBytes({ revision: 8, flags: [{ name: 'CHECKOUT', default: true }], overrides: [] }), 'second');
  await until(() => CHECKOUT.isActive());
});

test('an older revision, another extension or a damaged snapshot is refused, and asked for again', async () => {
  const { pancake, log } = await create();
  /** @type {string[]} */
  const codes = [];
  pancake.on('error', (/** @type {any} */ error) => codes.push(error.code));
  const good = await shopBytes();
  const damaged = good.slice();
  damaged[100] = (damaged[100] ?? 0) ^ 1;
  for (const bytes of [await shopBytes({ revision: 6 }), await shopBytes({ extension: 'other' }), damaged]) {
    server.serve(bytes, 'refused');
    assert.equal(await pancake.refresh(), false);
    assert.equal(server.requests.at(-1)?.headers['if-none-match'], '"first"');
  }
  assert.deepEqual(codes, ['older_revision', 'wrong_extension', 'wrong_checksum']);
  assert.equal(log.length, 3);
  assert.equal(pancake.revision, 7);
  assert.equal(pancake.switch('OPEN').isActive(), true);
});

test('with no server there are defaults and one warning a problem, and later answers', async () => {
  server.refuse(503);
  const { pancake, log } = await create({ pollInterval: 20 });
  assert.equal(pancake.switch('OPEN').isActive(), false);
  assert.equal(pancake.flag('CHECKOUT', { default: true }).isActive(), true);
  assert.equal(pancake.flag('CHECKOUT').reason, 'not_loaded');
  assert.equal(pancake.revision, null);
  server.serve(await shopBytes(), 'first');
  await pancake.ready;
  assert.equal(pancake.switch('OPEN').isActive(), true);
  assert.deepEqual(log.map((line) => /\[(\w+)\]$/.exec(line)?.[1]), ['http_status']);
});

test('a server that is not there is told as fetch_failed', async () => {
  const { pancake, log } = await create({ url: 'http://127.0.0.1:2' });
  assert.equal(pancake.switch('OPEN', { default: true }).isActive(), true);
  assert.match(log[0] ?? '', /^pancake: http:\/\/127\.0\.0\.1:2\/snapshot\/pancake\?scope=public: .+ \(ECONNREFUSED\) \[fetch_failed\]$/);
});

test('a slow server delays createPancake no longer than its timeout', async () => {
  const release = server.hold();
  const { pancake } = await create({ timeout: 50 });
  assert.equal(pancake.revision, null);
  release();
  await pancake.ready;
  assert.equal(pancake.revision, 7);
});

test('a request is given up after requestTimeout', async () => {
  server.hold();
  const { log } = await create({ requestTimeout: 30 });
  assert.deepEqual(log, [`pancake: ${server.url}/snapshot/pancake?scope=public gave no answer within 30 ms [timeout]`]);
});

test('somebody who signs in gets the personal snapshot of that id, one question for several checks', async () => {
  /** @type {string | null} */
  let user = null;
  const { pancake } = await create({ groups: { user: () => user }, scope: 'personal' });
  const CHECKOUT = pancake.flag('CHECKOUT');
  const DARK = pancake.flag('DARK');
  assert.equal(CHECKOUT.isActive(), false);
  user = '42';
  for (let i = 0; i < 10; ++i) CHECKOUT.isActive(), DARK.isActive();
  await until(() => server.requests.length === 2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.deepEqual(server.requests.map(({ headers }) => headers['pancake-ids']), [undefined, 'user=42']);
});

test('somebody who signs in while the server is asked is asked for next', async () => {
  let user = '1';
  const { pancake } = await create({ groups: { user: () => user }, scope: 'personal' });
  const release = server.hold();
  const running = pancake.refresh();
  await until(() => server.requests.length === 2);
  user = '2';
  release();
  await running;
  await until(() => server.requests.length === 3);
  assert.equal(server.requests.at(-1)?.headers['pancake-ids'], 'user=2');
});

test('ids that are others at each call are asked for at most once a second, and told once', async () => {
  const { pancake, log } = await create({ groups: { user: () => String(Math.random()) }, scope: 'personal' });
  pancake.flag('CHECKOUT').isActive();
  await until(() => server.requests.length === 2);
  await new Promise((resolve) => setTimeout(resolve, 900));
  assert.equal(server.requests.length, 2);
  await until(() => log.length > 0);
  assert.ok(server.requests.length <= 5, `${server.requests.length} questions`);
  assert.deepEqual(log, ['pancake: the ids of groups keep changing [unstable_ids]']);
});

test('close() and an abort signal end the questions', async () => {
  const controller = new AbortController();
  await create({ pollInterval: 10, signal: controller.signal });
  const { pancake, log } = await create({ pollInterval: 10 });
  await until(() => server.requests.length > 4);
  controller.abort();
  pancake.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const asked = server.requests.length;
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert.equal(server.requests.length, asked);
  assert.deepEqual(log, []);
});

test('a listener that throws disturbs nobody', async () => {
  const { pancake, log } = await create();
  /** @type {number[]} */
  const revisions = [];
  pancake.on('change', () => { throw new Error('mine'); });
  const end = pancake.on('change', ({ revision }) => revisions.push(revision));
  server.serve(await shopBytes({ revision: 8 }), 'second');
  await pancake.refresh();
  end();
  server.serve(await shopBytes({ revision: 9 }), 'third');
  await pancake.refresh();
  assert.deepEqual(revisions, [8]);
  assert.deepEqual(log, ['pancake: a listener of "change" threw Error: mine [listener_failed]']);
});

test('a snapshot given at the start answers at once and is replaced by a newer one', async () => {
  server.serve(await shopBytes({ revision: 9 }), 'newer');
  const release = server.hold();
  const { pancake } = await create({ snapshot: await shopBytes(), timeout: 20 });
  // The engine may take longer than that to start on a busy machine.
  await pancake.ready;
  assert.equal(pancake.revision, 7);
  release();
  await until(() => pancake.revision === 9);
});

test('options that cannot be meant are refused', async () => {
  await assert.rejects(createPancake({}), { name: 'PancakeError', code: 'no_source' });
  for (const nothing of /** @type {any[]} */ ([undefined, null])) {
    await assert.rejects(createPancake(nothing), { code: 'no_source' });
  }
  await assert.rejects(createPancake({ url: server.url, timeout: -1 }), { code: 'bad_option' });
  await assert.rejects(createPancake({ url: server.url, pollInterval: NaN }), { code: 'bad_option' });
  await assert.rejects(createPancake({ url: server.url, cookie: { format: 'flask-pancake' } }), { code: 'no_secret' });
  const scope = /** @type {any} */ ('all');
  await assert.rejects(createPancake({ url: server.url, scope }), { name: 'PancakeError', code: 'bad_option', message: 'scope is none of public, personal, full' });
  const format = /** @type {any} */ ('flask');
  await assert.rejects(createPancake({ url: server.url, cookie: { format } }), { code: 'bad_option', message: 'cookie.format is none of visitor, flask-pancake' });
});
