// @ts-check
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { asBase, asLayer, deltaOf, fileOf } from '../js/support/layers.mjs';
import { startSnapshotServer } from '../js/support/snapshot_server.mjs';
import { shopBytes } from '../js/support/snapshots.mjs';
import { startWorkers } from './support.mjs';

/** @type {import('../js/support/snapshot_server.mjs').SnapshotServer} */
let server;
/** @type {import('miniflare').Miniflare[]} */
let running = [];

beforeEach(async () => {
  server = await startSnapshotServer();
  server.serve(await shopBytes(), 'seven');
});
afterEach(async () => {
  server.close();
  for (const workers of running) await workers.dispose();
  running = [];
});

/**
 * Isolates of one place, each a worker of its own with the same code.
 * @param {Record<string, Record<string, unknown>>} isolates bindings by name
 * @param {Uint8Array} [bundled] the snapshot of the bundle
 * @returns {Promise<any>} Miniflare, whose types want those of a worker
 */
async function start(isolates, bundled = new Uint8Array(0)) {
  const workers = await startWorkers(
    'sources_worker.mjs',
    Object.entries(isolates).map(([name, bindings]) => ({
      name,
      bindings: { PANCAKE_URL: server.url, ...bindings },
      kvNamespaces: { FLAGS: 'flags' },
    })),
    { 'bundled.snapshot': bundled },
  );
  running.push(workers);
  return workers;
}

/** @param {any} workers @param {string} name @param {string} [path] */
async function ask(workers, name, path = '') {
  const worker = await workers.getWorker(name);
  const response = await worker.fetch(`https://shop.example/${path}`, { headers: { 'X-User': '42' } });
  assert.equal(response.status, 200, response.status === 200 ? '' : await response.clone().text());
  return /** @type {any} */ (await response.json());
}

