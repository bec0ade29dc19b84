// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pancake } from '../support/cli.mjs';
import { startServer, untilReady } from '../support/server.mjs';

const definitions = { extensions: { pancake: { switches: { W: { default: false, client: true } } } } };
/** @type {string} */
let folder;
/** @type {import('../support/server.mjs').Server} */
let server;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pancake-events-'));
  writeFileSync(join(folder, 'pancake.json'), JSON.stringify(definitions));
  const env = { PANCAKE_STORE: 'sqlite:flags.db' };
  server = await startServer({ args: ['--definitions', 'pancake.json', '--threads', '2'], cwd: folder, env });
  await ready(server.url);
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Waits until the store was read. @param {string} url */
async function ready(url) {
  await untilReady(url);
}

let on = false;
/** One change in the store; gives the revision that the server has when it has seen it. */
async function change() {
  const old = await current();
  on = !on;
  const args = ['switches', on ? 'enable' : 'disable', 'W', '--store', 'sqlite:flags.db'];
  const { code, stderr } = await pancake(args, { cwd: folder });
  assert.equal(code, 0, stderr);
  for (;;) {
    const now = await current();
    if (now !== old) return now;
  }
}

/** The revision that the server has. */
async function current() {
  const response = await fetch(`${server.url}/snapshot/pancake`, { method: 'HEAD' });
  return Number(response.headers.get('Pancake-Revision'));
}

/**
 * A client over plain TCP.
 * @typedef {object} Listener
 * @property {import('node:net').Socket} socket
 * @property {number[]} ids of the events so far
 * @property {() => string} head
 * @property {(seen: () => boolean) => Promise<void>} until
 * @property {Promise<void>} closed
 */

/** @param {string} [target] @param {string} [fields] @param {string} [method] @returns {Listener} */
function listen(target = '/events/pancake', fields = '', method = 'GET') {
  const socket = connect(server.port, '127.0.0.1');
  let head = '';
  let rest = '';
  /** @type {number[]} */
  const ids = [];
  /** @type {Set<() => void>} */
  const watchers = new Set();
  const take = (/** @type {string} */ block) => {
    const event = /^id: (\d+)\ndata: (.*)$/.exec(block);
    if (!event) return assert.match(block, /^(?:retry: \d+|:)$/);
    ids.push(Number(event[1]));
    assert.deepEqual(JSON.parse(event[2] ?? ''), { type: 'refetchEvaluation', extension: 'pancake', revision: Number(event[1]) });
  };
  socket.setEncoding('utf8');
  socket.on('connect', () => socket.write(`${method} ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`));
  socket.on('data', (part) => {
    rest += part;
    if (head === '' && rest.includes('\r\n\r\n')) {
      const end = rest.indexOf('\r\n\r\n') + 4;
      head = rest.slice(0, end);
      rest = rest.slice(end);
    }
    for (let end = rest.indexOf('\n\n'); head !== '' && end >= 0; end = rest.indexOf('\n\n')) {
      take(rest.slice(0, end));
      rest = rest.slice(end + 2);
    }
    for (const look of watchers) look();
  });
  socket.on('error', () => {});
  return {
    socket,
    ids,
    head: () => head,
    until: (seen) =>
      new Promise((resolve) => {
        const look = () => {
          if (!seen()) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    closed: new Promise((resolve) => socket.on('close', () => resolve())),
  };
}

test('a client is told the current revision at once, and every new one', async () => {
  const client = listen();
  await client.until(() => client.ids.length === 1);
  assert.match(client.head(), /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(client.head(), /\r\nContent-Type: text\/event-stream\r\n/);
  assert.doesNotMatch(client.head(), /Content-Length|Set-Cookie|Access-Control/);
  assert.equal(client.ids[0], await current());
  const changed = await change();
  await client.until(() => client.ids.length === 2);
  assert.equal(client.ids[1], changed);
  client.socket.destroy();
});

test('a client that comes back with the current revision is told nothing, any other the current one', async () => {
  const revision = await current();
  const clients = [
    listen('/events/pancake', `Last-Event-ID: ${revision}\r\n`),
    listen(`/events/pancake?last-event-id=${revision}`),
    listen('/events/pancake', `Last-Event-ID: ${revision - 1}\r\n`),
    listen('/events/pancake', `Last-Event-ID: ${revision + 1000}\r\n`),
    listen('/events/pancake', 'Last-Event-ID: nonsense\r\n'),
  ];
  await Promise.all(clients.map((client, i) => client.until(() => (i < 2 ? client.head() !== '' : client.ids.length === 1))));
  const changed = await change();
  await Promise.all(clients.map((client) => client.until(() => client.ids.at(-1) === changed)));
  assert.deepEqual(clients.map((client) => client.ids), [
    [changed],
    [changed],
    [revision, changed],
    [revision, changed],
    [revision, changed],
  ]);
  for (const client of clients) client.socket.destroy();
});

test('HEAD says what GET would, an old client hears too, and an unknown extension is not there', async () => {
  const head = listen('/events/pancake', '', 'HEAD');
  await head.closed;
  assert.match(head.head(), /Content-Type: text\/event-stream\r\n/);
  assert.deepEqual(head.ids, []);
  const old = connect(server.port, '127.0.0.1');
  old.write('GET /events/pancake HTTP/1.0\r\n\r\n');
  const text = await new Promise((resolve) => old.once('data', resolve));
  assert.match(String(text), /\r\nConnection: close\r\n\r\nretry: \d+\n\nid: \d+\n/);
  old.destroy();
  assert.equal((await fetch(`${server.url}/events/nobody`)).status, 404);
  assert.equal((await fetch(`${server.url}/events/pancake`, { method: 'POST' })).status, 405);
});

test('2,000 clients all see the last of many changes, and ids never go back', async () => {
  const clients = Array.from({ length: 2000 }, () => listen());
  await Promise.all(clients.map((client) => client.until(() => client.ids.length > 0)));
  const leaving = clients.splice(0, 100);
  leaving.forEach((client, i) => (i % 2 ? client.socket.destroy() : client.socket.end()));
  let last = 0;
  for (let i = 0; i < 20; ++i) last = await change();
  await Promise.all(clients.map((client) => client.until(() => client.ids.at(-1) === last)));
  for (const { ids } of clients) {
    assert.deepEqual(ids, [...new Set(ids)].sort((a, b) => a - b));
  }
  for (const client of clients) client.socket.destroy();
});

test('a client that half-closes is let go', async () => {
  const client = listen();
  await client.until(() => client.ids.length === 1);
  client.socket.end();
  await client.closed;
});

test('a server that is told to end ends its streams, and goes', async () => {
  const other = await startServer({ definitions });
  await ready(other.url);
  const socket = connect(other.port, '127.0.0.1');
  socket.write('GET /events/pancake HTTP/1.1\r\nHost: a\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  const ended = new Promise((resolve) => socket.on('end', () => resolve(undefined)));
  socket.resume();
  const stopped = other.stop();
  await ended;
  assert.equal((await stopped).code, 0);
});
