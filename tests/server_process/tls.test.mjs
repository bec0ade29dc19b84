// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { makeCertificate } from '../support/certificates.mjs';
import { pancake } from '../support/cli.mjs';
import { startServer } from '../support/server.mjs';

const features = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`FLAG_${i}`, { default: false, client: true }]));
const definitions = { extensions: { pancake: { flags: features } } };
/** @type {string} */
let folder;
/** @type {import('../support/server.mjs').Server} */
let server;
const path = (/** @type {string} */ name) => join(folder, name);
const pem = (/** @type {string} */ name) => readFileSync(path(name));

const certify = (/** @type {string} */ name, /** @type {string} */ ca = '') => makeCertificate(folder, name, ca);

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pancake-tls-'));
  certify('authority');
  certify('server', 'authority');
  certify('client', 'authority');
  certify('stranger');
  server = await startServer({ definitions, args: ['--tls-cert', path('server.crt'), '--tls-key', path('server.key')] });
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * @param {string} url @param {import('node:https').RequestOptions} [options]
 * @returns {Promise<{ status: number, body: Buffer, headers: import('node:http').IncomingHttpHeaders }>}
 */
function get(url, options = {}) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca: pem('authority.crt'), agent: false, ...options }, (response) => {
      /** @type {Buffer[]} */
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts), headers: response.headers }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Waits until the store was read. @param {string} url */
async function ready(url) {
  while ((await get(`${url}/readyz`)).status !== 200) await new Promise((done) => setTimeout(done, 10));
}

test('answers come over TLS, large ones too', async () => {
  assert.match(server.url, /^https:/);
  await ready(server.url);
  assert.equal((await get(`${server.url}/healthz`)).body.toString(), '{"status":"ok"}\n');
  const { body } = await get(`${server.url}/snapshot/pancake`, { headers: { Accept: 'application/json' } });
  assert.ok(body.length > 1_000_000);
  assert.ok(JSON.parse(body.toString()));
});

test('TLS 1.3 and 1.2 are spoken, nothing older, and http/1.1 by ALPN', async () => {
  const protocolOf = (/** @type {import('node:tls').ConnectionOptions} */ options) =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: server.port, host: '127.0.0.1', ca: pem('authority.crt'), ALPNProtocols: ['h2', 'http/1.1'], ...options }, () => {
        resolve(`${socket.getProtocol()} ${socket.alpnProtocol}`);
        socket.destroy();
      });
      socket.on('error', reject);
    });
  assert.equal(await protocolOf({}), 'TLSv1.3 http/1.1');
  assert.equal(await protocolOf({ maxVersion: 'TLSv1.2' }), 'TLSv1.2 http/1.1');
  await assert.rejects(protocolOf({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }));
  await assert.rejects(protocolOf({ ALPNProtocols: ['h2'] }));
});

test('events come over TLS', async () => {
  const socket = connect({ port: server.port, host: '127.0.0.1', ca: pem('authority.crt') });
  socket.write('GET /events/pancake HTTP/1.1\r\nHost: a\r\n\r\n');
  let text = '';
  await new Promise((resolve) => socket.on('data', (part) => {
    text += part;
    if (/\nid: \d+\ndata: /.test(text)) resolve(undefined);
  }));
  socket.destroy();
});

test('a client that speaks no TLS, or goes amid the handshake, harms nobody', async () => {
  const plain = connectPlain(server.port, '127.0.0.1');
  plain.on('error', () => {});
  plain.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
  await new Promise((resolve) => plain.on('close', resolve));
  const gone = connectPlain(server.port, '127.0.0.1', () => gone.destroy());
  await new Promise((resolve) => gone.on('close', resolve));
  assert.equal((await get(`${server.url}/healthz`)).status, 200);
});

test('with a client CA only its clients are served', async () => {
  const guarded = await startServer({
    definitions: { extensions: { pancake: {} } },
    args: ['--tls-cert', path('server.crt'), '--tls-key', path('server.key'), '--tls-client-ca', path('authority.crt')],
  });
  const url = `${guarded.url}/healthz`;
  assert.equal((await get(url, { cert: pem('client.crt'), key: pem('client.key') })).status, 200);
  await assert.rejects(get(url));
  await assert.rejects(get(url, { cert: pem('stranger.crt'), key: pem('stranger.key') }));
  await guarded.stop();
});