/** Asks until the answer is right. @param {() => Promise<any>} look @param {(answer: any) => boolean} isRight */
async function until(look, isRight) {
  for (let i = 0; i < 200; ++i) {
    const answer = await look();
    if (isRight(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail('waited 5 s');
}

const changed = () => shopBytes({ revision: 8, flags: [{ name: 'CHECKOUT', default: false }], overrides: [] });

test('a cold isolate starts from what another one kept, while the server is held', async () => {
  const workers = await start({ one: {}, other: {} });
  assert.equal((await ask(workers, 'one')).revision, 7);
  assert.equal(server.requests.length, 1);
  server.hold();
  // The first one keeps it behind its answer.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const answer = await ask(workers, 'other');
  assert.deepEqual(answer, { revision: 7, checkout: true, warnings: [] });
  assert.equal(server.requests.length, 1, 'nobody asked the server again');
});

test('what is kept has the ETag that it came with, and is refreshed behind the first answer', async () => {
  const workers = await start({ one: {}, other: { MAX_AGE: 0 } });
  await ask(workers, 'one');
  await new Promise((resolve) => setTimeout(resolve, 200));
  server.serve(await changed(), 'eight');
  const release = server.hold();
  assert.equal((await ask(workers, 'other')).revision, 7, 'answered from what is kept');
  await until(async () => server.requests.length, (count) => count === 2);
  assert.equal(server.requests[1]?.headers['if-none-match'], '"seven"');
  release();
  const answer = await until(() => ask(workers, 'other'), ({ revision }) => revision === 8);
  assert.deepEqual(answer, { revision: 8, checkout: false, warnings: [] });
});

test('what is kept is newer than the bundle: it counts, else the bundle', async () => {
  const workers = await start({ one: {}, other: { FROM: 'bundle' } }, await shopBytes({ revision: 3, overrides: [] }));
  await ask(workers, 'one');
  server.hold();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual(await ask(workers, 'other'), { revision: 7, checkout: true, warnings: [] });

  const newer = await start({ one: {}, other: { FROM: 'bundle', KEY: 'server key' } }, await changed());
  assert.deepEqual(await ask(newer, 'other'), { revision: 8, checkout: false, warnings: [] });
});

test('what is too old, or kept for another key, is not started from', async () => {
  const workers = await start({ one: {}, late: { KEEP_FOR: 100, TIMEOUT: 50 }, stranger: { KEY: 'another', TIMEOUT: 50 } });
  await ask(workers, 'one');
  server.hold();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal((await ask(workers, 'late')).revision, null);
  assert.equal((await ask(workers, 'stranger')).revision, null);
});

test('with keepFor 0 nothing is kept', async () => {
  const workers = await start({ one: { KEEP_FOR: 0 }, other: { TIMEOUT: 50 } });
  await ask(workers, 'one');
  server.hold();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal((await ask(workers, 'other')).revision, null);
});

test('a server that confirms the snapshot lets what is kept live on', async () => {
  const workers = await start({ one: { MAX_AGE: 0, KEEP_FOR: 1_500 }, other: { KEEP_FOR: 1_500, TIMEOUT: 50 } });
  for (let i = 0; i < 25; ++i) {
    await ask(workers, 'one');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  server.hold();
  assert.equal((await ask(workers, 'other')).revision, 7, 'after more than its time');
});

test('what is kept of layers is whole, and not older than half of its time', async () => {
  const workers = await start({ one: { MAX_AGE: 0, KEEP_FOR: 1_000 }, other: { KEEP_FOR: 1_000 } });
  const layerOf = async (/** @type {number} */ revision, /** @type {boolean} */ on) =>
    asLayer(base, await shopBytes({ revision, overrides: [{ group: 'user', id: '42', flags: { CHECKOUT: on } }] }));
  const base = asBase(await shopBytes({ revision: 3 }));
  const first = await layerOf(7, true);
  const file = fileOf(base, first);
  server.serve(file, 'seven');
  assert.deepEqual(await ask(workers, 'one'), { revision: 7, checkout: true, warnings: [] });
  const at = file.length - first.length;
  const next = await layerOf(8, false);
  server.serve(deltaOf(at + next.length, [[0, at, next]]), 'eight');
  await until(() => ask(workers, 'one'), ({ revision }) => revision === 8);
  await new Promise((resolve) => setTimeout(resolve, 600));
  await ask(workers, 'one');
  await new Promise((resolve) => setTimeout(resolve, 200));
  server.hold();
  assert.deepEqual(await ask(workers, 'other'), { revision: 8, checkout: false, warnings: [] });
});

test('nothing that is kept can be had from the cache that requests go through', async () => {
  const { createHash } = await import('node:crypto');
  const workers = await start({ one: {} });
  await ask(workers, 'one');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const name = JSON.stringify([server.url, 'pancake', 'full', 'server key']);
  const url = `https://pancake.invalid/${createHash('sha256').update(name).digest('base64url')}`;
  const cache = await (await workers.getCaches()).open('pancake-flags');
  const kept = await cache.match(url);
  assert.equal(kept?.status, 200, 'this is where it is kept');
  await kept?.arrayBuffer();
  assert.equal(await ask(workers, 'one', `default-cache?url=${encodeURIComponent(url)}`), false);
  const snapshot = `${server.url}/snapshot/pancake?scope=full`;
  assert.equal(await ask(workers, 'one', `default-cache?url=${encodeURIComponent(snapshot)}`), false);
});

test('snapshots come from a KV namespace, asked at each refresh; nulls, errors and nonsense keep the old state', async () => {
  const workers = await start({ one: { PANCAKE_URL: '', FROM: 'kv', MAX_AGE: 0 } });
  const kv = await workers.getKVNamespace('FLAGS', 'one');
  assert.deepEqual(await ask(workers, 'one'), {
    revision: null,
    checkout: false,
    warnings: ['pancake: the snapshot function gave nothing [fetch_failed]'],
  });
  await kv.put('pancake', /** @type {any} */ (await shopBytes()).buffer);
  assert.equal((await until(() => ask(workers, 'one'), ({ revision }) => revision === 7)).checkout, true);
  await kv.put('pancake', /** @type {any} */ (await changed()).buffer);
  assert.equal((await until(() => ask(workers, 'one'), ({ revision }) => revision === 8)).checkout, false);

  await kv.delete('pancake');
  await kv.put('pancake', 'nonsense');
  const answer = await until(() => ask(workers, 'one'), ({ warnings }) => warnings.length === 2);
  assert.equal(answer.revision, 8);
  assert.match(answer.warnings[1], /\[not_a_snapshot\]$/);
  assert.equal(server.requests.length, 0);
});

test('another layer over the same base in a KV namespace is another snapshot', async () => {
  const workers = await start({ one: { PANCAKE_URL: '', FROM: 'kv', MAX_AGE: 0 } });
  const kv = await workers.getKVNamespace('FLAGS', 'one');
  const base = asBase(await shopBytes({ revision: 3 }));
  for (const [revision, checkout] of /** @type {[number, boolean][]} */ ([[7, true], [8, false], [9, true]])) {
    const layer = asLayer(base, await shopBytes({ revision, overrides: [{ group: 'user', id: '42', flags: { CHECKOUT: checkout } }] }));
    await kv.put('pancake', /** @type {any} */ (fileOf(base, layer).buffer));
    const answer = await until(() => ask(workers, 'one'), (last) => last.revision === revision);
    assert.equal(answer.checkout, checkout);
    assert.deepEqual(answer.warnings, []);
  }
});

test('beside a server a KV namespace gives the first snapshot alone, and the server all later ones', async () => {
  const workers = await start({ one: { FROM: 'kv', MAX_AGE: 0 }, other: { FROM: 'kv', MAX_AGE: 0 } });
  const kv = await workers.getKVNamespace('FLAGS', 'one');
  await kv.put('pancake', /** @type {any} */ (await shopBytes({ revision: 3 })).buffer);
  const release = server.hold();
  assert.equal((await ask(workers, 'one')).revision, 3, 'the server is not waited for');
  release();
  await until(() => ask(workers, 'one'), ({ revision }) => revision === 7);
  await kv.put('pancake', /** @type {any} */ (await changed()).buffer);
  for (let i = 0; i < 5; ++i) assert.equal((await ask(workers, 'one')).revision, 7);
  assert.deepEqual((await ask(workers, 'one')).warnings, []);
});

test('many first requests that fail together are one failure: the next question comes soon', async () => {
  const workers = await start({ one: {} });
  server.refuse(503);
  const release = server.hold();
  const answers = Array.from({ length: 20 }, () => ask(workers, 'one'));
  await until(async () => server.requests.length, (count) => count === 20);
  release();
  for (const { revision } of await Promise.all(answers)) assert.equal(revision, null);
  server.serve(await shopBytes(), 'seven');
  await until(() => ask(workers, 'one'), ({ revision }) => revision === 7);
});

test('where neither the snapshot function nor the server gives one, requests in the pause ask nobody', async () => {
  const workers = await start({ one: { FROM: 'kv' } });
  server.refuse(503);
  for (let i = 0; i < 10; ++i) assert.equal((await ask(workers, 'one')).revision, null);
  assert.ok(server.requests.length < 5, `${server.requests.length} questions`);
});

test('a bundled snapshot answers the first request, and is revalidated behind its response, by waitUntil', async () => {
  const workers = await start({ one: { FROM: 'bundle', MAX_AGE: 60_000 } }, await shopBytes({ revision: 3, overrides: [] }));
  const release = server.hold();
  assert.deepEqual(await ask(workers, 'one'), { revision: 3, checkout: false, warnings: [] });
  await until(async () => server.requests.length, (count) => count === 1);
  for (let i = 0; i < 5; ++i) assert.equal((await ask(workers, 'one')).revision, 3, 'no request waits');
  release();
  assert.equal((await until(() => ask(workers, 'one'), ({ revision }) => revision === 7)).checkout, true);
  assert.equal(server.requests.length, 1, 'the question that outlived its response');
});

test('a bundled snapshot without a server is all that is used', async () => {
  const workers = await start({ one: { PANCAKE_URL: '', FROM: 'bundle', MAX_AGE: 0 } }, await shopBytes());
  for (let i = 0; i < 3; ++i) assert.deepEqual(await ask(workers, 'one'), { revision: 7, checkout: true, warnings: [] });
  assert.equal(server.requests.length, 0);
});
