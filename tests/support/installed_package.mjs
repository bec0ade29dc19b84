// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, root } from '../../tools/project.mjs';

/**
 * Makes a project of its own with pancake-flags installed as `npm install` does it: from the packed
 * tarball, without a link back to this repository.
 * @param {string} name of the folder below build/installed; emptied if it is there
 * @param {object} [packageJson] what its package.json has
 * @returns {string} the folder, absolute
 */
export function projectWithPackage(name, packageJson = {}) {
  const folder = join(root, 'build/installed', name);
  rmSync(folder, { recursive: true, force: true });
  const target = join(folder, 'node_modules/pancake-flags');
  mkdirSync(target, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, private: true, type: 'module', ...packageJson }));
  const packed = mkdtempSync(join(root, 'build/installed/packed-'));
  try {
    const words = ['pack', '--pack-destination', packed, '--loglevel=error'];
    const printed = execFileSync('npm', words, { cwd: root, env: environment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const file = printed.trim().split('\n').at(-1) ?? '';
    execFileSync('tar', ['-xzf', join(packed, file), '-C', target, '--strip-components=1']);
  } finally {
    rmSync(packed, { recursive: true, force: true });
  }
  return folder;
}
