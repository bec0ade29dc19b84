// @ts-check
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { packagesOf } from '../../tools/debian_packages.mjs';
import { root } from '../../tools/project.mjs';

test('the set-up of a machine that has everything says nothing and takes no time', () => {
  const start = performance.now();
  const run = spawnSync(process.execPath, ['tools/setup.mjs', 'test'], { cwd: root, encoding: 'utf8' });
  assert.deepEqual([run.status, run.stdout, run.stderr], [0, '', '']);
  assert.ok(performance.now() - start < 1000, 'it took longer than a second');
});

test('every Debian package has a reason', () => {
  for (const [name, reason] of Object.entries(packagesOf('test'))) assert.match(reason, /\w{3}/, name);
});

test('an unknown group of packages is wrong usage', () => {
  assert.equal(spawnSync(process.execPath, ['tools/setup.mjs', 'tset'], { cwd: root }).status, 2);
});

test('npm versions are exact and the lock file names no registry', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const [name, version] of Object.entries(devDependencies)) assert.match(String(version), /^\d+\.\d+\.\d+/, name);
  for (const lock of ['package-lock.json', 'tests/runtimes/programs/package-lock.json']) {
    assert.doesNotMatch(readFileSync(join(root, lock), 'utf8'), /"resolved"/, lock);
  }
});

test('scripts run with the Node that the lock file pins', () => {
  const script = 'console.log(process.version)';
  const version = execFileSync('node', ['-e', script], { cwd: root, encoding: 'utf8', env: process.env });
  assert.match(version, /^v22\./);
});
