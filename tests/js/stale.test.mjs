// @ts-check
//
// A page's bundle in Node, with a storage of the test's.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { keptLog, shopBytes } from './support/snapshots.mjs';
import { until } from './support/until.mjs';

const hour = 3_600_000;
/** What the server answers: bytes with a tag, or nothing. @type {{ bytes: Uint8Array, etag: string } | null} */
let served = null;
/** @type {Map<string, string>} */
const stored = new Map();
/** @type {any[]} */
const open = [];

beforeEach(async () => {
  stored.clear();
  served = { bytes: await shopBytes(), etag: '"first"' };
  const localStorage = {
    getItem: (/** @type {string} */ name) => stored.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ value) => void stored.set(name, value),
    removeItem: (/** @type {string} */ name) => void stored.delete(name),
  };
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: localStorage });
});
afterEach(() => {
  for (const pancake of open.splice(0)) pancake.close();
});

/** @param {any} [options] */
async function create(options) {
  const { createPancake } = await import(/** @type {any} */ ('../../js/dist/pancake.js'));
  const fetch = async (/** @type {string} */ _url, /** @type {RequestInit} */ { headers }) => {
    // No runtime fails before what called it goes on.
    await new Promise((resolve) => setTimeout(resolve));
    if (served === null) throw new TypeError('fetch failed');
    const { bytes, etag } = served;
    if (new Headers(headers).get('If-None-Match') === etag) return new Response(null, { status: 304 });
    return new Response(/** @type {any} */ (bytes), { headers: { ETag: etag } });
  };
  const pancake = await createPancake({ url: 'http://flags', live: false, pollInterval: hour, fetch, logger: keptLog(), ...options });
  open.push(pancake);
  /** @type {any[]} */
  const told = [];
  for (const name of ['change', 'stale']) pancake.on(name, (/** @type {any} */ event) => told.push([name, event]));
  return { pancake, told, names: () => told.map(([name]) => name) };
}

test('a failure tells nothing while the last success is younger than three intervals', async () => {
  const { pancake, names } = await create();
  served = null;
  for (let i = 0; i < 3; ++i) await pancake.refresh();
  assert.deepEqual(names(), []);
});

test('failures for longer than three intervals are told once, with the time since the server was heard', async () => {
  const { pancake, told, names } = await create({ pollInterval: 10 });
  served = null;
  await until(() => told.length === 1);
  for (let i = 0; i < 3; ++i) await pancake.refresh();
  assert.deepEqual(names(), ['stale']);
  assert.ok(told[0][1].age > 30, `${told[0][1].age} ms`);
});

test('the last known good of an earlier page is stale at the first failure, as old as it was kept', async () => {
  await create();
  const [[name = '', value = ''] = []] = stored;
  stored.set(name, value.replace(/\n\d+\n/, `\n${Date.now() - 2 * hour}\n`));
  served = null;
  const { pancake, told, names } = await create();
  assert.equal(pancake.switch('OPEN').isActive(), true);
  await until(() => told.length === 1);
  const { age } = told[0][1];
  assert.ok(age >= 2 * hour && age < 2 * hour + 60_000, `${age} ms`);
  await pancake.refresh();
  assert.deepEqual(names(), ['stale']);

  // The server says that it is still the same.
  served = { bytes: await shopBytes(), etag: '"first"' };
  await pancake.refresh();
  assert.deepEqual(told.slice(1), [['change', { revision: 7, features: [] }]]);
  served = null;
  await pancake.refresh();
  assert.deepEqual(names(), ['stale', 'change'], 'one failure after that is nothing yet');
});

test('a clock that went back makes no age below nothing', async () => {
  await create();
  const [[name = '', value = ''] = []] = stored;
  stored.set(name, value.replace(/\n\d+\n/, `\n${Date.now() + hour}\n`));
  served = null;
  const { told } = await create();
  await until(() => told.length === 1);
  assert.equal(told[0][1].age, 0);
});

test('what is kept names nobody, and is found again for odd ids and for no other one', async () => {
  const ids = ['ann@shop.example', 'line\u2028separator', 'a\nb', 'Aa', 'BB'];
  for (const id of ids) {
    await create({ groups: { user: () => id }, visitor: id });
    const [[name = '', value = ''] = []] = stored;
    assert.ok(!`${name}${value}`.includes(id), JSON.stringify(id));
    for (const other of [...ids.filter((each) => each !== id), id]) {
      const { bytes, etag } = /** @type {any} */ (served);
      served = null;
      stored.set(name, value);
      const { pancake } = await create({ groups: { user: () => other }, visitor: other, timeout: 50 });
      assert.equal(pancake.revision, other === id ? 7 : null, JSON.stringify([id, other]));
      served = { bytes, etag };
    }
  }
});

test('where WebAssembly is refused a page asks once, tells one warning, and asks no more', async () => {
  const log = keptLog();
  let questions = 0;
  const fetch = async () => {
    questions += 1;
    return new Response(/** @type {any} */ (await shopBytes()));
  };
  // What cannot be instantiated, as under a policy.
  const { pancake } = await create({ pollInterval: 5, fetch, logger: log, wasm: {} });
  assert.equal(pancake.switch('OPEN', { default: true }).isActive(), true);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(questions, 1);
  assert.match(log.lines.join(), /^[^,]*\[wasm_unavailable\]$/);
});
