// @ts-check
//
// Programs that listen: in Node, Deno and Bun a stream is heard and keeps no process alive.
import assert from 'node:assert/strict';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { createPancake } from 'pancake-flags';
import { startChild } from '../support/child.mjs';
import { shopBytes } from './support/snapshots.mjs';
import { startServing } from './support/served.mjs';
import { until } from './support/until.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const hour = 3_600_000;

const { server, create } = await startServing({ pollInterval: hour });

const changed = () => shopBytes({ revision: 8, flags: [{ name: 'CHECKOUT', default: true }], overrides: [] });

test('a change is heard at once', async () => {
  const { pancake, log } = await create();
  await until(() => server.streams.size === 1);
  server.serve(await changed(), 'second');
  server.tell(8);
  await until(() => pancake.flag('CHECKOUT').isActive());
  assert.equal(server.requests.length, 2);
  assert.deepEqual(log, []);
});

test("an application's own fetch is used for streams too", async () => {
  /** @type {string[]} */
  const urls = [];
  const own = (/** @type {string} */ url, /** @type {RequestInit} */ init) => (urls.push(new URL(url).pathname), fetch(url, init));
  const { pancake } = await create({ fetch: own });
  await until(() => server.streams.size === 1);
  assert.deepEqual(urls, ['/snapshot/pancake', '/events/pancake']);
  server.serve(await changed(), 'second');
  server.tell(8);
  await until(() => pancake.flag('CHECKOUT').isActive());
});

test('close() and an abort signal end the stream', async () => {
  const { pancake } = await create();
  const ending = new AbortController();
  await create({ signal: ending.signal });
  await until(() => server.streams.size === 2);
  pancake.close();
  await until(() => server.streams.size === 1);
  ending.abort();
  await until(() => server.streams.size === 0);
});

test('live: false and the end before the start open no stream', async () => {
  await create({ live: false });
  await create({ signal: AbortSignal.abort() });
  const { pancake } = await create({ url: undefined, snapshot: await shopBytes() });
  assert.equal(await pancake.refresh(), false);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(server.streams.size, 0);
});

/** @param {string} runtime @param {string} program */
function run(runtime, program) {
  const [file, ...words] = /** @type {Record<string, string[]>} */ ({
    node: [process.execPath, '--input-type=module', '-e'],
    deno: [`${root}node_modules/.bin/deno`, 'eval'],
    bun: [`${root}node_modules/.bin/bun`, '-e'],
  })[runtime] ?? [];
  const text = `
    import { createPancake } from ${JSON.stringify(pathToFileURL(`${root}js/dist/node.js`).href)};
    const pancake = await createPancake({ url: '${server.url}', pollInterval: ${hour} });
    ${program}`;
  return startChild(String(file), [...words, text], { cwd: root });
}

for (const runtime of ['node', 'deno', 'bun']) {
  test(`${runtime}: a program that listens hears changes, and ends when it has nothing else to do`, async () => {
    const child = run(runtime, `
      const work = setInterval(() => {}, 1_000);
      pancake.on('change', ({ revision, features }) => {
        console.log('changed', revision, ...features);
        clearInterval(work);
      });
      console.log('listens');`);
    await child.sees(/listens/);
    await until(() => server.streams.size === 1);
    server.serve(await changed(), 'second');
    server.tell(8);
    await child.sees(/changed 8 CHECKOUT DARK/);
    const { code } = await child.ended;
    assert.equal(code, 0, child.output());
  });

  test(`${runtime}: a program that asks once ends by itself`, async () => {
    const child = run(runtime, `console.log(pancake.switch('OPEN').isActive());`);
    const { code } = await child.ended;
    assert.equal(child.output().trim(), 'true');
    assert.equal(code, 0);
  });
}

test('durations without an end are as long as a timer can be, and not none', async () => {
  const endless = { pollInterval: Infinity, timeout: Infinity, requestTimeout: Infinity };
  const { pancake, log } = await create(endless);
  await create({ ...endless, pollInterval: 1e9, live: false });
  await until(() => server.streams.size === 1);
  // With a living stream the pause is ten times as long.
  server.serve(await changed(), 'second');
  server.tell(8);
  await until(() => pancake.revision === 8);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(server.requests.length, 3);
  assert.deepEqual(log, []);
});
