// @ts-check
// What systemd is told, by a stand-in that has the socket (Node has no datagrams of that family).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pancakeEnvironment, pancakeProgram } from '../support/pancake.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pancake-notify-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const standIn = fileURLToPath(new URL('notify.py', import.meta.url));

/** @param {string} socket a path, or a name after "@" */
function startUnder(socket) {
  const definitions = join(folder, 'pancake.json');
  writeFileSync(definitions, '{"extensions":{"shop":{}}}');
  const words = ['serve', '--store', 'memory:', '--listen', '127.0.0.1:0', '--definitions', definitions];
  const child = spawn('/usr/bin/python3', [standIn, socket, pancakeProgram, ...words], { env: pancakeEnvironment() });
  after(() => child.kill('SIGKILL'));
  child.stderr.resume();
  let told = '';
  let look = () => {};
  child.stdout.setEncoding('utf8').on('data', (text) => {
    told += text;
    look();
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  return {
    definitions,
    say: (/** @type {string} */ word) => child.stdin.write(`${word}\n`),
    told: () => told,
    /** @param {RegExp} pattern */
    hears: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => pattern.test(told) && resolve(undefined);
        ended.then(() => reject(new Error(`it ended before it said ${pattern}: ${told}`)));
        look();
      }),
    ended,
  };
}

test('systemd hears of readiness, life, reloads and the end, in their order', async () => {
  const service = startUnder(join(folder, 'notify'));
  await service.hears(/^READY=1 STATUS=Serving shop\n/);
  await service.hears(/WATCHDOG=1\n[^]*WATCHDOG=1\n/);
  writeFileSync(service.definitions, '{"extensions":{"bakery":{}}}');
  service.say('HUP');
  await service.hears(/RELOADING=1 MONOTONIC_USEC=\d+ STATUS=Reloading\n[^]*READY=1 STATUS=Serving bakery\n/);
  service.say('TERM');
  await service.ended;
  assert.match(service.told(), /STOPPING=1 STATUS=Draining\n(?:WATCHDOG=1\n)*EXIT 0\n$/);
});

test('a reload that fails ends with READY too, so that systemd does not wait for it', async () => {
  const service = startUnder(`@pancake-notify-${process.pid}`);
  await service.hears(/READY=1/);
  writeFileSync(service.definitions, '{');
  service.say('HUP');
  await service.hears(/RELOADING=1[^\n]*\n[^]*READY=1 STATUS=Serving shop\n/);
  service.say('TERM');
  await service.ended;
  assert.match(service.told(), /EXIT 0\n$/);
});
