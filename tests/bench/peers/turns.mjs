// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root, say } from '../../../tools/project.mjs';
import { readAdapter } from './adapters.mjs';

/**
 * @typedef {{ name: string, adapter: import('./adapters.mjs').Adapter }} Entrant
 * @typedef {import('./rates.mjs').Budget} Budget
 * @typedef {import('./measure.mjs').Job} Job
 * @typedef {Job extends infer Each ? Each extends Job ? Omit<Each, 'adapter' | 'budget'> : never : never} Task
 */

/** No figure takes longer: what a peer does in a minute or more is told as a failure. */
const longest = 240_000;
const program = join(import.meta.dirname, 'measure.mjs');
const folder = join(root, 'build/peers');

/** @param {readonly string[]} names @returns {Promise<Entrant[]>} */
export function entrants(names) {
  return Promise.all(names.map(async (name) => ({ name, adapter: await readAdapter(name) })));
}

/**
 * Measures every SDK once, then every one again, so that what disturbs the machine disturbs all alike.
 * An SDK that failed is not asked again.
 * @template Result
 * @param {readonly Entrant[]} all
 * @param {number} turns
 * @param {Budget} budget
 * @param {(entrant: Entrant) => Task} task
 * @returns {Map<string, { results: Result[], failure: string | null }>} by name
 */
export function measureInTurns(all, turns, budget, task) {
  /** @type {Map<string, { results: Result[], failure: string | null }>} */
  const found = new Map(all.map(({ name }) => [name, { results: [], failure: null }]));
  for (let turn = 0; turn < turns; ++turn) {
    for (const entrant of all) {
      const of = found.get(entrant.name);
      if (!of || of.failure !== null) continue;
      say(`turn ${turn + 1} of ${turns}: ${entrant.adapter.title}`);
      try {
        of.results.push(measure({ ...task(entrant), adapter: entrant.name, budget }));
      } catch (error) {
        of.failure = error instanceof Error ? error.message : String(error);
        say(`  ${of.failure}`);
      }
    }
  }
  return found;
}

/** @param {Job} job @returns {any} */
function measure(job) {
  const words = ['--expose-gc', '--max-old-space-size=8192', program];
  const ended = spawnSync(node(), words, { input: JSON.stringify(job), encoding: 'utf8', timeout: longest, maxBuffer: 2 ** 26 });
  if (ended.signal === 'SIGTERM') throw new Error(`more than ${longest / 1_000} s`);
  const last = ended.stdout.trimEnd().split('\n').at(-1) ?? '';
  if (ended.status === 0 && last.startsWith('{')) return JSON.parse(last);
  const why = /^.*(?:error|fatal).*$/im.exec(ended.stderr)?.[0].trim();
  throw new Error((why ?? `ended with ${ended.signal ?? ended.status}`).slice(0, 100));
}

/**
 * Writes a state in each SDK's own format, and gives the file of each by its name.
 * @param {readonly Entrant[]} all
 * @param {string} title of the state
 * @param {readonly import('./states.mjs').Neutral[]} features
 */
export async function writeStates(all, title, features) {
  mkdirSync(folder, { recursive: true });
  const fileOf = (/** @type {string} */ name) => join(folder, `${name}.${title}`);
  for (const { name, adapter } of all) writeFileSync(fileOf(name), await adapter.state(features));
  return fileOf;
}
