// @ts-check
//
// Damaged snapshots whose length and checksum are made right again: only the verifier is left to
// refuse them. The checksum is of an XXH64 that is not ours.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import xxhash from 'xxhash-wasm';
import { seeded } from '../support/seeded.mjs';
import { internal } from './support/internals.mjs';
import { shopBytes } from './support/snapshots.mjs';

const { h64Raw } = await xxhash();
/** Where the checksum is, what it covers, the payload's length, and the payload of this extension's name. */
const [checksum, covered, length, payload] = [8, 16, 24, 40];

/** @type {any} */
let engine;
/** @type {Uint8Array} */
let good;

before(async () => {
  const { Engine } = await internal('engine');
  engine = await Engine.load(async () => WebAssembly.compile(await readFile(new URL('../../build/wasm/pancake.wasm', import.meta.url))));
  good = await shopBytes();
});

/**
 * A copy with this change, its length and checksum made right.
 * @param {(bytes: Uint8Array, view: DataView) => Uint8Array | void} change
 */
function changed(change) {
  const copy = good.slice();
  const bytes = change(copy, new DataView(copy.buffer)) ?? copy;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(length, BigInt(bytes.length - payload), true);
  view.setBigUint64(checksum, h64Raw(bytes.subarray(covered), view.getBigUint64(0, true)), true);
  return bytes;
}

/** The code of a refusal; null for bytes that were opened, and which then answer whatever they are asked. @param {Uint8Array} bytes */
function refusalOf(bytes) {
  let snapshot;
  try {
    snapshot = engine.open(bytes);
  } catch (/** @type {any} */ error) {
    return error.code;
  }
  const ids = snapshot.groups.map(() => '42');
  snapshot.answers(ids, 'abc');
  snapshot.personal(ids, 'abc');
  for (let feature = 0; feature < snapshot.featureCount; ++feature) {
    snapshot.name(feature);
    snapshot.explain(feature, ids, 'abc');
  }
  snapshot.close();
  return null;
}

test('with its checksum made right an undamaged snapshot is the same', () => {
  assert.deepEqual(changed(() => {}), good);
});

test('what does not fit together is refused by the verifier, though the checksum is right', () => {
  /** @type {Record<string, (bytes: Uint8Array, view: DataView) => Uint8Array | void>} */
  const changes = {
    'a scope that there is not': (bytes) => void (bytes[6] = 3),
    'a control character in the extension': (bytes) => void (bytes[32] = 10),
    'a root beyond the end': (_, view) => view.setUint32(payload, 0x7ffffff0, true),
    'a root that is not aligned': (_, view) => view.setUint32(payload, view.getUint32(payload, true) + 1, true),
    'a root of nothing': (_, view) => view.setUint32(payload, 0, true),
    'no payload': (bytes) => bytes.slice(0, payload),
    'half of the payload': (bytes) => bytes.slice(0, payload + ((bytes.length - payload) >> 1)),
    'all but the last word': (bytes) => bytes.slice(0, -4),
    'zeros in place of the payload': (bytes) => void bytes.fill(0, payload),
    'ones in place of the payload': (bytes) => void bytes.fill(255, payload),
  };
  for (const [name, change] of Object.entries(changes)) {
    assert.equal(refusalOf(changed(change)), 'broken_structure', name);
  }
});

test('every word of a payload may be anything: it is refused, or opened and answers without a trap', () => {
  const words = [0, 1, 3, 4, 5, 100, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff];
  const codes = new Set();
  let refused = 0;
  for (let place = payload; place + 4 <= good.length; place += 4) {
    for (const word of words) {
      const code = refusalOf(changed((_, view) => view.setUint32(place, word, true)));
      codes.add(code);
      if (code !== null) ++refused;
    }
  }
  assert.deepEqual([...codes].sort(), ['broken_structure', null]);
  assert.ok(refused > good.length, `${refused} were refused`);
  assert.equal(refusalOf(good), null);
});

test('10,000 payloads with a few random bytes are refused by the verifier, or opened and answer without a trap', () => {
  const seed = randomInt(2 ** 31);
  console.log(`seed ${seed}`);
  const random = seeded(seed);
  const below = (/** @type {number} */ n) => Math.floor(random() * n);
  const codes = new Set();
  for (let i = 0; i < 10_000; ++i) {
    const damaged = changed((bytes) => {
      for (let n = 1 + below(8); n > 0; --n) bytes[payload + below(bytes.length - payload)] = below(256);
    });
    codes.add(refusalOf(damaged));
  }
  assert.deepEqual([...codes].sort(), ['broken_structure', null], `seed ${seed}`);
  assert.equal(refusalOf(good), null);
});
