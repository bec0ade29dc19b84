// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createPancake } from 'pancake-flags';
import { internal } from './support/internals.mjs';
import { keptLog, shopBytes } from './support/snapshots.mjs';

const wasm = () => readFile(new URL('../../build/wasm/pancake.wasm', import.meta.url)).then((bytes) => WebAssembly.compile(bytes));
setFlagsFromString('--expose-gc');
/** @type {() => void} */
const collect = runInNewContext('gc');
/** @type {any} */
let engine;
/** @type {Uint8Array} */
let bytes;

before(async () => {
  const { Engine } = await internal('engine');
  engine = await Engine.load(wasm);
  bytes = await shopBytes();
});

test('a snapshot tells its extension, scope, revision, groups and names', () => {
  const snapshot = engine.open(bytes);
  assert.equal(snapshot.extension, 'pancake');
  assert.equal(snapshot.scope, 'full');
  assert.equal(snapshot.revision, 7);
  assert.deepEqual(snapshot.groups, ['user', 'admin']);
  const names = Array.from({ length: snapshot.featureCount }, (_, feature) => snapshot.name(feature));
  assert.deepEqual(names, ['OPEN', 'CHECKOUT', 'DARK', 'ALL', 'HALF', 'NONE']);
  assert.equal(snapshot.find(1, 'DARK'), 2);
  assert.equal(snapshot.find(0, 'DARK'), -1);
  assert.equal(snapshot.find(1, ''), -1);
  snapshot.close();
});

test('a revision of 53 bits survives', async () => {
  const snapshot = engine.open(await shopBytes({ revision: Number.MAX_SAFE_INTEGER }));
  assert.equal(snapshot.revision, Number.MAX_SAFE_INTEGER);
  snapshot.close();
});

test('every single flipped bit is refused', () => {
  const codes = new Set();
  for (let bit = 0; bit < bytes.length * 8; ++bit) {
    const damaged = bytes.slice();
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    try {
      engine.open(damaged);
    } catch (/** @type {any} */ error) {
      codes.add(error.code);
      continue;
    }
    assert.fail(`bit ${bit} was flipped and the snapshot opened`);
  }
  assert.deepEqual([...codes].sort(), ['not_a_snapshot', 'unsupported_version', 'wrong_checksum', 'wrong_length']);
});

test('every cut and every appended byte is refused', () => {
  for (let length = 0; length < bytes.length; ++length) {
    assert.throws(() => engine.open(bytes.subarray(0, length)), { name: 'PancakeError' }, `cut at ${length}`);
  }
  for (let more = 1; more < 64; ++more) {
    const longer = new Uint8Array(bytes.length + more);
    longer.set(bytes);
    assert.throws(() => engine.open(longer), { name: 'PancakeError' }, `${more} bytes more`);
  }
});

test('random bytes behind a right header are refused without a trap', () => {
  let seed = 42;
  const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) >>> 24;
  for (let i = 0; i < 2_000; ++i) {
    const noise = Uint8Array.from({ length: 32 + random() * 2 }, random);
    noise.set(bytes.subarray(0, 8 * (i % 5)));
    assert.throws(() => engine.open(noise), { name: 'PancakeError' });
  }
});

test('a damaged update leaves the snapshot in use and warns once', async () => {
  const log = keptLog();
  let served = bytes;
  const fetched = () => Promise.resolve(new Response(/** @type {any} */ (served), { headers: { ETag: '"1"' } }));
  const pancake = await createPancake({ url: 'http://flags', fetch: fetched, pollInterval: 0, live: false, logger: log });
  assert.equal(pancake.switch('OPEN').isActive(), true);
  served = bytes.slice(0, -1);
  assert.equal(await pancake.refresh(), false);
  assert.equal(await pancake.refresh(), false);
  assert.equal(pancake.switch('OPEN').isActive(), true);
  assert.deepEqual(log.lines, ['pancake: the snapshot is refused [wrong_length]']);
  pancake.close();
});

