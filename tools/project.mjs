// @ts-check
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, absolute. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const bin = join(root, 'node_modules/.bin');

/**
 * The Node program that scripts and tests run with: the pinned one of the npm package `node`,
 * so that a machine with an older Node (18 is enough for the set-up) behaves like any other.
 * Before the npm packages are there it is the one that runs this.
 */
export function node() {
  const pinned = join(bin, 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/**
 * The environment of every child process: the pinned tools come first on the PATH.
 * @param {NodeJS.ProcessEnv} [more] variables laid over it
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(more = {}) {
  const path = (process.env.PATH ?? '').split(':').filter((folder) => folder !== bin);
  return { ...process.env, PATH: [bin, ...path].join(':'), ...more };
}

/** @param {string} text a message that people read on stderr */
export function say(text) {
  process.stderr.write(`${text}\n`);
}
