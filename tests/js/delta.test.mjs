// @ts-check
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { createPancake } from 'pancake-flags';
import { snapshotFromJson } from 'pancake-flags/json';
import { seeded } from '../support/seeded.mjs';
import { internal } from './support/internals.mjs';
import { startServing } from './support/served.mjs';

/** @type {{ cases: { title: string, from: any, to: any, hex: string }[] }} */
const { cases } = JSON.parse(readFileSync(new URL('../vectors/deltas.json', import.meta.url), 'utf8'));
const { server, open, create } = await startServing({ extension: 'shop', visitor: '7', pollInterval: 0, live: false });
/** @type {(known: { file: Uint8Array, base?: any }, delta: Uint8Array) => { bytes: Uint8Array }} */
let patched;

before(async () => ({ patched } = await internal('delta')));

/** A Pancake that has the first of the two snapshots of a case. @param {any} from */
async function createWith(from) {
  server.serve(await snapshotFromJson(from), 'seven');
  const made = await create();
  assert.equal(made.pancake.revision, 7);
  return made;
}

for (const { title, from, to, hex } of cases) {
  test(`a delta makes the bytes of the later snapshot: ${title}`, async () => {
    const { bytes: made } = patched({ file: await snapshotFromJson(from) }, Buffer.from(hex, 'hex'));
    assert.deepEqual(Buffer.from(made).toString('hex'), Buffer.from(await snapshotFromJson(to)).toString('hex'));
  });

  test(`a client that has a snapshot asks for what is different, and lays it over: ${title}`, async () => {
    const { pancake, log } = await createWith(from);
    const names = [...to.switches, ...to.flags, ...to.samples].map(({ name }) => name);
    server.serve(Buffer.from(hex, 'hex'), 'eight');
    assert.equal(await pancake.refresh(), true);
    assert.equal(pancake.revision, 8);
    const { url, headers } = /** @type {import('node:http').IncomingMessage} */ (server.requests.at(-1));
    assert.match(url ?? '', /&since=7$/);
    assert.equal(headers['if-none-match'], '"seven"');

    const whole = await createPancake({ snapshot: await snapshotFromJson(to), extension: 'shop', visitor: '7' });
    open.push(whole);
    for (const name of names) {
      const { isActive, reason } = pancake.explain(name);
      const expected = whole.explain(name);
      assert.deepEqual([name, isActive, reason], [name, expected.isActive, expected.reason]);
    }
    // The next question is about the tag that came with the delta.
    assert.equal(await pancake.refresh(), false);
    assert.deepEqual(log, []);
  });
}

test('the first snapshot of all is asked for whole', async () => {
  await createWith(cases[0]?.from);
  assert.doesNotMatch(server.requests[0]?.url ?? '', /since/);
});

test('where a delta is for another snapshot, the whole one is asked for at once', async () => {
  const { from, hex } = /** @type {any} */ (cases[0]);
  const { pancake, log } = await createWith({ ...from, switches: from.switches.toReversed() });
  const whole = await snapshotFromJson({ ...from, revision: 8 });
  server.answer((request) => (request.url?.includes('since') ? Buffer.from(hex, 'hex') : whole));
  assert.equal(await pancake.refresh(), true);
  assert.equal(pancake.revision, 8);
  assert.deepEqual(server.requests.slice(-2).map(({ url }) => url?.includes('since')), [true, false]);
  assert.deepEqual(log, []);
});

test('a delta that is damaged makes no snapshot, and nothing throws', async () => {
  const seed = randomInt(2 ** 31);
  const random = seeded(seed);
  const below = (/** @type {number} */ n) => Math.floor(random() * n);
  const { Engine } = await internal('engine');
  const engine = await Engine.load(async () => WebAssembly.compile(readFileSync(new URL('../../build/wasm/pancake.wasm', import.meta.url))));
  const { from, to, hex } = /** @type {any} */ (cases[2]);
  const base = await snapshotFromJson(from);
  const expected = Buffer.from(await snapshotFromJson(to)).toString('hex');
  const good = Buffer.from(hex, 'hex');
  let refused = 0;
  for (let i = 0; i < 3_000; ++i) {
    const damaged = Uint8Array.from(good.subarray(0, below(4) === 0 ? below(good.length) : good.length));
    for (let n = below(4); n > 0 && damaged.length > 0; --n) damaged[below(damaged.length)] = below(256);
    const { bytes: made } = patched({ file: base }, damaged);
    try {
      engine.open(made).close();
      assert.equal(Buffer.from(made).toString('hex'), expected, `seed ${seed}, round ${i}`);
    } catch (/** @type {any} */ error) {
      assert.equal(error.name, 'PancakeError', `seed ${seed}, round ${i}: ${error}`);
      ++refused;
    }
  }
  assert.ok(refused > 1_000, `${refused} refused`);
});
