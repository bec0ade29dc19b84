// @ts-check
// What `cmake --install` puts in place works from there, as a service too.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../tools/project.mjs';
import { startChild } from '../support/child.mjs';
import { pancakeEnvironment, pancakeProgram } from '../support/pancake.mjs';

const prefix = mkdtempSync(join(tmpdir(), 'pancake-install-'));
after(() => rmSync(prefix, { recursive: true, force: true }));

/** The build folder of the program under test: build/bin is filled by the release build. */
function buildFolder() {
  const beside = join(dirname(pancakeProgram), '..');
  return existsSync(join(beside, 'CMakeCache.txt')) ? beside : join(root, 'build/release');
}

/** @param {string} program @param {string[]} words */
function ran(program, ...words) {
  const { status, stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
  assert.equal(error, undefined);
  return { status, output: stdout + stderr };
}

before(() => {
  const { status, output } = ran('cmake', '--install', buildFolder(), '--prefix', prefix);
  assert.equal(status, 0, output);
});

test('the installed program serves, and finds the browser package beside it', async (t) => {
  const words = ['serve', '--store', 'memory:', '--listen', '127.0.0.1:0'];
  const child = startChild(join(prefix, 'bin/pancake'), words, { cwd: prefix, env: pancakeEnvironment() });
  t.after(() => child.stop());
  const [, url] = await child.sees(/listening on (https?:\/\/\S+)/);
  for (const name of ['pancake.js', 'pancake.wasm', 'json.js', 'pancake-builder.wasm']) {
    const { status } = await fetch(`${url}/sdk/${name}`);
    assert.equal(status, 200, name);
  }
  assert.equal((await fetch(`${url}/sdk/node.js`)).status, 404);
});

test('the schema and settings to start from are installed, and every setting in them exists', () => {
  assert.ok(JSON.parse(readFileSync(join(prefix, 'share/pancake/pancake.schema.json'), 'utf8')).$schema);
  const config = join(prefix, 'share/doc/pancake/config.json');
  const { status, output } = ran(join(prefix, 'bin/pancake'), 'serve', '--config', config, '--print-config');
  assert.equal(status, 0, output);
  assert.match(output, /drain-delay +5s +\S+config\.json:\d+: drain-delay/);
});

test("the systemd unit names the installed program, and holds together in systemd's own eyes", (t) => {
  const unit = join(prefix, 'lib/systemd/system/pancake.service');
  const text = readFileSync(unit, 'utf8');
  assert.ok(text.includes(`ExecStart=${prefix}/bin/pancake serve `), text);
  assert.doesNotMatch(text, /@\w+@/);
  for (const line of ['Type=notify', 'DynamicUser=yes', 'ProtectSystem=strict', 'NoNewPrivileges=yes', 'CapabilityBoundingSet=']) {
    assert.ok(text.split('\n').includes(line), line);
  }
  if (spawnSync('systemd-analyze', ['--version']).error) {
    t.diagnostic('systemd-analyze is not installed: the unit was only read');
    return;
  }
  const verified = ran('systemd-analyze', 'verify', '--man=no', unit);
  assert.equal(verified.status, 0, verified.output);
  assert.doesNotMatch(verified.output, /pancake\.service/);
  // The exposure level times ten: above 2.0 of 10 the unit lets more through than it needs.
  const security = ran('systemd-analyze', 'security', '--offline=true', '--threshold=20', unit);
  assert.equal(security.status, 0, security.output);
});
