// @ts-check
import { spawn } from 'node:child_process';
import { pancakeEnvironment, pancakeProgram } from './pancake.mjs';

/**
 * Runs the command line once, to its end.
 *
 * @param {string[]} args such as ['flags', 'enable', 'CHECKOUT']
 * @param {object} [options]
 * @param {Record<string, string | undefined>} [options.env] variables laid over the environment
 * @param {string} [options.cwd]
 * @param {string} [options.stdin] nothing when left out
 * @param {boolean} [options.tty] on a terminal: stdout and stderr arrive together in `stdout`,
 *   its line ends made plain
 * @param {number} [options.timeoutMs] 20 s; then it is killed and `code` is null
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
export function pancake(args, { env, cwd, stdin, tty = false, timeoutMs = 20_000 } = {}) {
  const command = [pancakeProgram, ...args];
  const [program, words] = tty
    ? ['script', ['-qec', command.map(quoted).join(' '), '/dev/null']]
    : [command[0], command.slice(1)];
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, env: pancakeEnvironment(env), stdio: 'pipe', timeout: timeoutMs });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: tty ? stdout.replaceAll('\r\n', '\n') : stdout, stderr }));
    child.stdin.on('error', () => {}); // It may end without reading.
    // At the end of its input `script` sends the terminal's end mark, which would be echoed.
    if (!tty || stdin !== undefined) child.stdin.end(stdin);
    child.on('exit', () => child.stdin.destroy());
  });
}

/** @param {string} word for a POSIX shell */
function quoted(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
