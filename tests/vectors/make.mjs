// @ts-check
// Writes the vectors that C++ and JavaScript are both held against:
//
//   sample_draw.json     texts -> draw          (XXH64 of an implementation that is not ours)
//   visitor_cookie.json  cookie value -> key, random bits -> cookie value
//   evaluation.json      snapshot as JSON, visitors -> answer, reason and group of each feature
//
// The answers come from the plain evaluator below, which shares no code with core: it walks the
// JSON, feature by feature and group by group, as the rules are told in core's evaluation.h.
//
//   node tests/vectors/make.mjs
import { writeFileSync } from 'node:fs';
import xxhash from 'xxhash-wasm';
import { seeded } from '../support/seeded.mjs';

const { h64Raw } = await xxhash();
const utf8 = new TextEncoder();

/** @param {string} extension @param {string} sample @param {string} visitor */
function sampleDraw(extension, sample, visitor) {
  const hash = h64Raw(utf8.encode(`${extension}\0${sample}\0${visitor}`), 0n);
  return Number(hash >> 11n) / 2 ** 53 * 100;
}

/** Every feature's [active, reason] or [active, "override", group], in the snapshot's order. */
function answersOf(/** @type {any} */ snapshot, /** @type {any} */ visitor) {
  const groups = snapshot.groups ?? [];
  const overrides = snapshot.overrides ?? [];

  /** @param {any} feature */
  const settled = (feature) => {
    if (feature.state !== undefined && feature.state !== null) return [feature.state, 'state'];
    return [feature.default === true, feature.problem ? 'problem' : 'default'];
  };
  /** @param {any} flag */
  const flagAnswer = (flag) => {
    for (const group of groups) {
      const id = visitor.ids?.[group];
      if (id === undefined || id === null) continue;
      const row = overrides.find((/** @type {any} */ o) => o.group === group && o.id === id);
      if (row && flag.name in row.flags) return [row.flags[flag.name], 'override', group];
    }
    return settled(flag);
  };
  /** @param {any} sample */
  const sampleAnswer = (sample) => {
    if (typeof sample.answer === 'boolean') return [sample.answer, 'cookie'];
    const ratio = sample.state ?? sample.default ?? null;
    const troubled = sample.problem && (sample.state ?? null) === null;
    if (ratio === null) return [false, troubled ? 'problem' : 'default'];
    const draw = sampleDraw(snapshot.extension, sample.name, visitor.key);
    return [draw < ratio, troubled ? 'problem' : 'sample'];
  };

  return [
    ...(snapshot.switches ?? []).map(settled),
    ...(snapshot.flags ?? []).map(flagAnswer),
    ...(snapshot.samples ?? []).map(sampleAnswer),
  ];
}

function handWritten() {
  const shop = {
    extension: 'pancake', scope: 'full', revision: 7, groups: ['user', 'admin'],
    switches: [
      { name: 'ON_BY_DEFAULT', default: true }, { name: 'OFF_BY_DEFAULT', default: false },
      { name: 'TURNED_ON', default: false, state: true, client: true },
      { name: 'TURNED_OFF', default: true, state: false },
      { name: 'DISCOVERED', default: null, state: true }, { name: 'DISCOVERED_UNSET', default: null },
      { name: 'UNUSABLE', default: true, problem: true },
    ],
    flags: [
      { name: 'CHECKOUT', default: false }, { name: 'DARK', default: true, state: false },
      { name: 'BETA', default: false, state: true, client: true },
      { name: 'UNUSABLE', default: true, problem: true }, { name: 'straße', default: false },
    ],
    samples: [
      { name: 'NOBODY', default: 0 }, { name: 'EVERYBODY', default: 100 }, { name: 'HALF', default: 50 },
      { name: 'RAISED', default: 1.5, state: 99.5 }, { name: 'DISCOVERED', default: null },
      { name: 'DISCOVERED_SET', default: null, state: 50 }, { name: 'UNUSABLE', default: 50, problem: true },
      { name: 'UNUSABLE_DISCOVERED', default: null, problem: true },
      { name: 'REMEMBERED_ON', default: 0, answer: true }, { name: 'REMEMBERED_OFF', default: 100, answer: false },
    ],
    overrides: [
      { group: 'user', id: '42', flags: { CHECKOUT: true, DARK: true } },
      { group: 'user', id: '', flags: { CHECKOUT: true } },
      { group: 'user', id: 'ü\u0000:x', flags: { 'straße': true } },
      { group: 'admin', id: 'yes', flags: { CHECKOUT: false, BETA: false, UNUSABLE: false } },
      { group: 'admin', id: '42', flags: { DARK: true } },
    ],
  };
  const visitors = [
    { title: 'nobody known', ids: {}, key: 'abc' },
    { title: 'a user with overrides', ids: { user: '42' }, key: 'abc' },
    { title: 'an id that is only another group\'s', ids: { user: 'yes' }, key: 'xyz' },
    { title: 'the first group wins', ids: { user: '42', admin: 'yes' }, key: '___' },
    { title: 'the second group where the first says nothing', ids: { user: '7', admin: 'yes' }, key: '-0A' },
    { title: 'one text in two groups', ids: { user: '42', admin: '42' }, key: 'AAA' },
    { title: 'an empty id is an id', ids: { user: '' }, key: '' },
    { title: 'any bytes', ids: { user: 'ü\u0000:x', admin: 'no' }, key: 'visitor ü of their own\u0000' },
    { title: 'a very long id', ids: { user: 'x'.repeat(1024) }, key: 'y'.repeat(2000) },
  ];
  return [
    { title: 'a small shop', snapshot: shop, visitors },
    { title: 'nothing defined', snapshot: { extension: 'empty', scope: 'public', revision: 0, groups: [] },
      visitors: [{ title: 'anybody', ids: { user: '1' }, key: 'abc' }] },
    { title: 'one name of three kinds',
      snapshot: { extension: 'X', scope: 'personal', revision: 2 ** 53 - 1, groups: ['g'],
        switches: [{ name: 'A', default: true }], flags: [{ name: 'A', default: false }],
        samples: [{ name: 'A', default: 50 }], overrides: [{ group: 'g', id: '1', flags: { A: true } }] },
      visitors: [{ title: 'an id', ids: { g: '1' }, key: 'abc' }, { title: 'no id', ids: {}, key: 'abd' }] },
  ];
}

