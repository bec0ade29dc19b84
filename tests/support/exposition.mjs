// @ts-check
import assert from 'node:assert/strict';

/**
 * @typedef {object} Sample
 * @property {string} name with `_bucket`, `_sum`, `_count` for histograms
 * @property {Record<string, string>} labels
 * @property {number} value
 *
 * @typedef {object} Family
 * @property {string} help
 * @property {string} type
 * @property {Sample[]} samples
 */

const typed = new Set(['counter', 'gauge', 'histogram']);

/**
 * Reads the text format of Prometheus (0.0.4), and refuses what a lenient reader would pass over:
 * a sample without HELP and TYPE, families in pieces, the same labels twice, counters without
 * `_total`, histograms whose buckets do not rise to `+Inf` and `_count`.
 *
 * @param {string} text
 * @returns {Map<string, Family>}
 */
export function parseExposition(text) {
  assert.ok(text.endsWith('\n'), 'the last line ends with a line feed');
  assert.doesNotMatch(text, /\r/, 'no carriage return');
  /** @type {Map<string, Family>} */
  const families = new Map();
  /** @type {string | undefined} */
  let current;
  for (const line of text.slice(0, -1).split('\n')) {
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
    if (comment) {
      const [, word, name, rest] = comment;
      if (word === 'HELP') {
        assert.ok(!families.has(name), `${name} comes twice`);
        families.set(name, { help: rest, type: '', samples: [] });
        current = name;
      } else {
        assert.equal(name, current, `TYPE of ${name} follows its HELP`);
        assert.ok(typed.has(rest), `${name} is a ${rest}`);
        /** @type {Family} */ (families.get(name)).type = rest;
      }
      continue;
    }
    const sample = parseSample(line);
    const family = families.get(current ?? '');
    assert.ok(family?.type && current, `a sample before HELP and TYPE: ${line}`);
    const allowed = family.type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => current + end) : [current];
    assert.ok(allowed.includes(sample.name), `${sample.name} stands among ${current}`);
    family.samples.push(sample);
  }
  for (const [name, family] of families) checkFamily(name, family);
  return families;
}

/** @param {string} line @returns {Sample} */
function parseSample(line) {
  const found = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
  assert.ok(found, `not a sample: ${JSON.stringify(line)}`);
  const [, name, inside = '', number] = found;
  /** @type {Record<string, string>} */
  const labels = Object.create(null);
  const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
  while (label.lastIndex < inside.length) {
    const at = label.lastIndex;
    const pair = label.exec(inside);
    assert.ok(pair, `not a label: ${inside.slice(at)}`);
    assert.ok(!(pair[1] in labels), `label ${pair[1]} twice: ${line}`);
    labels[pair[1]] = pair[2].replace(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c));
  }
  assert.match(number, /^(?:[+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)|NaN)$/i, line);
  return { name, labels, value: Number(number.replace('Inf', 'Infinity')) };
}

/** @param {string} name @param {Family} family */
function checkFamily(name, family) {
  assert.ok(family.type, `${name} has a TYPE`);
  const keys = family.samples.map((sample) => JSON.stringify([sample.name, Object.entries(sample.labels).sort()]));
  assert.equal(new Set(keys).size, keys.length, `${name}: the same labels twice`);
  if (family.type === 'counter') {
    assert.match(name, /_total$/);
    for (const { value } of family.samples) assert.ok(value >= 0 && Number.isFinite(value), `${name}: ${value}`);
  }
  if (family.type !== 'histogram') return;
  for (const { labels, value } of family.samples.filter((sample) => sample.name === `${name}_count`)) {
    const buckets = family.samples.filter((sample) => sample.name === `${name}_bucket` && isPart(labels, sample.labels));
    const bounds = buckets.map((bucket) => Number(bucket.labels.le.replace('Inf', 'Infinity')));
    assert.deepEqual(bounds, [...new Set(bounds)].sort((a, b) => a - b), `${name}: bounds rise`);
    assert.equal(bounds.at(-1), Infinity, `${name}: the last bucket is +Inf`);
    const counts = buckets.map((bucket) => bucket.value);
    assert.deepEqual(counts, [...counts].sort((a, b) => a - b), `${name}: buckets are cumulative`);
    assert.equal(counts.at(-1), value, `${name}: _count is the last bucket`);
    assert.equal(family.samples.filter((sample) => sample.name === `${name}_sum` && isPart(labels, sample.labels)).length, 1);
  }
}

/** @param {Record<string, string>} part @param {Record<string, string>} whole */
function isPart(part, whole) {
  return Object.entries(part).every(([name, value]) => whole[name] === value);
}

/**
 * The value of the one sample of a family with these labels; 0 if there is none.
 * @param {Map<string, Family>} families
 * @param {string} name
 * @param {Record<string, string>} [labels] all of them
 */
export function valueOf(families, name, labels = {}) {
  const family = families.get(name.replace(/_(?:bucket|sum|count)$/, '')) ?? families.get(name);
  assert.ok(family, `there is no metric ${name}`);
  const found = family.samples.filter(
    (sample) => sample.name === name && Object.keys(sample.labels).length === Object.keys(labels).length && isPart(labels, sample.labels),
  );
  return found[0]?.value ?? 0;
}
