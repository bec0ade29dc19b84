// @ts-check
// How `pancake serve` ends when it does not start: 1 for what it refuses, 2 for words that cannot be meant.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pancake } from '../support/cli.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pancake-starts-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} name @param {string} text */
function file(name, text) {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const good = file('good.json', '{"extensions":{"pancake":{}}}');
const everywhere = ['--listen', '0.0.0.0:0'];

/** @type {[number, string, string[], RegExp][]} */
const starts = [
  [1, 'no token where other machines reach it', everywhere, /its admin API needs a token/],
  [1, 'a short token where other machines reach it', [...everywhere, '--token-file', file('short', 'short\n')], /at least 32 bytes/],
  [1, 'tokens without TLS', [...everywhere, '--token-file', file('long', `${'x'.repeat(40)}\n`)], /without TLS/],
  [1, 'a line of a token file that is none', ['--token-file', file('tokens', 'sha256:12 x y z\n')], /token 1: .*64 hexadecimal digits/],
  [1, 'a definitions file that does not hold together', ['--definitions', file('bad.json', '{"extensions":{}}')], /names no extension/],
  [1, 'signed cookies without a secret', ['--definitions', file('signed.json', '{"extensions":{"a":{"cookie":{"format":"flask-pancake"}}}}')], /--secret-file/],
  [1, 'a value of the config file that cannot be meant', ['--config', file('config.json', '{"threads":"many"}')], /config\.json:1: threads/],
  [1, 'a store that cannot be opened', ['--store', `sqlite:${folder}`], /./],
  [1, 'a folder that is not there', ['--static', join(folder, 'nowhere')], /not a folder/],
  [2, 'an option that is not there', ['--lissten', 'x'], /--lissten/],
  [2, 'a value of an option that cannot be meant', ['--threads', 'many'], /--threads/],
  [2, 'an address that is none', ['--listen', 'nowhere'], /nowhere/],
  [2, 'a store that is none', ['--store', 'mysql://x'], /store/],
  [1, 'a certificate without its key', ['--tls-cert', good], /--tls-cert: TLS needs both/],
];

for (const [code, what, args, message] of starts) {
  test(`${what}: exit code ${code}`, async () => {
    const defaults = { '--store': 'memory:', '--listen': '127.0.0.1:0', '--definitions': good, '--state-dir': '' };
    const missing = Object.entries(defaults).flatMap(([name, value]) => (args.includes(name) ? [] : [name, value]));
    const ended = await pancake(['serve', ...missing, ...args], { cwd: folder });
    assert.match(ended.stderr, message);
    assert.equal(ended.code, code, ended.stderr);
    assert.equal(ended.stdout, '');
  });
}
