// @ts-check
// Nothing that tells one visitor apart reaches another, and no secret reaches anybody: 1,000 object
// ids and a dozen secrets are planted wherever they can enter a server, every route and the command
// line are asked as many visitors, and all that comes out is searched.
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../tools/project.mjs';
import { pancake } from '../support/cli.mjs';
import { startRedis } from '../support/redis.mjs';
import { startServer } from '../support/server.mjs';

const visitorCount = 100;
const places = ['header', 'cookie', 'query', 'claim', 'client', 'visitor'];

/** A text that stands nowhere else, and whose every appearance can be searched for. */
const planted = (/** @type {string} */ kind) => `Z${kind}${randomBytes(9).toString('hex')}`;

/** @typedef {Record<string, string>} Ids by place */
/** What each visitor says of itself: one id a place. */
const visitors = Array.from({ length: visitorCount }, () => /** @type {Ids} */ (Object.fromEntries(places.map((place) => [place, planted(place)]))));
/** Ids that nobody ever presents: the store alone knows them. */
const strangers = Array.from({ length: 1000 - visitorCount * places.length }, () => planted('stranger'));
const allIds = [...visitors.flatMap((ids) => Object.values(ids)), ...strangers];

const secrets = {
  admin: `Sadmin${randomBytes(20).toString('hex')}`,
  hashedAdmin: `Shashed${randomBytes(20).toString('hex')}`,
  serverKey: `Skey${randomBytes(20).toString('hex')}`,
  wrongToken: `Swrong${randomBytes(20).toString('hex')}`,
  cookie: `Scookie${randomBytes(20).toString('hex')}`,
  oldCookie: `Sold${randomBytes(20).toString('hex')}`,
  redis: `Sredis${randomBytes(20).toString('hex')}`,
  jwt: `Sjwt${randomBytes(20).toString('hex')}`,
  jwks: `Sjwks${randomBytes(20).toString('hex')}`,
  environmentToken: `Senv${randomBytes(20).toString('hex')}`,
};

const groups = [
  { id: 'header', from: 'header:X-User' },
  { id: 'cookie', from: 'cookie:uid' },
  { id: 'query', from: 'query:user' },
  { id: 'claim', from: 'claim:account.id' },
  { id: 'client', from: 'client' },
];
const features = {
  switches: { OPEN: { default: true, client: true } },
  flags: { SHOWN: { default: false, client: true }, HIDDEN: { default: false } },
  samples: { ODDS: { default: 50, client: true } },
};
const definitions = {
  extensions: {
    pancake: { groups, visitor: { from: 'client' }, ...features },
    signed: { groups, visitor: { from: 'header:X-User' }, cookie: { format: 'flask-pancake' }, ...features },
  },
};

/** @type {import('../support/redis.mjs').Redis} */
let redis;
/** @type {string} */
let folder;
/** @type {string} */
let store;

/** Everything that came out, with who may see it: its own ids, or those of all for an administrator. */
/** @type {{ from: string, text: string, own: Set<string>, ownSecret?: string }[]} */
const seen = [];
const everybody = new Set(allIds);
const nobody = new Set();

