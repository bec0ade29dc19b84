// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './project.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} Locked */

const pinnedNode = join(root, 'node_modules/.bin/node');

/**
 * Installs the project's npm packages when node_modules holds others than the lock file says;
 * silent when it holds them all. Throws an Error with npm's own words when npm fails.
 */
export function installNpmPackages() {
  if (existsSync(pinnedNode) && isInstalled(root)) return;
  say('Installing npm packages from package-lock.json');
  install(root);
  if (!existsSync(pinnedNode)) placePinnedNode();
}

/** The same for the older and newer Node.js that the npm package is tested under. */
export function installTestRuntimes() {
  installOf('other versions of Node.js', 'tests/runtimes/programs');
}

/** The same for the SDKs that benchmarks measure beside ours. */
export function installPeers() {
  installOf('the SDKs to measure', 'tests/bench/peers/sdks');
}

/** @param {string} what @param {string} path */
function installOf(what, path) {
  const folder = join(root, path);
  if (isInstalled(folder)) return;
  say(`Installing ${what} from ${path}/package-lock.json`);
  install(folder);
}

/** @param {string} folder */
function install(folder) {
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, encoding: 'utf8' });
  if (npm.error) throw new Error(`npm does not start: ${npm.error.message}`);
  if (npm.status !== 0) throw new Error(`npm ci failed:\n${npm.stdout}${npm.stderr}`);
}

/**
 * Whether node_modules is what the lock file says. npm leaves its own list of what it installed,
 * so a comparison of the two lists tells, and costs a few milliseconds.
 * @param {string} folder
 */
function isInstalled(folder) {
  const list = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(list)) return false;
  const there = readLock(list);
  const wanted = readLock(join(folder, 'package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const installed = there[path];
    // Which optional packages fit this machine is npm's to say.
    if (!installed) return entry.optional === true;
    return installed.version === entry.version && installed.integrity === entry.integrity;
  });
}

/** @param {string} file @returns {Record<string, Locked>} */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/** The package `node` fetches its program in an install script, which npm may be told not to run. */
function placePinnedNode() {
  const script = spawnSync('npm', ['rebuild', '--ignore-scripts=false', 'node'], { cwd: root, encoding: 'utf8' });
  if (script.status !== 0 || !existsSync(pinnedNode)) {
    throw new Error(`the npm package "node" did not place its program:\n${script.stdout}${script.stderr}`);
  }
}
