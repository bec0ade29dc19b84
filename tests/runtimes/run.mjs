// @ts-check
//
// node tests/runtimes/run.mjs [--seed N] [PART OF A NAME…]
//
// Runs cases.mjs in every runtime that the npm package is for, against one real server, and prints
// a table. A runtime that this machine cannot have is named in it with the reason.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { projectWithPackage } from '../support/installed_package.mjs';
import { browsers } from './browsers.mjs';
import { startDesk } from './desk.mjs';
import { edgeRuntime, workerd } from './edge_runtimes.mjs';
import { NotHad } from './not_had.mjs';
import { programs } from './programs.mjs';

/**
 * @typedef {{ url: string, desk: string, extension: string, seed: number }} Asking
 * @typedef {{ version: string, passed: number, failures: string[] }} Result
 * @typedef {{ name: string, run: (asking: Asking) => Promise<Result> }} Runtime
 */

/** So many at once: the machine may be small. */
const lanes = 2;

const project = projectWithPackage('runtimes');
const inBrowsers = browsers();
const { values, positionals } = parseArgs({ options: { seed: { type: 'string' } }, allowPositionals: true });
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const words = positionals.map((word) => word.toLowerCase());
console.log(`seed ${seed}`);
const runtimes = [...inBrowsers.runtimes, ...programs(project), workerd, edgeRuntime].filter(
  ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)),
);
/** @param {number} index */
const extensionOf = (index) => `runtime-${index}`;
const desk = await startDesk(runtimes.map((_, index) => extensionOf(index)), `${project}/node_modules/pancake-flags/js/dist`);
const rows = /** @type {string[]} */ ([]);
const total = { passed: 0, failed: 0, skipped: 0 };

const waiting = [...runtimes.entries()];
await Promise.all(Array.from({ length: lanes }, lane));
await inBrowsers.close();
await desk.close();

console.log(`\n${'runtime'.padEnd(26)} ${'version'.padEnd(16)} ${'passed'.padStart(6)} ${'failed'.padStart(6)}`);
for (const row of rows) console.log(row);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);

async function lane() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [index, { name, run }] = next;
    rows[index] = await row(name, () => run({ url: desk.serverUrl, desk: desk.url, extension: extensionOf(index), seed }));
  }
}

/** @param {string} name @param {() => Promise<Result>} run */
async function row(name, run) {
  try {
    const { version, passed, failures } = await run();
    for (const failure of failures) console.log(`${name}: FAILED ${failure}`);
    total.passed += passed;
    total.failed += failures.length;
    return `${name.padEnd(26)} ${version.padEnd(16)} ${String(passed).padStart(6)} ${String(failures.length).padStart(6)}`;
  } catch (error) {
    if (error instanceof NotHad) {
      total.skipped += 1;
      return `${name.padEnd(26)} not had: ${error.message}`;
    }
    console.log(`${name}: FAILED ${error instanceof Error ? error.stack : error}`);
    total.failed += 1;
    return `${name.padEnd(26)} ${'-'.padEnd(16)} ${'0'.padStart(6)} ${'1'.padStart(6)}`;
  }
}
