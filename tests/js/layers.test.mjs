// @ts-check
//
// Layers over snapshots, which the server sends where there are many overrides.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { snapshotFromJson } from 'pancake-flags/json';
import { internal } from './support/internals.mjs';
import { asBase, asLayer, deltaOf, fileOf } from './support/layers.mjs';
import { startServing } from './support/served.mjs';

const { server, create } = await startServing({
  extension: 'shop',
  serverKey: 'key',
  groups: { user: () => '5' },
  pollInterval: 0,
  live: false,
});
/** @type {(known: { file: Uint8Array, base?: any }, delta: Uint8Array) => { bytes: Uint8Array, base?: any }} */
let patched;
/** @type {any} */
let engine;

before(async () => {
  ({ patched } = await internal('delta'));
  const { Engine } = await internal('engine');
  engine = await Engine.load(async () => WebAssembly.compile(readFileSync(new URL('../../build/wasm/pancake.wasm', import.meta.url))));
});

/** @param {Record<string, boolean>} ids what each id of the group `user` has of BETA @param {number} revision */
function snapshotOf(ids, revision) {
  return snapshotFromJson({
    extension: 'shop',
    scope: 'full',
    revision,
    groups: ['user'],
    switches: [{ name: 'OPEN', default: revision % 2 === 0 }],
    flags: [{ name: 'BETA', default: false }, { name: 'OTHER', default: true }],
    overrides: Object.entries(ids).map(([id, on]) => ({ group: 'user', id, flags: { BETA: on } })),
  });
}

/** Base, layer and their file; the base has 1 and 2 on, the layer 2 off and 3 on. @param {number} [revision] */
async function layered(revision = 8) {
  const base = asBase(await snapshotOf({ 1: true, 2: true }, 7));
  const layer = asLayer(base, await snapshotOf({ 2: false, 3: true }, revision));
  return { base, layer, file: fileOf(base, layer) };
}

/** Whether BETA is on for each of these ids. @param {any} snapshot @param {string[]} ids */
const beta = (snapshot, ids) => ids.map((id) => snapshot.answer(snapshot.find(1, 'BETA'), [id], '') & 1);

test('a file with a layer answers with what the layer says, else with what its base says', async () => {
  const { file } = await layered();
  const snapshot = engine.open(file);
  assert.equal(snapshot.revision, 8);
  assert.deepEqual(beta(snapshot, ['1', '2', '3', '4']), [1, 0, 1, 0]);
  assert.equal(snapshot.answer(snapshot.find(0, 'OPEN'), [null], '') & 1, 1, 'states are those of the layer');
  assert.deepEqual([...snapshot.answers(['1'], '')].map((bits) => bits & 1), [1, 1, 1]);
  snapshot.close();
});

test('what one visitor may see is cut out of both', async () => {
  const { file } = await layered();
  const snapshot = engine.open(file);
  for (const id of ['1', '2', '3']) {
    const personal = engine.open(snapshot.personal([id], null));
    assert.equal(personal.scope, 'personal');
    personal.close();
  }
  snapshot.close();
});

test('a base is in memory as long as a layer over it is open', async () => {
  const { layer, file, base } = await layered();
  const first = engine.open(file);
  const next = engine.open(asLayer(base, await snapshotOf({ 4: true }, 9)), first.base);
  first.close();
  assert.deepEqual(beta(next, ['1', '2', '3', '4']), [1, 1, 0, 1]);
  assert.ok(next.base.file.length > 0);
  first.close();
  assert.ok(next.base.file.length > 0, 'closed twice counts once');
  const released = next.base;
  next.close();
  assert.equal(released.file.length, 0);
  assert.throws(() => engine.open(layer, released), { code: 'wrong_checksum' });
});

test('a layer is refused over another base, alone, and when it is damaged, and nothing of it stays', async () => {
  const { base, layer, file } = await layered();
  const other = asBase(await snapshotOf({ 9: true }, 7));
  assert.throws(() => engine.open(fileOf(other, layer)), { code: 'wrong_checksum' });
  assert.throws(() => engine.open(layer), { code: 'wrong_checksum' });
  for (let place = 0; place < file.length; ++place) {
    assert.throws(() => engine.open(file.subarray(0, place)), { name: 'PancakeError' }, `cut at ${place}`);
    if (place >= base.length && place < Math.ceil(base.length / 8) * 8) continue;
    const damaged = file.slice();
    damaged[place] = (damaged[place] ?? 0) ^ 1;
    assert.throws(() => engine.open(damaged), { name: 'PancakeError' }, `byte ${place}`);
  }
  for (let i = 0; i < 300; ++i) assert.throws(() => engine.open(fileOf(other, layer)));
  const again = engine.open(file);
  assert.deepEqual(beta(again, ['1', '2']), [1, 0]);
  again.close();
});

