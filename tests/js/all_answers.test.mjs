// @ts-check
//
// allAnswers() beside a check of each feature by itself.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { allAnswers, createPancake } from 'pancake-flags';
import { snapshotFromJson } from 'pancake-flags/json';
import { withFeatures } from 'pancake-flags/testing';
import { seeded } from '../support/seeded.mjs';
import { randomVisitor } from './support/many_features.mjs';
import { keptLog, shopBytes } from './support/snapshots.mjs';

const seed = Number(process.env.PANCAKE_SEED ?? Date.now() % 2 ** 31);
const random = seeded(seed);
const groups = ['user', 'tenant'];
const ids = ['', 'ü', '1', '11', 'a&b=c', '42'];
const kinds = /** @type {const} */ (['switch', 'flag', 'sample']);

/** Each feature of the snapshot. @type {{ kind: typeof kinds[number], name: string }[]} */
let features;
/** @type {Uint8Array} */
let bytes;

before(async () => {
  console.log(`seed ${seed}`);
  ({ bytes, features } = await oddFeatures(7));
});

/** Features that share names, some without a default, a state or anything that can be used. @param {number} revision */
async function oddFeatures(revision) {
  const pick = (/** @type {any[]} */ from) => from[Math.floor(random() * from.length)];
  const names = [...Array.from({ length: 80 }, (_, i) => `F${i}`), '__proto__', 'toString', 'ÄÖ'];
  const some = () => names.filter(() => random() < 0.7);
  const toggle = (/** @type {string} */ name) => ({ name, default: pick([true, false, null]), state: pick([true, false, null]), problem: random() < 0.1 });
  const sample = (/** @type {string} */ name) => ({ name, default: pick([0, 30, 100, null]), state: pick([0, 60, 100, null]), problem: random() < 0.1 });
  const [switches, flags, samples] = [some().map(toggle), some().map(toggle), some().map(sample)];
  const overrides = groups.flatMap((group) =>
    ids.map((id) => ({ group, id, flags: Object.fromEntries(flags.flatMap(({ name }) => (name !== '__proto__' && random() < 0.2 ? [[name, random() < 0.5]] : []))) })),
  );
  const json = { extension: 'pancake', scope: /** @type {const} */ ('full'), revision, groups, switches, flags, samples, overrides };
  const of = (/** @type {typeof kinds[number]} */ kind, /** @type {{ name: string }[]} */ each) => each.map(({ name }) => ({ kind, name }));
  return { bytes: await snapshotFromJson(json), features: [...of('switch', switches), ...of('flag', flags), ...of('sample', samples)] };
}

/** Whom a check of one feature is for, and how it is asked for the first time. @param {any} asker @param {{ kind: typeof kinds[number], name: string }} feature */
const check = (asker, { kind, name }) => asker[kind](name).isActive();

/** @param {import('pancake-flags').Answers} answers @param {any} asker @param {string} who */
function agree(answers, asker, who) {
  const told = [...answers].map(([name, isActive, kind]) => `${kind} ${name} ${isActive}`).sort();
  const asked = features.map((feature) => `${feature.kind} ${feature.name} ${check(asker, feature)}`).sort();
  assert.deepEqual(told, asked, who);
  for (const { kind, name } of features) {
    assert.equal(answers.isActive(name, kind), check(asker, { kind, name }), `${kind} ${name} ${who}`);
    assert.equal(answers.isActive(name), asker.explain(name).isActive, `${name} ${who}`);
  }
}

test('all answers are those of each feature by itself, for any visitor', async () => {
  const who = { ids: /** @type {Record<string, string | null>} */ ({}), key: /** @type {string | null} */ ('') };
  const options = { groups: Object.fromEntries(groups.map((group) => [group, () => who.ids[group]])), visitor: () => who.key, logger: keptLog() };
  const [one, other] = await Promise.all([createPancake({ snapshot: bytes, ...options }), createPancake({ snapshot: bytes, ...options })]);
  // The one is asked for all alone, the other before and behind single checks.
  for (let i = 0; i < 100; ++i) {
    Object.assign(who, randomVisitor(random, { groups, ids }), i % 5 === 0 ? {} : { key: `v${i}` });
    const answers = allAnswers(one);
    if (i % 3 > 0) features.slice(0, i % 3).forEach((feature) => check(other, feature));
    if (who.key !== null) agree(answers, other, JSON.stringify(who));
    agree(allAnswers(other), other, JSON.stringify(who));
  }
});

