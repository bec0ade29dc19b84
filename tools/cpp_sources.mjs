// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

/**
 * The C++ files of the repository, new ones that git does not know yet among them.
 * @param {string[]} endings such as ['.cpp', '.h']
 * @returns {string[]} paths relative to the root, sorted
 */
export function cppSources(endings) {
  const patterns = endings.map((ending) => `*${ending}`);
  const listing = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns],
    { cwd: root, encoding: 'utf8' },
  );
  return listing.split('\0').filter((file) => file !== '' && existsSync(join(root, file))).sort();
}
