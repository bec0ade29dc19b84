// @ts-check
import { spawn } from 'node:child_process';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
// A test that throws must not leave its servers behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * A child process that ends with this one at the latest.
 * @typedef {object} Child
 * @property {import('node:child_process').ChildProcess} process
 * @property {() => string} output what it printed so far, stdout and stderr in order of arrival
 * @property {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} ended
 * @property {(signal?: NodeJS.Signals, graceMs?: number) => Promise<{ code: number | null, signal: NodeJS.Signals | null }>} stop
 *   sends the signal (SIGTERM), waits for the end, and kills when the grace (5 s) is over
 * @property {(pattern: RegExp, timeoutMs?: number) => Promise<RegExpExecArray>} sees
 *   waits until the output matches (10 s); throws an Error with the output when it ends or takes longer
 */

/**
 * @param {string} program
 * @param {string[]} words
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Child}
 */
export function startChild(program, words, options = {}) {
  const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  /** @type {Set<() => void>} */
  const watchers = new Set();
  const changed = () => watchers.forEach((watcher) => watcher());
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      changed();
    });
  }
  /** @type {Child['ended']} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      running.delete(child);
      resolve({ code: null, signal: null });
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return {
    process: child,
    output: () => output,
    ended,
    async stop(signal = 'SIGTERM', graceMs = 5000) {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      const end = await ended;
      clearTimeout(timer);
      return end;
    },
    sees(pattern, timeoutMs = 10_000) {
      return new Promise((resolve, reject) => {
        const finish = (/** @type {() => void} */ settle) => {
          watchers.delete(look);
          clearTimeout(timer);
          settle();
        };
        const look = () => {
          const found = pattern.exec(output);
          if (found) finish(() => resolve(found));
        };
        const fail = (/** @type {string} */ why) =>
          finish(() => reject(new Error(`${program}: ${why} before its output matched ${pattern}:\n${output}`)));
        const timer = setTimeout(() => fail(`${timeoutMs} ms passed`), timeoutMs);
        watchers.add(look);
        ended.then(() => fail('it ended'));
        look();
      });
    },
  };
}