test('a file with a layer over a layer is refused, and nothing of it stays', async () => {
  const { base, layer, file } = await layered();
  const more = fileOf(asBase(layer), layer);
  const memory = () => {
    const opened = engine.open(file);
    const { byteLength } = opened.file.buffer;
    opened.close();
    return byteLength;
  };
  const before = memory();
  for (let i = 0; i < 500; ++i) {
    assert.throws(() => engine.open(fileOf(base, more)), { code: 'wrong_length' });
    assert.throws(() => engine.open(fileOf(file, layer)), { code: 'wrong_length' });
  }
  assert.equal(memory(), before);
});

test('a delta over the same base makes the next layer, whose base is not copied', async () => {
  const { base, layer, file } = await layered();
  const snapshot = engine.open(file);
  const next = asLayer(base, await snapshotOf({ 2: false, 3: true, 5: true }, 9));
  const at = file.length - layer.length;
  const size = at + next.length;
  const all = deltaOf(size, [[0, at, next]]);
  const some = deltaOf(size, [[0, at + 4, next.slice(4, 100)], [at + 100, 0, next.slice(100)]]);
  for (const delta of [all, some]) {
    const made = patched(snapshot, delta);
    assert.equal(made.base, snapshot.base);
    assert.deepEqual(Buffer.from(made.bytes).toString('hex'), Buffer.from(next).toString('hex'));
  }
  const opened = engine.open(patched(snapshot, some).bytes, snapshot.base);
  assert.deepEqual(beta(opened, ['1', '2', '3', '5']), [1, 0, 1, 1]);
  snapshot.close();
  opened.close();
});

test('a client asks for what is different and lays it over, as often as there is something', async () => {
  const { base, layer, file } = await layered();
  server.serve(file, 'eight');
  const { pancake, log } = await create();
  const feature = pancake.flag('BETA');
  assert.equal(feature.isActive(), false);
  const at = file.length - layer.length;
  for (const revision of [9, 10, 11, 12]) {
    const next = asLayer(base, await snapshotOf({ 5: revision % 2 === 1 }, revision));
    server.serve(deltaOf(at + next.length, [[0, at, next]]), `tag ${revision}`);
    assert.equal(await pancake.refresh(), true);
    assert.equal(pancake.revision, revision);
    assert.equal(feature.isActive(), revision % 2 === 1);
    assert.match(server.requests.at(-1)?.url ?? '', new RegExp(`&since=${revision - 1}$`));
  }
  assert.deepEqual(log, []);
});

/** A client that has this file; gives what requires that a delta brings it to revision 9, with BETA on, by one question. @param {Uint8Array} file */
async function clientOf(file) {
  server.serve(file, 'eight');
  const { pancake, log } = await create();
  return async (/** @type {Uint8Array} */ delta) => {
    server.requests.length = 0;
    server.answer(() => delta);
    assert.equal(await pancake.refresh(), true);
    assert.equal(pancake.revision, 9);
    assert.equal(pancake.flag('BETA').isActive(), true);
    assert.equal(server.requests.length, 1);
    assert.deepEqual(log, []);
  };
}

test('a delta to another base is laid over the whole file', async () => {
  const { layer, file } = await layered();
  const requireNext = await clientOf(file);
  const nextBase = asBase(await snapshotOf({ 1: true, 2: true, 5: false }, 8));
  const nextFile = fileOf(nextBase, asLayer(nextBase, await snapshotOf({ 5: true }, 9)));
  const at = file.length - layer.length;
  // Some of the old base and of the old layer are in what is copied.
  const delta = deltaOf(nextFile.length, [[0, 6, nextFile.slice(6, 32)], [at + 32, 4, nextFile.slice(36)]]);
  await requireNext(delta);
});

test('a delta to a snapshot without a layer is laid over the whole file', async () => {
  const { base, file } = await layered();
  const requireNext = await clientOf(file);
  const flat = await snapshotOf({ 5: true }, 9);
  const delta = deltaOf(flat.length, [[0, 4, flat.slice(4, 200)], [base.length - 1, 0, flat.slice(200)]]);
  await requireNext(delta);
});

test('a snapshot function that gives another layer over the same base gives another snapshot', async () => {
  const { base, file } = await layered();
  let given = file;
  const { pancake, log } = await create({ url: undefined, snapshot: async () => given });
  assert.equal(pancake.flag('BETA').isActive(), false);
  assert.equal(await pancake.refresh(), false, 'the same bytes');
  given = fileOf(base, asLayer(base, await snapshotOf({ 5: true }, 9)));
  assert.equal(await pancake.refresh(), true);
  assert.equal(pancake.revision, 9);
  assert.equal(pancake.flag('BETA').isActive(), true);
  assert.deepEqual(log, []);
});
