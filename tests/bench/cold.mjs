// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { snapshotFromJson } from 'pancake-flags/json';
import { installTestRuntimes } from '../../tools/install_npm.mjs';
import { root } from '../../tools/project.mjs';
import { nodes } from '../support/nodes.mjs';
import { median, printTable } from './table.mjs';

const folder = join(root, 'build/cold');
const turns = 51;
const user = 'user-42';

/**
 * How long a Node process takes from nothing imported to its first answer: ours and GrowthBook's, each
 * bundled to one file by esbuild, with ten equal flags in a file, in each Node.js that tests run in.
 * GrowthBook once whole, and once with nothing in the bundle but what this program uses of it. Fresh
 * processes, in turn.
 */
export async function benchCold() {
  installTestRuntimes();
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
  const programs = [
    { title: 'pancake', run: pancake },
    { title: 'growthbook, whole', run: await prepare('growthbook_whole', features) },
    { title: 'growthbook, what is used of it', run: await prepare('growthbook', features) },
  ];
  /** @type {{ node: string, programs: ReturnType<typeof figuresOf> }[]} */
  const runs = [];
  for (const { version, program: node } of nodes()) {
    const times = programs.map(() => /** @type {number[]} */ ([]));
    // One of each to warm the disk's cache.
    for (const { run } of programs) run(node);
    for (let turn = 0; turn < turns; ++turn) programs.forEach(({ run }, place) => times[place]?.push(run(node)));
    runs.push({ node: version, programs: figuresOf(programs.map(({ title }) => title), times) });
  }
  const rows = runs.flatMap(({ node, programs }) =>
    programs.map(({ title, median, least, ratio }) => [node, title, median.toFixed(2), least.toFixed(2), ratio.toFixed(2)]),
  );
  printTable(`First answer in a fresh process, ${turns} each`, ['Node.js', '', 'median ms', 'least ms', 'pancake / it'], rows);
  return { runs };
}

/** @param {readonly string[]} titles the first one is ours @param {readonly number[][]} times */
function figuresOf(titles, times) {
  return titles.map((title, place) => {
    const of = times[place] ?? [];
    return { title, median: median(of), least: Math.min(...of), ratio: median(of.map((each, turn) => (times[0]?.[turn] ?? NaN) / each)) };
  });
}

/**
 * Bundles a program and writes its state; gives what runs it in a fresh process.
 * @param {string} name
 * @param {string | Uint8Array} state
 * @returns {Promise<(node: string) => number>} milliseconds in this Node.js
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
  return (node) => {
    const words = [join(root, 'tests/bench/cold/program.mjs'), bundle, file, user];
    const { milliseconds, isActive } = JSON.parse(execFileSync(node, words, { encoding: 'utf8' }));
    if (isActive !== true) throw new Error(`${name} gave another answer`);
    return milliseconds;
  };
}