/** Many users meet flags overridden for some of them, in up to five groups. */
function random(/** @type {number} */ seed) {
  const next = seeded(seed);
  const below = (/** @type {number} */ n) => Math.floor(next() * n);
  const pick = (/** @type {any[]} */ list) => list[below(list.length)];
  const groups = ['user', 'team', 'role', 'Gruppe ü', 'g:h'].slice(0, 1 + below(5));
  const name = (/** @type {string} */ kind, /** @type {number} */ i) => `${kind}_${i}${pick(['', ':', '.x', ' ü'])}`;
  const many = (/** @type {number} */ n, /** @type {(i: number) => any} */ make) => Array.from({ length: n }, (_, i) => make(i));

  const switches = many(below(20), (i) => ({ name: name('S', i), default: pick([true, false, null]), state: pick([true, false, null, null]) }));
  const flags = many(1 + below(40), (i) => ({ name: name('F', i), default: pick([true, false, null]), state: pick([true, false, null, null]) }));
  const samples = many(below(20), (i) => ({ name: name('R', i), default: pick([0, 100, 50, below(10001) / 100, null]), state: pick([null, null, below(101)]) }));
  /** @type {Map<string, any>} */
  const rows = new Map();
  for (let i = below(300); i > 0; --i) {
    const group = pick(groups);
    const id = `id-${below(60)}`;
    const row = rows.get(`${group}/${id}`) ?? { group, id, flags: {} };
    row.flags[pick(flags).name] = pick([true, false]);
    rows.set(`${group}/${id}`, row);
  }
  const visitors = many(12, (i) => ({
    title: `visitor ${i}`,
    ids: Object.fromEntries(groups.filter(() => next() < 0.7).map((g) => [g, `id-${below(80)}`])),
    key: `v${below(1e6)}`,
  }));
  return { title: `seed ${seed}`, visitors,
    snapshot: { extension: `ext${seed}`, scope: 'full', revision: seed, groups, switches, flags, samples, overrides: [...rows.values()] } };
}

const cases = [...handWritten(), ...Array.from({ length: 12 }, (_, i) => random(i + 1))];
for (const { snapshot, visitors } of cases) {
  for (const visitor of visitors) Object.assign(visitor, { answers: answersOf(snapshot, visitor) });
}

const next = seeded(42);
const texts = ['', 'a', 'pancake', 'MY_ODDS', 'straße', '日本語', 'x'.repeat(31), 'y'.repeat(32), 'z'.repeat(33), 'w'.repeat(200), 'a\u0000b'];
const draws = [];
for (let i = 0; i < 200; ++i) {
  const [extension, sample, visitor] = i < texts.length
    ? ['pancake', 'MY_ODDS', texts[i] ?? '']
    : [0, 1, 2].map(() => texts[Math.floor(next() * texts.length)] + String(Math.floor(next() * 1000)));
  draws.push({ extension, sample, visitor, draw: sampleDraw(extension ?? '', sample ?? '', visitor ?? '') });
}

const cookies = {
  read: [
    ['1abc', 'abc'], ['1AAA', 'AAA'], ['1-_9', '-_9'], ['', null], ['1', null], ['1ab', null], ['1abcd', null],
    ['0abc', null], ['2abc', null], ['1ab=', null], ['1ab+', null], ['1ab/', null], ['1a c', null], ['1abü', null],
    [' 1abc', null], ['abc1', null],
  ].map(([value, key]) => ({ value, key })),
  write: [
    [0, '1AAA'], [1, '1AAB'], [63, '1AA_'], [64, '1ABA'], [262143, '1___'], [262142, '1__-'], [108252, '1abc'], [262144, '1AAA'], [4294967295, '1___'],
  ].map(([bits, value]) => ({ bits, value })),
};

/** One row a line, so that a change shows which rows changed. */
const lines = (/** @type {unknown[]} */ rows) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
const write = (/** @type {string} */ name, /** @type {Record<string, unknown[]>} */ lists) =>
  writeFileSync(new URL(name, import.meta.url),
    `{${Object.entries(lists).map(([key, rows]) => `\n"${key}": ${lines(rows)}`).join(',')}\n}\n`);
write('evaluation.json', { cases });
write('sample_draw.json', { cases: draws });
write('visitor_cookie.json', cookies);