before(async () => {
  redis = await startRedis({ args: ['--requirepass', secrets.redis] });
  await redis.client.command('AUTH', secrets.redis);
  store = `redis://:${secrets.redis}@127.0.0.1:${redis.port}/0`;
  folder = mkdtempSync(join(tmpdir(), 'pancake-privacy-'));
  const write = (/** @type {string} */ name, /** @type {string} */ text) => {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o600);
  };
  const hashed = await pancake(['token', 'hash', '--name', 'hashed'], { stdin: secrets.hashedAdmin });
  write('tokens', `${secrets.admin}\n${hashed.stdout}`);
  write('keys', `${secrets.serverKey}\n`);
  write('secrets', `${secrets.cookie}\n${secrets.oldCookie}\n`);
  write('jwt-secret', secrets.jwt);
  write('jwks', JSON.stringify({ keys: [{ kty: 'oct', kid: 'k', k: Buffer.from(secrets.jwks).toString('base64url') }] }));
  write('pancake.json', JSON.stringify(definitions));
  await plantOverrides();
});
after(async () => {
  await redis?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every id has an override in both extensions, as a Flask application writes them. */
async function plantOverrides() {
  const owned = [
    ...visitors.flatMap((ids) => places.slice(0, 5).map((place) => [place, ids[place]])),
    ...strangers.map((id, index) => [places[index % 5], id]),
  ];
  await Promise.all(owned.flatMap(([group, id], index) => ['pancake', 'signed'].flatMap((extension) => ['SHOWN', 'HIDDEN'].flatMap((flag) => {
    const key = `FLAG:${extension}:k:${group}:${flag}:${id}`;
    return [redis.client.command('SADD', `FLAG:${extension}:t:${group}:${flag}`, key), redis.client.command('SET', key, String(index % 2))];
  }))));
}

/** @param {Ids} ids @param {'jwt' | 'jwks'} key */
function jwt(ids, key, claims = {}) {
  const part = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part({ alg: 'HS256', kid: 'k' })}.${part({ sub: ids.claim, account: { id: ids.claim }, ...claims })}`;
  return `${input}.${createHmac('sha256', secrets[key]).update(input).digest('base64url')}`;
}

/**
 * One request; what comes back is kept for the search.
 * @param {import('../support/server.mjs').Server} server
 * @param {{ method?: string, path: string, headers?: Record<string, string>, body?: string, own: Set<string> }} asked
 */
function ask(server, { method = 'GET', path, headers = {}, body, own }) {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ port: server.port, host: '127.0.0.1', method, path, headers: { connection: 'close', ...headers } }, (response) => {
      /** @type {Buffer[]} */
      const chunks = [];
      response.on('data', (chunk) => {
        chunks.push(chunk);
        if (String(response.headers['content-type']).startsWith('text/event-stream')) response.destroy();
      });
      response.on('close', () => {
        const text = Buffer.concat(chunks).toString('latin1');
        const kept = { from: `${method} ${path} -> ${response.statusCode}`, text: `${response.rawHeaders.join('\n')}\n\n${text}`, own };
        seen.push(kept);
        resolve({ status: response.statusCode, headers: response.headers, text, kept });
      });
      response.on('error', () => {});
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Bytes that are no good HTTP, with a visitor's ids in them. */
function askRaw(/** @type {import('../support/server.mjs').Server} */ server, /** @type {string} */ bytes, /** @type {Set<string>} */ own) {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.end(bytes));
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => (text += chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(seen.push({ from: `raw ${bytes.slice(0, 40)}`, text, own })));
  });
}

/** What a visitor sends, so that each of its ids is somewhere. */
function headersOf(/** @type {Ids} */ ids, /** @type {string} */ bearer) {
  return {
    'X-User': ids.header,
    Cookie: `uid=${ids.cookie}; pancake=${ids.cookie}; signed=${ids.cookie}`,
    'Pancake-Ids': `client=${ids.client}&header=${ids.client}`,
    'Pancake-Visitor': ids.visitor,
    Authorization: `Bearer ${bearer}`,
    'User-Agent': ids.header,
    Referer: `http://shop.example/${ids.query}`,
  };
}

/**
 * Requests of one visitor by the path in the table of routes: a route that is not here fails the test.
 * @type {Record<string, (ids: Ids) => { method?: string, path: string, body?: string, headers?: Record<string, string> }[]>}
 */
