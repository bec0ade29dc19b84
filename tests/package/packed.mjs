// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environment, root } from '../../tools/project.mjs';

/** Every entry of the package that is a module: `pancake-flags`, `pancake-flags/edge`, … */
export const entries = Object.keys(manifest().exports)
  .filter((name) => !/\.(?:wasm|json)$/.test(name))
  .map((name) => `pancake-flags${name.slice(1)}`);

export function manifest() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

/**
 * The package as `npm publish` would send it, installed in an empty project without a network.
 * @typedef {object} Installed
 * @property {string} tarball
 * @property {string} project the folder of the project
 * @property {(name: string, text: string) => string} write a file of the project; gives its path
 * @property {() => void} remove
 */

/** @returns {Installed} */
export function installPacked() {
  const folder = mkdtempSync(join(tmpdir(), 'pancake-packed-'));
  const npm = (/** @type {string} */ cwd, /** @type {string[]} */ ...words) =>
    execFileSync('npm', words, { cwd, encoding: 'utf8', env: environment({ npm_config_cache: join(folder, 'cache'), npm_config_loglevel: 'error' }) });
  npm(root, 'pack', '--pack-destination', folder);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
  npm(project, 'install', tarball, '--offline', '--no-audit', '--no-fund', '--no-package-lock');
  return {
    tarball,
    project,
    write(name, text) {
      writeFileSync(join(project, name), text);
      return join(project, name);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Gives the project a package that the application would bring. @param {Installed} installed @param {string[]} names */
export function bring(installed, names) {
  for (const name of names) {
    const place = join(installed.project, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    if (!existsSync(place)) symlinkSync(join(root, 'node_modules', name), place);
  }
}
