// @ts-check
import { spawn } from 'node:child_process';
import { environment, root, say } from './project.mjs';

/**
 * Runs one program of the build, quietly: its output is shown when it fails.
 *
 * @param {string[]} command program and arguments, run in the repository's root
 * @param {NodeJS.ProcessEnv} [variables] laid over the environment
 * @returns {Promise<string>} what it printed
 * @throws {StepFailed} when it ends with another code than 0
 */
export function runStep(command, variables) {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      env: environment(variables),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new StepFailed(command, error.message)));
    child.on('close', (code, signal) =>
      code === 0 ? resolve(output) : reject(new StepFailed(command, `${output}\nended with ${signal ?? code}`)),
    );
  });
}

/** A step of the build that failed; the message holds its output. */
export class StepFailed extends Error {
  /** @param {string[]} command @param {string} output */
  constructor(command, output) {
    super(`${output.trim()}\n  in: ${command.join(' ')}`);
  }
}

/**
 * Runs a piece of work and says how long it took, unless it was done at once.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 */
export async function timed(title, work) {
  const start = Date.now();
  const slow = setTimeout(() => say(`${title} …`), 3000);
  try {
    return await work();
  } finally {
    clearTimeout(slow);
    const seconds = (Date.now() - start) / 1000;
    if (seconds > 3) say(`${title}: ${seconds.toFixed(0)} s`);
  }
}
