// @ts-check
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { environment, node, root } from '../tools/project.mjs';
import { countsIn } from './counts.mjs';

/**
 * How a suite went. `output` is everything that it printed, also kept in `log`.
 * @typedef {import('./counts.mjs').Counts & { name: string, seconds: number, output: string, log: string }} Outcome
 */

/**
 * Runs one suite to its end. It never throws: what goes wrong counts as a failed test.
 * @param {string} name
 * @param {import('./suites.mjs').Suite} suite
 * @param {{ live: boolean }} options live: its output is shown as it comes
 * @returns {Promise<Outcome>}
 */
export async function runSuite(name, suite, { live }) {
  const start = Date.now();
  const log = `build/test/${name}.log`;
  mkdirSync(join(root, 'build/test'), { recursive: true });
  const file = createWriteStream(join(root, log));
  let output = '';
  const print = (/** @type {string} */ text) => {
    output += text;
    file.write(text);
    if (live) process.stdout.write(text);
  };
  const missing = suite.needs.filter((path) => !existsSync(join(root, path)));
  const counts = missing.length > 0
    ? broken(`${missing.join(', ')} is missing: the suite ${name} cannot run\n`, print)
    : await runSteps(suite, print, () => output);
  file.end();
  return { name, ...counts, seconds: (Date.now() - start) / 1000, output, log };
}

/**
 * @param {import('./suites.mjs').Suite} suite
 * @param {(text: string) => void} print
 * @param {() => string} output
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
async function runSteps(suite, print, output) {
  let done = 0;
  let failed = false;
  for (const step of suite.steps) {
    failed = !(await runStep(step, suite.env ?? {}, print));
    if (failed) break;
    done += 1;
  }
  if (suite.counts === 'steps') return { passed: done, failed: suite.steps.length - done, skipped: 0 };
  const counts = countsIn(suite.counts, output());
  if (!counts) return broken('\nno count of tests in this output\n', print);
  if (counts.passed + counts.failed === 0) return broken('\nno test ran\n', print);
  // A program can break after its tests, or without saying which of them failed.
  if (failed && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** @param {string} why @param {(text: string) => void} print */
function broken(why, print) {
  print(why);
  return { passed: 0, failed: 1, skipped: 0 };
}

/**
 * @param {string[]} step
 * @param {Record<string, string>} variables
 * @param {(text: string) => void} print
 * @returns {Promise<boolean>} whether it ended well
 */
function runStep([program, ...words], variables, print) {
  return new Promise((resolve) => {
    const child = spawn(program === 'node' ? node() : program, words, {
      cwd: root,
      env: environment(variables),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.setEncoding('utf8').on('data', print);
    child.stderr.setEncoding('utf8').on('data', print);
    child.on('error', (error) => print(`${program}: ${error.message}\n`));
    child.on('close', (code, signal) => {
      if (signal) print(`${program} ended by ${signal}\n`);
      resolve(code === 0);
    });
  });
}
