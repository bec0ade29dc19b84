// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));

/** What the shop's store holds at first: the new checkout is on for alice and for admins. */
export const firstCommands = [
  ['flags', 'enable-group', 'NEW_CHECKOUT', 'user', 'alice'],
  ['flags', 'enable-group', 'NEW_CHECKOUT', 'admin', 'yes'],
];

/**
 * Fills the shop's store by the command line if its file is not there yet.
 *
 * @param {string} program the built `pancake`
 * @param {(line: string) => void} say gets each command line and what it answered
 * @param {string} [file] the SQLite file
 * @throws {Error} when a command is refused
 */
export function seed(program, say, file = join(folder, 'pancake.db')) {
  if (existsSync(file)) return;
  const where = ['--store', `sqlite:${file}`, '--definitions', join(folder, 'pancake.json'), '--extension', 'pancake'];
  for (const words of firstCommands) {
    const { status, stdout, stderr, error } = spawnSync(program, [...where, ...words], { encoding: 'utf8' });
    if (error) throw error;
    if (status !== 0) throw new Error(`pancake ${words.join(' ')}: ${stderr.trim()}`);
    say(`$ pancake ${words.join(' ')}\n${stdout.trimEnd()}`);
  }
}
