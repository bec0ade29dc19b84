// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filledIn, performanceDocument } from '../bench/performance/document.mjs';
import { aimRows } from '../bench/performance/aims.mjs';
import { reasons } from '../bench/performance/reasons.mjs';
import { tables } from '../bench/performance/tables.mjs';
import { textOf } from './markdown.mjs';

const template = Object.keys(tables).map((name) => `{{${name}}}`).join('\n');

test('docs/performance.md is what `npm run docs` makes of docs/performance.json', () => {
  const made = performanceDocument().split('\n');
  const kept = textOf('docs/performance.md').split('\n');
  const place = made.findIndex((line, index) => line !== kept[index]);
  assert.ok(place < 0 && made.length === kept.length, `npm run docs: line ${place + 1} would be ${JSON.stringify(made[place])}, and is ${JSON.stringify(kept[place])}`);
});

test('a part without figures is told with the command that measures it', () => {
  assert.match(filledIn(template, {}), /^Not measured yet: `npm run bench -- --json docs\/performance.json peers million`\.$/m);
});

test('an aim that was missed is told as missed', () => {
  const size = (/** @type {number} */ brotli) => ({ javaScript: zero, webAssembly: zero, loaded: zero, later: zero, together: { ...zero, brotli } });
  const zero = { bytes: 0, gzip: 0, brotli: 0 };
  const machine = { cpu: 'a machine', cores: 2, node: 'v22', load: 0 };
  const text = filledIn(template, { size: { machine, page: size(12_001), edge: size(14_000) } });
  assert.match(text, /^\| what a minimal page ships, brotli \| at most 12,000 B \| 12,001 B \| \*\*missed\*\* \|  \|$/m);
  assert.match(text, /^\| what a minimal worker ships, brotli \| at most 14,000 B \| 14,000 B \| met \|  \|$/m);
});

test('each aim that was missed is told with the reason', () => {
  const missed = aimRows(JSON.parse(textOf('docs/performance.json'))).filter(([, , , verdict]) => verdict !== 'met');
  const silent = missed.filter(([, , , , reason]) => !reason).map(([what]) => what);
  assert.deepEqual(silent, [], 'tests/bench/performance/reasons.mjs');
});

test('a reason is of an aim that there is', () => {
  const all = new Set(aimRows(JSON.parse(textOf('docs/performance.json'))).map(([what]) => what));
  assert.deepEqual(Object.keys(reasons).filter((what) => !all.has(what)), []);
});

test('what was measured at another time has no ratio', () => {
  const machine = (/** @type {number} */ load) => ({ cpu: 'a machine', cores: 2, node: 'v22', load });
  const fanout = { machine: machine(1), milliseconds: 100, longest: 200, bytes: 500, kernelBytes: 9_000 };
  const { costs } = JSON.parse(textOf('docs/performance.json'));
  const row = (/** @type {number} */ load) => /^\| until the last of 10,000 has it, .*$/m.exec(filledIn(template, { fanout, costs: { ...costs, machine: machine(load) } }))?.[0] ?? '';
  assert.match(row(1), /^\|(?: [^|]+\|){5}$/);
  assert.match(row(2), /^\|(?: [^|]+\|){3}  \| [^|]+\|$/);
});

test('a table that the template names must exist, and one that exists must be named', () => {
  assert.throws(() => filledIn(`${template}{{other}}`, {}), /there is no table 'other'/);
  assert.throws(() => filledIn('{{size}}', {}), /the template leaves out machines, aims/);
});