test('all answers remember and are remembered by signed cookies as single checks are', async () => {
  const pancake = await createPancake({ snapshot: bytes, cookie: { format: 'flask-pancake', secret: 's3cr!t' }, logger: keptLog() });
  const cookiesOf = async (/** @type {any} */ visit) => (await visit.setCookies()).map((/** @type {string} */ each) => each.split(';')[0]);
  for (let i = 0; i < 20; ++i) {
    const first = await pancake.forRequest({ headers: { cookie: '' } });
    features.filter(({ kind }) => kind === 'sample' && random() < 0.5).forEach((feature) => check(first, feature));
    const cookie = (await cookiesOf(first)).join();
    const key = String(random());
    const byKey = await createPancake({ snapshot: bytes, visitor: key, cookie: { format: 'flask-pancake', secret: 's3cr!t' }, logger: keptLog() });
    const [atOnce, oneByOne] = [await byKey.forRequest({ headers: { cookie } }), await byKey.forRequest({ headers: { cookie } })];
    const answers = allAnswers(atOnce);
    for (const feature of features) assert.equal(answers.isActive(feature.name, feature.kind), check(oneByOne, feature), `${feature.kind} ${feature.name}`);
    assert.deepEqual(await stateIn(atOnce), await stateIn(oneByOne));
    byKey.close();
  }
});

/** What the signed cookie of a visit remembers, whatever the order. @param {any} visit */
async function stateIn(visit) {
  const [cookie = ''] = await visit.setCookies();
  const payload = cookie.split(';')[0].slice('pancake='.length);
  const { inflateSync } = await import('node:zlib');
  const packed = Buffer.from(payload.replace(/^\./, '').split('.')[0] ?? '', 'base64url');
  return JSON.parse(String(payload.startsWith('.') ? inflateSync(packed) : packed));
}

test('answers stay what they were when visitor, snapshot and Pancake are others', async () => {
  let id = '42';
  const pancake = await createPancake({ snapshot: await shopBytes(), groups: { user: () => id }, visitor: () => id, logger: keptLog() });
  const answers = allAnswers(pancake);
  const before = JSON.stringify(answers);
  id = '43';
  assert.notEqual(JSON.stringify(allAnswers(pancake)), before);
  pancake.close();
  assert.equal(JSON.stringify(answers), before);
});

test('a new visitor gets a cookie with all answers, if there is a sample among them', async () => {
  for (const [samples, cookies] of /** @type {[any[], number][]} */ ([[[{ name: 'HALF', default: 50 }], 1], [[], 0]])) {
    const pancake = await createPancake({ snapshot: await shopBytes({ samples }), logger: keptLog() });
    const visit = await pancake.forRequest({ headers: {} });
    allAnswers(visit);
    assert.equal((await visit.setCookies()).length, cookies);
    if (cookies > 0) assert.equal(allAnswers(visit).isActive('HALF'), visit.sample('HALF').isActive());
  }
});

test('answers can be walked through, counted, and made an object and JSON', async () => {
  const pancake = await createPancake({ snapshot: await shopBytes({ samples: [{ name: 'DARK', default: 0 }, { name: 'ALL', default: 100 }] }) });
  const answers = allAnswers(pancake);
  assert.equal(answers.size, 5);
  const expected = [['OPEN', true, 'switch'], ['CHECKOUT', false, 'flag'], ['DARK', true, 'flag'], ['DARK', false, 'sample'], ['ALL', true, 'sample']];
  assert.deepEqual([...answers], expected);
  const walked = /** @type {unknown[]} */ ([]);
  answers.forEach((isActive, name, kind) => walked.push([name, isActive, kind]));
  assert.deepEqual(walked, expected);
  // Of the two that share a name the flag.
  const object = { OPEN: true, CHECKOUT: false, DARK: true, ALL: true };
  assert.deepEqual({ ...answers.toObject() }, object);
  assert.equal(JSON.stringify(answers), JSON.stringify(object));
  for (const name of ['MISSING', 'toString', '__proto__']) assert.equal(answers.isActive(name), false);
  assert.equal(answers.isActive('OPEN', 'flag'), false);
});

test('what has no answers is refused, a kind that is none has none', async () => {
  for (const nothing of /** @type {any[]} */ ([undefined, null, {}, 'shop'])) {
    assert.throws(() => allAnswers(nothing), { name: 'PancakeError', code: 'bad_option', message: 'allAnswers() wants a Pancake or a visit' });
  }
  const pancake = await createPancake({ snapshot: await shopBytes() });
  for (const kind of /** @type {any[]} */ (['flags', 'constructor', '__proto__'])) assert.equal(allAnswers(pancake).isActive('DARK', kind), false);
  pancake.close();
});

test('before there is a snapshot, and when it is closed, there are no answers', async () => {
  const logger = keptLog();
  const pancake = await createPancake({ snapshot: await shopBytes(), logger });
  pancake.close();
  assert.deepEqual([...allAnswers(pancake)], []);
  assert.deepEqual(logger.lines, ['pancake: extension pancake is not loaded [not_loaded]']);
});

test('the features of tests give all their answers too', () => {
  const answers = allAnswers(withFeatures({ CHECKOUT: true, DARK: false }));
  assert.deepEqual({ ...answers.toObject() }, { CHECKOUT: true, DARK: false });
  for (const kind of kinds) assert.equal(answers.isActive('CHECKOUT', kind), true);
});
