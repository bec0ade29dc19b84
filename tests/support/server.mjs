// @ts-check
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child.mjs';
import { pancakeEnvironment, pancakeProgram } from './pancake.mjs';

/**
 * A running `pancake serve`.
 * @typedef {object} Server
 * @property {string} url `http://127.0.0.1:PORT`, without a slash at the end
 * @property {number} port
 * @property {number} pid
 * @property {() => string} logs what it printed so far
 * @property {import('./child.mjs').Child['sees']} logsMatch waits for a line
 * @property {import('./child.mjs').Child['ended']} ended
 * @property {import('./child.mjs').Child['stop']} stop ends it by SIGTERM and gives its exit code
 */

/**
 * Starts `pancake serve` on a port that the kernel chooses, and returns when it listens.
 *
 * @param {object} [options]
 * @param {string[]} [options.args] options of `serve`, such as ['--store', redis.url]. Without a
 *   --store the store is `memory:`.
 * @param {object} [options.definitions] a definitions file's content, written to a temporary file
 * @param {Record<string, string | undefined>} [options.env] variables laid over the environment
 * @param {string} [options.cwd]
 * @returns {Promise<Server>}
 * @throws {Error} with what the server printed, when it ends or takes longer than 10 s
 */
export async function startServer({ args = [], definitions, env, cwd } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pancake-server-'));
  const words = ['serve', ...args];
  if (!names(args, '--listen')) words.push('--listen', '127.0.0.1:0');
  // Each server has a state of its own, unless the test wants it to find one.
  if (!names(args, '--state-dir') && env?.PANCAKE_STATE_DIR === undefined) words.push('--state-dir', join(folder, 'state'));
  if (!names(args, '--store') && !env?.PANCAKE_STORE) words.push('--store', 'memory:');
  if (definitions) {
    const file = join(folder, 'pancake.json');
    writeFileSync(file, JSON.stringify(definitions, null, 2));
    words.push('--definitions', file);
  }
  const child = startChild(pancakeProgram, words, { cwd: cwd ?? folder, env: pancakeEnvironment(env) });
  child.ended.then(() => rmSync(folder, { recursive: true, force: true }));
  const [, url, port] = await child.sees(/listening on (https?:\/\/[^\s:]+:(\d+))/).catch(async (error) => {
    await child.stop('SIGKILL');
    throw error;
  });
  return {
    url,
    port: Number(port),
    pid: child.process.pid ?? 0,
    logs: child.output,
    logsMatch: child.sees,
    ended: child.ended,
    stop: child.stop,
  };
}

/** Waits until a server has read its store. @param {string} url */
export async function untilReady(url) {
  while ((await fetch(`${url}/readyz`)).status !== 200) await new Promise((done) => setTimeout(done, 10));
}

/** @param {string[]} words @param {string} option */
function names(words, option) {
  return words.some((word) => word === option || word.startsWith(`${option}=`));
}
