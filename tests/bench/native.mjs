// @ts-check
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { buildPreset } from '../../tools/cmake.mjs';
import { root } from '../../tools/project.mjs';
import { printTable, short } from './table.mjs';

const repetitions = 5;

/**
 * What is measured, by its name in tests/bench/native, and what it cannot do without: others of these
 * names, some several times. `most`: nanoseconds that are aimed at.
 * @type {{ title: string, name: string, limit: Record<string, number>, by: string, most?: number }[]}
 */
const rows = [
  { title: 'one switch', name: 'ask_switch', limit: {}, by: '', most: 20 },
  { title: 'one sample', name: 'ask_sample', limit: { 'hash_one/31': 1 }, by: 'XXH64 of 31 bytes', most: 20 },
  ...flag('1,000', 1_000, 1_024, [0, 0]),
  ...flag('1,000,000', 1_000_000, 1_024, [0, 0]),
  ...flag('1,000,000', 1_000_000, 1 << 18, [3, 1]),
  {
    title: '1,000 features, a new visitor',
    name: 'ask_all',
    limit: { 'copy/1000': 1, 'slot_one/36': 1, 'hash_hundred/31': 1 },
    by: 'copy, hash of the id, XXH64 of 100 samples',
    most: 1_000,
  },
  { title: 'open 1,000 features', name: 'open_typical/1000', limit: { 'hash_typical/1000': 1 }, by: 'its checksum' },
  { title: 'open 10,000 features', name: 'open_typical/10000', limit: { 'hash_typical/10000': 1 }, by: 'its checksum' },
  { title: 'open 1,000,000 overrides', name: 'open_overridden/1000000', limit: { 'hash_overridden/1000000': 1 }, by: 'its checksum' },
  { title: 'personal snapshot of 1,000 features', name: 'personal_typical/1000', limit: {}, by: '' },
  { title: 'build 1,000 features', name: 'build_typical/1000', limit: {}, by: '' },
  { title: 'build 10,000 features', name: 'build_typical/10000', limit: {}, by: '' },
  { title: 'build 1,000,000 overrides', name: 'build_overridden/1000000', limit: {}, by: '' },
];

/**
 * The two rows of a flag with overrides, asked by so many visitors in turn.
 * @param {string} written @param {number} ids @param {number} visitors
 * @param {[number, number]} misses reads of uncached memory, each waiting for the one before, of
 *   who is listed (slot, ends, id) and who is not (slot)
 */
function flag(written, ids, visitors, misses) {
  return ['listed', 'not listed'].map((who, place) => ({
    title: `one flag of ${written} ids, ${who}${visitors > 1_024 ? ', cold' : ''}`,
    name: `ask_flag/${ids}/${1 - place}/${visitors}`,
    limit: { 'slot_one/36': 1, ...(misses[place] ? { [`misses/${64 << 20}/${misses[place]}`]: 1 } : {}) },
    by: `hash of the id${misses[place] ? `, ${misses[place]} cache misses` : ''}`,
    ...(misses[place] ? {} : { most: 20 }),
  }));
}

/**
 * The core without JavaScript around it: one feature, all features, and snapshots, each beside what the machine
 * takes for the part of the work that cannot be left out.
 */
export async function benchNative() {
  await buildPreset('bench', ['core_bench']);
  const nanoseconds = measure();
  printTable(
    'The native core, of 10 features 6 switches, 3 flags overridden for 10 ids of 36 characters, 1 sample of 50 %; visitor keys of 3 characters',
    nativeHead,
    nativeRows(nanoseconds),
  );
  console.log('\ncold: more visitors in turn than a cache holds. No evaluation allocates: core_allocations_tests counts it.');
  return { nanoseconds: Object.fromEntries(nanoseconds) };
}

export const nativeHead = ['', 'ns', 'aim', 'limit', 'ns / limit', 'what limits'];

/** @param {ReadonlyMap<string, number>} nanoseconds of each name in tests/bench/native */
export function nativeRows(nanoseconds) {
  const of = (/** @type {string} */ name) => {
    const found = nanoseconds.get(name);
    if (found === undefined) throw new Error(`core_bench has no '${name}'`);
    return found;
  };
  return rows.map(({ title, name, limit, by, most }) => {
    const bound = Object.entries(limit).reduce((sum, [part, times]) => sum + times * of(part), 0);
    return [title, short(of(name)), most ? `< ${short(most)}` : '', bound ? short(bound) : '', bound ? short(of(name) / bound) : '', by];
  });
}

/** What is aimed at, and what was reached. @param {ReadonlyMap<string, number>} nanoseconds likewise */
export function nativeAims(nanoseconds) {
  return rows.flatMap(({ title, name, most }) => (most ? [{ what: title, nanoseconds: nanoseconds.get(name) ?? NaN, limit: most }] : []));
}

/** Medians of processor time, in nanoseconds, by name. */
function measure() {
  const words = [
    `--benchmark_repetitions=${repetitions}`,
    '--benchmark_enable_random_interleaving=true',
    '--benchmark_min_time=0.1',
    '--benchmark_report_aggregates_only=true',
    '--benchmark_format=json',
  ];
  const program = join(root, 'build/bench/tests/bench/native/core_bench');
  const output = execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  /** @type {{ benchmarks: { run_name: string, aggregate_name: string, cpu_time: number }[] }} */
  const { benchmarks } = JSON.parse(output);
  const medians = benchmarks.filter(({ aggregate_name }) => aggregate_name === 'median');
  return new Map(medians.map(({ run_name, cpu_time }) => [run_name, cpu_time]));
}
