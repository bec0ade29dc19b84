// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './project.mjs';

const log = join(root, 'build/setup.log');

/**
 * Installs those of the packages that are missing, saying which and why; silent when all are there.
 * Throws an Error whose message tells what to do by hand.
 * @param {Record<string, string>} packages Debian package to reason
 */
export function installDebianPackages(packages) {
  const missing = missingOf(Object.keys(packages));
  if (missing.length === 0) return;
  const wide = Math.max(...missing.map((name) => name.length));
  say('Missing Debian packages:');
  for (const name of missing) say(`  ${name.padEnd(wide)}  ${packages[name]}`);
  if (!has('apt-get')) throw new Error('this machine has no apt-get: install them by hand');
  mkdirSync(join(root, 'build'), { recursive: true });
  say(`Installing them with apt${isRoot() ? '' : ' and sudo'}, some minutes (log: build/setup.log)`);
  if (!aptKnowsPackages()) apt(['update']);
  if (!tryApt(installing(missing))) {
    apt(['update']); // Package lists grow old and name files that are gone.
    apt(installing(missing));
  }
  say('Debian packages are installed.');
}

/**
 * @param {string[]} names
 * @returns {string[]} those that are not installed
 */
function missingOf(names) {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], {
    encoding: 'utf8',
  });
  if (query.error) {
    throw new Error(
      `this is no Debian (dpkg-query: ${query.error.message}). Install by hand what these packages hold, ` +
        `then set PANCAKE_SETUP=npm so that only npm packages are looked after: ${names.join(' ')}`,
    );
  }
  const installed = new Set(query.stdout.split('\n').filter((line) => line.endsWith(' installed')));
  return names.filter((name) => !installed.has(`${name} installed`));
}

/** @param {string[]} names */
function installing(names) {
  return ['install', '-y', '--no-install-recommends', ...names];
}

/** A fresh machine has empty package lists. */
function aptKnowsPackages() {
  try {
    return readdirSync('/var/lib/apt/lists').some((file) => file.includes('_Packages'));
  } catch {
    return false;
  }
}

/** @param {string[]} words */
function apt(words) {
  if (tryApt(words)) return;
  const end = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`${end}\napt-get ${words.join(' ')}\nfailed: run it by hand as root, or see build/setup.log`);
}

/** @param {string[]} words @returns {boolean} whether apt-get did it */
function tryApt(words) {
  const command = ['apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300', ...words];
  const full = ['env', 'DEBIAN_FRONTEND=noninteractive', ...command];
  if (!isRoot()) {
    if (!has('sudo')) throw new Error(`there is no sudo: run as root\n  ${command.join(' ')}`);
    full.unshift('sudo');
  }
  const output = openSync(log, 'a');
  // The terminal stays connected, so that sudo can ask for a password.
  return spawnSync(full[0], full.slice(1), { stdio: ['inherit', output, output] }).status === 0;
}

function isRoot() {
  return process.getuid?.() === 0;
}

/** @param {string} program */
function has(program) {
  return !spawnSync(program, ['--version'], { stdio: 'ignore' }).error;
}
