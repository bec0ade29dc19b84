// @ts-check
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { createPancake } from 'pancake-flags';
import { startSnapshotServer } from './support/snapshot_server.mjs';
import { keptLog, shopBytes } from './support/snapshots.mjs';
import { until } from './support/until.mjs';

/** @type {import('./support/snapshot_server.mjs').SnapshotServer} */
let server;
/** @type {{ close(): void }[]} */
let made = [];

beforeEach(async () => (server = await startSnapshotServer()));
afterEach(() => {
  server.close();
  for (const pancake of made) pancake.close();
  made = [];
});

/** @param {any} options */
async function create(options) {
  const log = keptLog();
  const pancake = await createPancake({ pollInterval: 0, live: false, logger: log, ...options });
  made.push(pancake);
  return { pancake, log: log.lines };
}

test('a snapshot function is asked at each refresh; only another snapshot is a change', async () => {
  const given = [await shopBytes(), await shopBytes(), (await shopBytes({ revision: 8 })).buffer];
  let calls = 0;
  const { pancake, log } = await create({ snapshot: () => given[Math.min(calls++, 2)] });
  assert.equal(pancake.revision, 7);
  assert.equal(await pancake.refresh(), false, 'the same bytes');
  assert.equal(await pancake.refresh(), true);
  assert.equal(pancake.revision, 8);
  assert.equal(calls, 3);
  assert.deepEqual(log, []);
});

test('a snapshot function is asked again and again', async () => {
  let revision = 1;
  const { pancake } = await create({ snapshot: () => shopBytes({ revision: revision++ }), pollInterval: 20 });
  await until(() => (pancake.revision ?? 0) > 3);
});

test('errors, nulls, nonsense and silence of a snapshot function keep the old state, with one warning each', async () => {
  const good = await shopBytes();
  /** @type {() => any} */
  let give = () => good;
  const { pancake, log } = await create({ snapshot: () => give(), requestTimeout: 30 });
  for (const [bad, code] of /** @type {[() => any, string][]} */ ([
    [() => null, 'fetch_failed'],
    [() => { throw new Error('away'); }, 'fetch_failed'],
    [() => Promise.reject(new Error('rejected')), 'fetch_failed'],
    [() => new Uint8Array(9), 'not_a_snapshot'],
    [() => new Promise(() => {}), 'timeout'],
  ])) {
    log.length = 0;
    give = bad;
    for (let i = 0; i < 3; ++i) assert.equal(await pancake.refresh(), false);
    assert.equal(log.length, 1, log.join('\n'));
    assert.ok(log[0]?.endsWith(`[${code}]`), log[0]);
    assert.equal(pancake.revision, 7);
    assert.equal(pancake.flag('DARK').isActive(), true);
  }
});

test('with a server the function gives the first snapshot, without waiting for the server', async () => {
  server.serve(await shopBytes({ revision: 8 }), 'eight');
  const release = server.hold();
  let calls = 0;
  const { pancake, log } = await create({ url: server.url, snapshot: () => (calls++, shopBytes()) });
  assert.equal(pancake.revision, 7);
  release();
  await until(() => pancake.revision === 8);
  await pancake.refresh();
  assert.equal(calls, 1);
  assert.deepEqual(server.requests.map(({ headers }) => headers['if-none-match']), [undefined, '"eight"']);
  assert.deepEqual(log, []);
});

test('with a server a function that gives nothing leaves the first snapshot to the server', async () => {
  server.serve(await shopBytes(), 'seven');
  const { pancake, log } = await create({ url: server.url, snapshot: async () => null });
  assert.equal(pancake.revision, 7);
  assert.deepEqual(log, ['pancake: the snapshot function gave nothing [fetch_failed]']);
});