test('a personal snapshot holds what one visitor may see, and answers it as its source does', async () => {
  /** @param {string} name @param {object} more */
  const client = (name, more) => ({ name, client: true, ...more });
  const source = engine.open(
    await shopBytes({
      switches: [{ name: 'HIDDEN', default: true }, client('OPEN', { default: true })],
      flags: [{ name: 'SECRET', default: true }, client('CHECKOUT', { default: false }), client('DARK', { default: true })],
      samples: [client('HALF', { default: 50 }), { name: 'INNER', default: 50 }, client('NONE', { default: 0 })],
      overrides: [
        { group: 'user', id: 'alice-42', flags: { SECRET: false, CHECKOUT: true } },
        { group: 'user', id: 'bob-43', flags: { DARK: false } },
        { group: 'admin', id: 'yes', flags: { CHECKOUT: false, DARK: false } },
      ],
    }),
  );
  const shown = ['OPEN', 'CHECKOUT', 'DARK', 'HALF', 'NONE'].map((name, feature) => ({ name, kind: [0, 1, 1, 2, 2][feature] }));
  for (const ids of [['alice-42', null], ['bob-43', 'yes'], ['unknown', null], [null, 'yes'], [null, null]]) {
    for (const key of ['', 'abc', 'ü'.repeat(300), null]) {
      const what = JSON.stringify({ ids, key: key?.slice(0, 3) });
      const made = source.personal(ids, key);
      const personal = engine.open(made);
      assert.equal(personal.scope, 'personal', what);
      assert.equal(personal.extension, 'pancake', what);
      assert.equal(personal.revision, 7, what);
      assert.deepEqual(personal.groups, ['user', 'admin'], what);
      assert.equal(personal.featureCount, shown.length, what);
      shown.forEach(({ name, kind }, feature) => {
        assert.equal(personal.find(kind, name), feature, what);
        const { bits, group } = personal.explain(feature, ids, key ?? 'later');
        const expected = source.explain(source.find(kind, name), ids, key ?? 'later');
        const reason = key !== null && kind === 2 ? 5 : expected.bits >> 1;
        assert.equal(bits, (expected.bits & 1) | (reason << 1), `${what} ${name}`);
        assert.equal(group, expected.group, `${what} ${name}`);
      });
      const text = Buffer.from(made).toString('latin1');
      for (const word of ['HIDDEN', 'SECRET', 'INNER', 'alice-42', 'bob-43', 'yes', 'unknown']) {
        const isOwn = word !== 'unknown' && ids.includes(word);
        assert.equal(text.includes(word), isOwn, `${what}: ${word}`);
      }
      personal.close();
    }
  }
  source.close();
  assert.throws(() => source.personal([null, null], null), { code: 'engine_failed' });
});

test('texts of any length and script come through', () => {
  const snapshot = engine.open(bytes);
  for (const id of ['', '42', 'ü', '🥞'.repeat(2_000), '\0', 'x'.repeat(100_000), '\ud800']) {
    const checkout = snapshot.explain(1, [id, null], '🥞 key');
    assert.equal(checkout.bits & 1, id === '42' ? 1 : 0, JSON.stringify(id.slice(0, 10)));
  }
  snapshot.close();
});

test('of a visitor without ids nothing is written into a snapshot that was opened since', () => {
  const earlier = engine.open(bytes);
  for (const key of ['', 'abc']) {
    earlier.answers([null, null], key);
    const later = engine.open(bytes);
    later.answers([null, null], key);
    for (let feature = 0; feature < later.featureCount; ++feature) {
      assert.equal(later.name(feature), earlier.name(feature));
      assert.deepEqual(later.explain(feature, ['42', 'yes'], key), earlier.explain(feature, ['42', 'yes'], key));
    }
    later.close();
  }
  earlier.close();
});