const requestsOf = {
  '/status': (ids) => [{ path: `/status?user=${ids.query}` }, { path: `/status/signed?user=${ids.query}` }, { path: `/status/${ids.query}` }],
  '/overview': (ids) => [{ path: `/overview?user=${ids.query}` }, { path: `/overview/${ids.query}`, headers: { Accept: 'text/html' } }],
  '/snapshot': (ids) => [
    ...['public', 'personal', 'full', ids.query].map((scope) => ({ path: `/snapshot/pancake?scope=${scope}&user=${ids.query}` })),
    { path: `/snapshot/signed?scope=personal&user=${ids.query}`, headers: { Accept: 'application/json' } },
    { path: `/snapshot/${ids.query}` },
  ],
  '/session': (ids) => [{ path: '/session' }, { method: 'DELETE', path: '/session' }, { method: 'POST', path: '/session', body: JSON.stringify({ token: ids.query }), headers: { 'Content-Type': 'application/json' } }],
  '/session/end': (ids) => [{ method: 'POST', path: '/session/end', body: `x=${ids.query}` }],
  '/overview-page': (ids) => [{ path: `/overview-page/${ids.query}` }],
  '/healthz': (ids) => [{ path: `/healthz?user=${ids.query}` }],
  '/readyz': (ids) => [{ path: `/readyz?user=${ids.query}` }],
  '/metrics': (ids) => [{ path: `/metrics?user=${ids.query}` }],
  '/events': (ids) => [{ path: `/events/pancake?user=${ids.query}` }, { path: `/events/${ids.query}` }],
  '/sdk': (ids) => [{ path: `/sdk/${ids.query}` }, { path: '/sdk/%' }],
  '/ofrep/v1': (ids) => ['', '/SHOWN', `/${ids.query}`].map((key) => ({
    method: 'POST', path: `/ofrep/v1/evaluate/flags${key}`, headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ context: { targetingKey: ids.visitor, client: ids.client, header: ids.client } }),
  })),
  '/api': (ids) => [
    { path: `/api/v1/extensions?user=${ids.query}` }, { path: `/api/v1/extensions/${ids.query}/overview` },
    { path: `/api/v1/extensions/pancake/groups/client/ids/${ids.client}/flags` },
    { method: 'PUT', path: `/api/v1/extensions/pancake/flags/SHOWN/overrides/client/${ids.client}`, body: '{"on":', headers: { 'Content-Type': 'application/json' } },
    { method: 'POST', path: '/api/v1/extensions/pancake/status', body: JSON.stringify({ ids: { client: ids.client } }), headers: { 'Content-Type': 'application/json' } },
  ],
  '': (ids) => [{ path: `/${ids.query}?token=${ids.query}` }, { method: 'BREW', path: `/${ids.query}` }],
};

