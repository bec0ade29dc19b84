// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pancake } from '../support/cli.mjs';
import { parseExposition, valueOf } from '../support/exposition.mjs';
import { startServer } from '../support/server.mjs';

const definitions = { extensions: { pancake: { samples: { PERCENT: { default: 1 } } } } };

/** @param {import('node:test').TestContext} t */
function newPlace(t) {
  const folder = mkdtempSync(join(tmpdir(), 'pancake-state-'));
  /** @type {import('../support/server.mjs').Server[]} */
  const running = [];
  // A server that lives would write in it again.
  t.after(async () => {
    await Promise.all(running.map((server) => server.stop('SIGKILL')));
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, 'pancake.json');
  writeFileSync(file, JSON.stringify(definitions));
  const database = join(folder, 'flags.db');
  const state = join(folder, 'state');
  const store = ['--store', `sqlite:${database}`, '--definitions', file];
  const placeArgs = [...store, '--state-dir', state];
  return {
    folder,
    database,
    state,
    args: placeArgs,
    serve: async (args = placeArgs) => {
      const server = await startServer({ args });
      running.push(server);
      return server;
    },
    set: async (/** @type {number} */ value) => {
      const done = await pancake([...store, 'samples', 'set', 'PERCENT', String(value)]);
      assert.equal(done.code, 0, done.stderr);
    },
    lose: () => ['', '-wal', '-shm'].forEach((part) => rmSync(database + part, { force: true })),
  };
}

/** @param {import('../support/server.mjs').Server} server */
async function ready(server) {
  const response = await fetch(`${server.url}/readyz`);
  const body = /** @type {any} */ (await response.json());
  return { status: response.status, ...body.extensions.pancake };
}

/** @param {import('../support/server.mjs').Server} server */
async function snapshot(server) {
  const response = await fetch(`${server.url}/snapshot/pancake?scope=full`, { headers: { Accept: 'application/json' } });
  return /** @type {any} */ (await response.json());
}

/** @param {() => Promise<unknown>} condition */
async function until(condition) {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    assert.ok(Date.now() < end, `in time: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('the state of one store is not served for another that cannot be reached', async (t) => {
  const place = newPlace(t);
  await place.set(33);
  const first = await place.serve();
  await until(async () => (await ready(first)).revision === 1);
  await first.stop();
  const served = JSON.stringify(await (await startAndStop(place.args, snapshot)));

  assert.ok(served.includes('33'), served);
  const other = await place.serve([...place.args.slice(2), '--store', 'redis://127.0.0.1:1/0']);
  t.after(() => other.stop());
  await other.logsMatch(/trying again/);
  assert.equal((await ready(other)).status, 503, 'the state of another store is not served');
});

test('a SQLite file that is deleted while the server is down is held until it is beyond what was served', async (t) => {
  const place = newPlace(t);
  for (const value of [11, 22, 33]) await place.set(value);
  const first = await place.serve();
  await until(async () => (await ready(first)).revision === 3);
  await first.stop();

  place.lose();
  const second = await place.serve();
  await until(async () => (await ready(second)).held !== null);
  const held = await ready(second);
  assert.deepEqual({ ...held, age_seconds: 0, held: '' }, { status: 200, revision: 3, age_seconds: 0, connected: true, source: 'disk', held: '', problems: 0 });
  assert.ok(held.age_seconds > 0);
  assert.match(held.held, /revision 0, and 3 is served/);
  assert.match(JSON.stringify(await snapshot(second)), /33/);
  const metrics = parseExposition(await (await fetch(`${second.url}/metrics`)).text());
  assert.equal(valueOf(metrics, 'pancake_store_held', { extension: 'pancake' }), 1);
  assert.equal(valueOf(metrics, 'pancake_state_from_disk', { extension: 'pancake' }), 1);
  assert.equal(valueOf(metrics, 'pancake_revision', { extension: 'pancake' }), 3);

  // New changes count from 1 again: they are believed once they are beyond what was served.
  for (const value of [44, 55, 66]) await place.set(value);
  assert.equal((await ready(second)).revision, 3);
  await place.set(77);
  await until(async () => (await ready(second)).revision === 4);
  assert.equal((await ready(second)).held, null);
  assert.equal((await ready(second)).source, 'store');
});

test('a SQLite file that was deleted with most of what is served is taken over by accept-store-state', async (t) => {
  const place = newPlace(t);
  const change = async (/** @type {string[]} */ ...words) => {
    const done = await pancake([...place.args.slice(0, 4), ...words]);
    assert.equal(done.code, 0, done.stderr);
  };
  for (const name of ['A', 'B', 'C', 'D']) await change('switches', 'define', name, '--default', 'on');
  const server = await place.serve();
  await until(async () => (await ready(server)).revision === 4);
  place.lose();
  await server.logsMatch(/the file is gone/);
  await place.set(11);
  await until(async () => (await ready(server)).held !== null);
  await change('accept-store-state', '--yes');
  await until(async () => (await ready(server)).held === null);
  assert.ok((await ready(server)).revision > 1e15, 'it counts on from the clock');
  await place.set(22);
  const { revision } = await ready(server);
  await until(async () => (await ready(server)).revision > revision || /22/.test(JSON.stringify(await snapshot(server))));
  assert.equal((await ready(server)).held, null);
});

test('a SQLite file that is replaced by an older backup while the server runs is held', async (t) => {
  const place = newPlace(t);
  await place.set(11);
  const backup = readFileSync(place.database);
  for (const value of [22, 33]) await place.set(value);
  const server = await place.serve();
  await until(async () => (await ready(server)).revision === 3);

  place.lose();
  await server.logsMatch(/the file is gone/);
  assert.equal((await ready(server)).connected, false);
  writeFileSync(place.database, backup);
  await until(async () => (await ready(server)).held !== null);
  assert.match(JSON.stringify(await snapshot(server)), /33/);
  assert.equal((await ready(server)).revision, 3);
});

test('a server that is killed at any moment while revisions are written leaves a whole file', async (t) => {
  const place = newPlace(t);
  let last = 0;
  for (let round = 0; round < 25; round += 1) {
    const server = await place.serve();
    await until(async () => (await ready(server)).status === 200);
    const before = await ready(server);
    assert.ok(before.revision >= last, `round ${round}: ${before.revision} after ${last}`);
    await Promise.all([place.set(round), place.set(round + 0.5)]);
    last = Math.max(last, (await ready(server)).revision);
    await server.stop('SIGKILL');
    assert.doesNotMatch(server.logs(), /is not used/);
  }
  const files = readdirSync(place.state);
  const server = await place.serve();
  await server.stop();
  assert.doesNotMatch(server.logs(), /is not used/);
  assert.deepEqual(readdirSync(place.state).filter((name) => !name.endsWith('.state')), [], `left over of ${files}`);
});

test('a damaged file is named, kept aside and not served', async (t) => {
  const place = newPlace(t);
  await place.set(33);
  await startAndStop(place.args, (server) => until(async () => (await ready(server)).revision === 1));
  const [name] = readdirSync(place.state);
  const path = join(place.state, name);
  const bytes = readFileSync(path);
  bytes[bytes.length - 3] ^= 1;
  writeFileSync(path, bytes);
  const logs = await startAndStop(place.args, async (server) => server.logs());
  assert.match(logs, /is not used: its checksum is wrong/);
  assert.ok(readdirSync(place.state).includes(`${name}.damaged`));
});

test('a folder that cannot be written to costs a warning and a metric, and everything goes on', async (t) => {
  const place = newPlace(t);
  writeFileSync(place.state, 'a file where the folder should be');
  await place.set(33);
  const server = await place.serve();
  await server.logsMatch(/the last known good state cannot be kept: .*Not a directory/);
  await place.set(44);
  await until(async () => (await ready(server)).revision === 2);
  const metrics = parseExposition(await (await fetch(`${server.url}/metrics`)).text());
  assert.ok(valueOf(metrics, 'pancake_last_known_good_write_failures_total') >= 1);
});

test('nothing is kept of a store in memory, or with an empty --state-dir', async (t) => {
  const place = newPlace(t);
  await place.set(33);
  for (const args of [
    [...place.args, '--store', 'memory:'],
    [...place.args, '--state-dir', ''],
  ]) {
    await startAndStop(args, (server) => until(async () => (await ready(server)).status === 200));
  }
  assert.ok(!readdirSync(place.folder).includes('state'), String(readdirSync(place.folder)));
});

/**
 * @template T
 * @param {string[]} args
 * @param {(server: import('../support/server.mjs').Server) => Promise<T>} work
 */
async function startAndStop(args, work) {
  const server = await startServer({ args });
  try {
    await until(async () => (await fetch(`${server.url}/readyz`)).status === 200);
    return await work(server);
  } finally {
    await server.stop();
  }
}