test('the module trusts no length, index or handle', async () => {
  const { startModule } = await internal('wasm_module');
  const { default: start } = await import('../../wasm/start.js');
  const module = await startModule(start, wasm);
  const address = module.reserve(bytes.length);
  module.bytes.set(bytes, address);
  const handle = module.adopt();
  assert.ok(handle >= 256);
  assert.equal(module.adopt(), 0, 'the input was taken over: not_a_snapshot');

  // The lengths of the texts, then slots of 16 bytes: CHECKOUT is on for user 42.
  const input = module.reserve(64);
  const none = 0xffffffff;
  /** @param {number[]} lengths */
  const setLengths = (...lengths) => module.words.set(lengths, input >>> 2);
  const checkout = (/** @type {number} */ slotSize) => module.words[module.explain(handle, 1, slotSize) >>> 2] & 1;
  module.bytes.fill(0x34, input, input + 64);
  module.bytes.set([0x34, 0x32], input + 16);
  setLengths(2, none, 0);
  assert.equal(checkout(16), 1);
  for (const length of [0, 1, 3, 48, 49, 50, 0x7fffffff, 0xfffffffe, none]) {
    setLengths(length, none, 0);
    assert.equal(checkout(16), 0, `an id of ${length} bytes`);
  }
  setLengths(2, none, 0);
  for (const slotSize of [0, 15, 63, 64, 0x7fffffff, 0xffffffff]) assert.equal(checkout(slotSize), 0, `slots of ${slotSize} bytes`);
  setLengths(2, 0x7fffffff, 0xfffffffe);
  assert.equal(checkout(16), 1, 'another id and a key that are not there');
  assert.equal(module.find(handle, 3, 16), -1);
  assert.equal(module.find(handle, 0, 0xffffffff), -1);
  assert.ok(module.evaluate(handle, 0xffffffff) !== 0);
  assert.ok(module.doubles[module.draw(0xffffffff) >>> 3] >= 0);
  assert.equal(module.words[module.explain(handle, 6, 16) >>> 2], 0, 'no such feature: reason unknown');
  module.reserve(0);
  assert.equal(checkout(16), 0, 'no input at all');

  assert.equal(module.release(handle), 1);
  assert.equal(module.release(handle), 0);
  assert.equal(module.describe(handle), 0);
  assert.equal(module.find(handle, 0, 16), -1);
  assert.equal(module.evaluate(handle, 16), 0);
  for (const call of [module.explain, module.personal]) assert.equal(call(handle, 0, 16), 0);
});

test('more memory than there is gives an error, and the engine goes on', () => {
  /** Says that it is as long as its header does. */
  class Huge extends Uint8Array {
    /** @override */
    get length() {
      return 0xffffffff;
    }
  }
  const huge = new Huge(32);
  new DataView(huge.buffer).setUint32(24, 0xffffffff, true);
  assert.throws(() => engine.open(huge), { code: 'out_of_memory' });
  const snapshot = engine.open(bytes);
  assert.equal(snapshot.featureCount, 6);
  snapshot.close();
});

test('what a Pancake was given is not held beside the copy that it opened', async () => {
  const given = async () => {
    const snapshot = new Uint8Array(bytes);
    const pancake = await createPancake({ snapshot, groups: { user: () => '42' } });
    return { pancake, left: new WeakRef(snapshot) };
  };
  const { pancake, left } = await given();
  // A WeakRef holds until the turn that made it is over.
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  assert.equal(left.deref(), undefined);
  assert.equal(pancake.flag('CHECKOUT').isActive(), true);
  pancake.close();
});

test('opening and closing ten thousand times takes no more memory', () => {
  // Copies that nobody holds any more would count until the collector comes by itself.
  const used = () => {
    collect();
    return process.memoryUsage().arrayBuffers;
  };
  const before = used();
  for (let i = 0; i < 10_000; ++i) {
    const snapshot = engine.open(bytes);
    snapshot.answers([null, null], 'abc');
    snapshot.personal(['42', null], 'abc');
    snapshot.close();
  }
  const grown = used() - before;
  assert.ok(grown < 1_000_000, `grew by ${grown} bytes`);
});

test('a closed snapshot has no bytes, whatever lies where they were', () => {
  const closed = engine.open(bytes);
  assert.deepEqual(Buffer.from(closed.file), Buffer.from(bytes));
  closed.close();
  const other = engine.open(bytes);
  assert.equal(closed.file.length, 0);
  other.close();
});