/** The paths of the table of routes, so that a new route cannot be forgotten here. */
function routePaths() {
  const source = readFileSync(join(root, 'server/routes/table.cpp'), 'utf8');
  const table = /routes = std::to_array<Route>\(\{([\s\S]*?)^\}\);/m.exec(source)?.[1] ?? '';
  return [...table.matchAll(/\{\s*"([^"]*)"/g)].map(([, path]) => path);
}

/** The request list for a route: its own, or that of what it lies under. */
function requestsFor(/** @type {string} */ path) {
  const known = Object.keys(requestsOf).filter((key) => key === path || (key !== '' && path.startsWith(`${key}/`)));
  return known.sort((left, right) => right.length - left.length)[0];
}

/** Options that this build has, among those that make logs talk. */
async function talkative(/** @type {'text' | 'json'} */ format) {
  const { stdout } = await pancake(['serve', '--help']);
  const has = (/** @type {string} */ option) => new RegExp(`^ +${option}\\b`, 'm').test(stdout);
  return [
    ...(has('--log-level') ? ['--log-level', 'debug'] : []),
    ...(has('--log-format') ? ['--log-format', format] : []),
    ...(has('--access-log') ? ['--access-log'] : []),
  ];
}

async function askEverything(/** @type {import('../support/server.mjs').Server} */ server) {
  for (const [index, ids] of visitors.entries()) {
    const own = new Set(Object.values(ids));
    const bearer = [jwt(ids, 'jwt'), jwt(ids, 'jwks'), jwt(ids, 'jwt', { exp: 1 }), `${jwt(ids, 'jwt')}x`, secrets.wrongToken][index % 5];
    const headers = headersOf(ids, bearer);
    const all = Object.values(requestsOf).flatMap((requests) => requests(ids));
    await Promise.all(all.map((asked) => ask(server, { ...asked, headers: { ...headers, ...asked.headers }, own })));
    const raw = `GET /status?user=${ids.query} HTTP/1.1\r\nHost: ${ids.header}\r\nX-User: ${ids.header}\r\n`;
    await askRaw(server, `${raw}Content-Length: 1\r\nContent-Length: ${ids.cookie}\r\n\r\n`, own);
    await askRaw(server, `${raw}X-User : ${secrets.wrongToken}\r\n\r\n`, own);
  }
}

/** Administrators may see every id; secrets nobody. */
async function administer(/** @type {import('../support/server.mjs').Server} */ server) {
  const json = { 'Content-Type': 'application/json' };
  for (const token of [secrets.admin, secrets.hashedAdmin, secrets.serverKey, secrets.environmentToken]) {
    const headers = { Authorization: `Bearer ${token}` };
    for (const path of ['/overview', '/snapshot/pancake?scope=full', '/api/v1/extensions', '/api/v1/extensions/pancake/state', '/api/v1/extensions/pancake/changes', '/session']) {
      await ask(server, { path, headers, own: everybody });
    }
    const write = { method: 'PUT', path: `/api/v1/extensions/pancake/flags/SHOWN/overrides/client/${strangers[0]}`, body: '{"on":true}' };
    await ask(server, { ...write, headers: { ...headers, ...json, 'Pancake-Reason': 'a test' }, own: everybody });
  }
  const address = '{"token":"';
  await ask(server, { method: 'POST', path: '/session', body: `${address}${secrets.wrongToken}"}`, headers: json, own: nobody });
  await ask(server, { method: 'POST', path: '/session', body: `${address}${secrets.wrongToken}`, headers: json, own: nobody });
  const signedIn = await ask(server, { method: 'POST', path: '/session', body: `${address}${secrets.admin}"}`, headers: json, own: nobody });
  assert.equal(signedIn.status, 200);
  const session = /pancake-session=([\w-]+)/.exec(String(signedIn.headers['set-cookie']))?.[1] ?? '';
  assert.equal(session.length, 43);
  signedIn.kept.ownSecret = session;
  const cookie = { Cookie: `pancake-session=${session}` };
  assert.equal((await ask(server, { path: '/overview', headers: cookie, own: everybody })).status, 200);
  await ask(server, { path: '/overview', headers: { ...cookie, Accept: 'text/html' }, own: everybody });
  await ask(server, { method: 'DELETE', path: '/session', headers: cookie, own: nobody });
  return session;
}

/** The command line, as an administrator and with what goes wrong. */
async function useCommandLine() {
  const [ids] = visitors;
  const own = new Set(Object.values(ids));
  const there = ['--store', store, '--definitions', join(folder, 'pancake.json')];
  const unreachable = ['--store', `redis://:${secrets.redis}@127.0.0.1:1/0`];
  const refused = ['--store', `redis://:${secrets.wrongToken}@127.0.0.1:${redis.port}/0`];
  /** @type {[string[], Set<string>][]} */
  const runs = [
    [[...there, 'status', '--group', `client=${ids.client}`, '--visitor', ids.visitor, '--json'], own],
    [[...there, 'status', '--group', `client=${ids.client}`], own],
    [[...there, 'flags', 'check', 'SHOWN', '--group', `header=${ids.header}`], own],
    [[...there, 'flags', 'check', ids.query], own],
    [[...there, 'flags', 'list-group', 'cookie', ids.cookie], own],
    [[...there, 'flags', 'enable-group', 'SHOWN', 'claim', ids.claim], own],
    [[...there, 'overview', '--json'], everybody],
    [[...there, 'overview'], everybody],
    [[...there, 'log', '--json'], everybody],
    [[...there, 'snapshot', 'export', '--scope', 'public', '--output', join(folder, 'public.snapshot')], nobody],
    [['snapshot', 'inspect', join(folder, 'public.snapshot'), '--json'], nobody],
    [[...unreachable, 'overview'], nobody],
    [[...refused, 'overview'], nobody],
    [[...refused, '--definitions', join(folder, 'tokens'), 'overview'], nobody],
    [['serve', '--listen', '0.0.0.0:0', '--store', store, '--token-file', join(folder, 'tokens'), '--jwt-key-file', join(folder, 'tokens'), '--print-config'], nobody],
    [['serve', '--listen', '0.0.0.0:0', '--store', store, '--token-file', join(folder, 'tokens')], nobody],
    [['serve', '--listen', '127.0.0.1:0', '--store', store, '--jwt-jwks-file', join(folder, 'jwt-secret')], nobody],
    [['serve', '--listen', '127.0.0.1:0', '--store', `redis://:${secrets.redis}@`, '--token-file', join(folder, 'jwks')], nobody],
    [['serve', '--config', join(folder, 'tokens')], nobody],
    [['token', 'hash', '--name', secrets.admin.slice(0, 3), '--rights', 'x'], nobody],
  ];
  for (const [words, may] of runs) {
    const env = { PANCAKE_TOKEN: secrets.environmentToken, PANCAKE_SECRET: secrets.cookie };
    const ran = await pancake(words, { env, stdin: secrets.admin });
    assert.notEqual(ran.code, null, words.join(' '));
    seen.push({ from: `pancake ${words.at(-1)}`, text: `${ran.stdout}\n${ran.stderr}`, own: may });
  }
}

/** All that stands somewhere where it must not. */
function leaks() {
  const planted = /Z(?:header|cookie|query|claim|client|visitor|stranger)[0-9a-f]{18}/g;
  const found = [];
  for (const { from, text, own, ownSecret } of seen) {
    for (const [id] of text.matchAll(planted)) {
      if (!own.has(id)) found.push(`${id.replace(/[0-9a-f]+$/, '…')} in ${from}`);
    }
    if (/eyJ[\w-]{20,}\.[\w-]{20,}/.test(text)) found.push(`a JWT in ${from}`);
    for (const [name, secret] of Object.entries(secrets)) {
      const spellings = [secret, Buffer.from(secret).toString('base64').slice(0, -4), Buffer.from(secret).toString('hex')];
      if (secret !== ownSecret && spellings.some((spelling) => text.includes(spelling))) found.push(`secret ${name} in ${from}`);
    }
  }
  return [...new Set(found)];
}

test('every route is asked', () => {
  const paths = routePaths();
  assert.ok(paths.length > 5, `${paths.length} routes were found`);
  assert.deepEqual(paths.filter((path) => requestsFor(path) === undefined), [], 'routes that this test has no requests for');
});

for (const format of /** @type {const} */ (['text', 'json'])) {
  test(`no visitor's id and no secret comes out of a server with ${format} logs`, { timeout: 120_000 }, async () => {
    const file = (/** @type {string} */ name) => join(folder, name);
    const server = await startServer({
      args: [
        '--store', store, '--definitions', file('pancake.json'), '--token-file', file('tokens'), '--server-key-file', file('keys'), '--secret-file', file('secrets'),
        '--jwt-key-file', file('jwt-secret'), '--jwt-jwks-file', file('jwks'), ...(await talkative(format)),
      ],
      env: { PANCAKE_TOKEN: secrets.environmentToken },
      cwd: folder,
    });
    try {
      for (;;) if ((await ask(server, { path: '/readyz', own: nobody })).status === 200) break;
      // Visitors are told apart at all: each sees the override of its own ids.
      const [ids] = visitors;
      const personal = { path: '/snapshot/pancake?scope=personal', headers: { ...headersOf(ids, jwt(ids, 'jwt')), Accept: 'application/json' }, own: new Set(Object.values(ids)) };
      const mine = JSON.parse((await ask(server, personal)).text);
      assert.deepEqual(mine.overrides.map((/** @type {any} */ each) => each.id).sort(), [ids.header, ids.cookie, ids.claim, ids.client].sort());

      const session = await administer(server);
      Object.assign(secrets, { [`session ${format}`]: session });
      await askEverything(server);
      // What is said of a store that breaks off is read too.
      await redis.client.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await ask(server, { path: '/readyz', own: nobody });
    } finally {
      await server.stop();
    }
    seen.push({ from: `the log (${format})`, text: server.logs(), own: nobody });
    assert.match(server.logs(), /JWT was refused/);
    assert.deepEqual(leaks(), []);
  });
}

test('no secret and no foreign id comes out of the command line', { timeout: 60_000 }, async () => {
  await useCommandLine();
  assert.equal(allIds.length, 1000);
  assert.equal(new Set(allIds).size, 1000);
  assert.ok(Object.keys(secrets).length >= 12, 'ten secrets and two sessions');
  assert.ok(seen.length > 2 * visitorCount * 20, `${seen.length} answers were searched`);
  assert.deepEqual(leaks(), []);
});