test('SIGHUP takes a new certificate, and keeps the old one when the new files do not fit', async () => {
  const names = ['now.crt', 'now.key'];
  const use = (/** @type {string} */ name) => names.forEach((file) => writeFileSync(path(file), pem(file.replace('now', name))));
  const subject = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: live.port, host: '127.0.0.1', ca: pem('authority.crt') }, () => {
        resolve(socket.getPeerCertificate().subject.CN);
        socket.destroy();
      });
      socket.on('error', reject);
    });
  use('server');
  const live = await startServer({
    definitions: { extensions: { pancake: {} } },
    args: ['--tls-cert', path('now.crt'), '--tls-key', path('now.key')],
  });
  await ready(live.url);
  assert.equal(await subject(), 'server');
  use('client'); // a certificate like any other
  process.kill(live.pid, 'SIGHUP');
  await live.logsMatch(/reloaded/);
  assert.equal(await subject(), 'client');
  writeFileSync(path('now.key'), 'nothing\n');
  process.kill(live.pid, 'SIGHUP');
  await live.logsMatch(/not reloaded[^\n]*now\.key' is no PEM private key/);
  assert.equal(await subject(), 'client');
  await live.stop();
});

test('a reload neither begins nor ends TLS: it is refused, and all stays as it was', async () => {
  const config = path('config.json');
  const write = (/** @type {object} */ settings) => writeFileSync(config, JSON.stringify(settings));
  const pair = { 'tls-cert': path('server.crt'), 'tls-key': path('server.key') };
  for (const [before, after] of [[pair, {}], [{}, pair]]) {
    write(before);
    const live = await startServer({ definitions: { extensions: { pancake: {} } }, args: ['--config', config] });
    try {
      assert.match(live.url, before === pair ? /^https:/ : /^http:/);
      write(after);
      process.kill(live.pid, 'SIGHUP');
      await live.logsMatch(/not reloaded[^\n]*a running server does not begin or end to speak TLS/);
      const { status } = before === pair ? await get(`${live.url}/healthz`) : await fetch(`${live.url}/healthz`);
      assert.equal(status, 200);
    } finally {
      await live.stop();
    }
  }
});

test('clients that ask without a pause, on one thread, do not starve others', async () => {
  const asked = Buffer.from('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(200));
  const floods = await Promise.all(Array.from({ length: 4 }, () => flood(asked)));
  try {
    for (let count = 0; count < 20; ++count) {
      assert.equal((await get(`${server.url}/healthz`)).status, 200);
      for (const one of floods) assert.equal(one.broken, null);
    }
    assert.ok(floods.every((one) => one.answered > 0));
  } finally {
    for (const one of floods) one.socket.destroy();
  }
});

/** Sends these requests over and over, as fast as they are taken, until it is destroyed. @param {Buffer} asked */
async function flood(asked) {
  const socket = connect({ port: server.port, host: '127.0.0.1', ca: pem('authority.crt') });
  const one = { socket, answered: 0, broken: /** @type {Error | null} */ (null) };
  socket.on('error', (error) => (one.broken = error));
  const more = () => {
    if (!socket.destroyed) socket.write(asked, more);
  };
  await new Promise((resolve) => socket.once('secureConnect', () => resolve(undefined)));
  more();
  await new Promise((resolve) => socket.on('data', (part) => resolve((one.answered += part.length))));
  return one;
}

test('files that do not fit are named, with what to do', async () => {
  writeFileSync(path('nothing.pem'), 'nothing\n');
  const rows = /** @type {[string[], RegExp][]} */ ([
    [['--tls-cert', path('server.crt')], /both --tls-cert and --tls-key/],
    [['--tls-cert', path('absent.crt'), '--tls-key', path('server.key')], /absent\.crt' cannot be read/],
    [['--tls-cert', path('server.crt'), '--tls-key', path('absent.key')], /absent\.key' cannot be read/],
    [['--tls-cert', path('nothing.pem'), '--tls-key', path('server.key')], /certificate '.*nothing\.pem' is no chain of PEM/],
    [['--tls-cert', path('server.crt'), '--tls-key', path('nothing.pem')], /key '.*nothing\.pem' is no PEM private key/],
    [['--tls-cert', path('server.crt'), '--tls-key', path('client.key')], /client\.key' does not belong to .*server\.crt/],
    [['--tls-cert', path('server.crt'), '--tls-key', path('server.key'), '--tls-client-ca', path('nothing.pem')], /client CA '.*nothing\.pem'/],
  ]);
  for (const [args, message] of rows) {
    const { code, stderr } = await pancake(['serve', '--store', 'memory:', '--listen', '127.0.0.1:0', ...args], { cwd: folder });
    assert.notEqual(code, 0, args.join(' '));
    assert.match(stderr, message);
  }
});

test('the visitor cookie is Secure', async () => {
  await ready(server.url);
  const [cookie] = (await get(`${server.url}/status`)).headers['set-cookie'] ?? ['none'];
  assert.match(cookie, /^pancake=.*; Secure/);
});
