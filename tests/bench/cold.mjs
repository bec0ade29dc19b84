// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { snapshotFromJson } from 'pancake-flags/json';
import { node, root } from '../../tools/project.mjs';
import { median, printTable } from './table.mjs';

const folder = join(root, 'build/cold');
const turns = 51;
const user = 'user-42';

/**
 * How long a Node process takes from nothing imported to its first answer: ours and GrowthBook's, each
 * bundled to one file by esbuild, with ten equal flags in a file. GrowthBook once whole, and once with
 * nothing in the bundle but what this program uses of it. Fresh processes, in turn.
 */
export async function benchCold() {
  mkdirSync(folder, { recursive: true });
  const names = Array.from({ length: 10 }, (_, i) => `FEATURE_${i}`);
  const pancake = await prepare('pancake', await snapshotFromJson({
    extension: 'pancake',
    scope: 'full',
    groups: ['user'],
    flags: names.map((name) => ({ name, default: false })),
    overrides: [{ group: 'user', id: user, flags: Object.fromEntries(names.map((name) => [name, true])) }],
  }));
  const features = JSON.stringify({
    features: Object.fromEntries(
      names.map((name) => [name, { defaultValue: false, rules: [{ condition: { user: { $in: [user] } }, force: true }] }]),
    ),
  });
  /** @type {{ title: string, run: () => number, times: number[] }[]} */
  const programs = [
    { title: 'pancake', run: pancake, times: [] },
    { title: 'growthbook, whole', run: await prepare('growthbook_whole', features), times: [] },
    { title: 'growthbook, what is used of it', run: await prepare('growthbook', features), times: [] },
  ];
  // One of each to warm the disk's cache.
  for (const { run } of programs) run();
  for (let turn = 0; turn < turns; ++turn) for (const { run, times } of programs) times.push(run());

  const figures = programs.map(({ title, times }) => ({
    title,
    median: median(times),
    least: Math.min(...times),
    ratio: median(times.map((each, turn) => (programs[0]?.times[turn] ?? NaN) / each)),
  }));
  printTable(`First answer in a fresh process, ${turns} each`, ['', 'median ms', 'least ms', 'pancake / it'], figures.map(
    ({ title, median, least, ratio }) => [title, median.toFixed(2), least.toFixed(2), ratio.toFixed(2)],
  ));
  return { programs: figures };
}

/**
 * Bundles a program and writes its state; gives what runs it in a fresh process.
 * @param {string} name
 * @param {string | Uint8Array} state
 * @returns {Promise<() => number>} milliseconds
 */
async function prepare(name, state) {
  const bundle = join(folder, `${name}.mjs`);
  const file = join(folder, `${name}.state`);
  writeFileSync(file, state);
  await build({
    entryPoints: [join(root, 'tests/bench/cold', `${name}.mjs`)],
    outfile: bundle,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  });
  return () => {
    const words = [join(root, 'tests/bench/cold/program.mjs'), bundle, file, user];
    const { milliseconds, isActive } = JSON.parse(execFileSync(node(), words, { encoding: 'utf8' }));
    if (isActive !== true) throw new Error(`${name} gave another answer`);
    return milliseconds;
  };
}
