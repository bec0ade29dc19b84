// @ts-check
import assert from 'node:assert/strict';
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createPancake } from 'pancake-flags';
import { AdminError, createAdmin } from 'pancake-flags/admin';
import { root } from '../../tools/project.mjs';
import { alice, bob, carol, definitions, tokenLines } from '../server_process/api_server.mjs';
import { startServer } from '../support/server.mjs';

const description = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8'));
/** @type {Record<string, Record<string, { operationId: string }>>} */
const paths = description.paths;

/** Which operations of the description the client really called. @type {Set<string>} */
const called = new Set();
const patterns = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId }]) => ({
    operationId,
    method: method.toUpperCase(),
    fits: new RegExp(`^/api/v1${path.replaceAll('.', '\\.').replace('{kinds}', '(?:switches|flags|samples)').replace(/\{\w+\}/g, '[^/]*')}$`),
    parts: path.split('/').length - (path.match(/\{/g) ?? []).length,
  })),
);

/** The runtime's fetch, which notes what is called. @param {string} url @param {RequestInit} init */
function watched(url, init) {
  const { pathname } = new URL(url);
  const fitting = patterns.filter(({ method, fits }) => method === init.method && fits.test(pathname));
  assert.ok(fitting.length > 0, `${init.method} ${pathname} is not in docs/openapi.json`);
  // Of two that fit, the one with more fixed parts is meant.
  const [meant] = fitting.sort((one, other) => other.parts - one.parts);
  called.add(meant?.operationId ?? '');
  return fetch(url, init);
}

/** @type {import('../support/server.mjs').Server} */
let server;
/** @type {import('pancake-flags/admin').Admin} */
let admin;
const folder = mkdtempSync(join(tmpdir(), 'pancake-admin-'));

before(async () => {
  const tokens = join(folder, 'tokens');
  writeFileSync(tokens, tokenLines);
  server = await startServer({ args: ['--token-file', tokens, '--store', `sqlite:${join(folder, 'store.db')}`], definitions });
  admin = createAdmin({ url: `${server.url}/`, token: alice, extension: 'shop', fetch: watched });
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A fetch that keeps what would be sent, and answers an empty object. */
function recorder() {
  const sent = /** @type {{ url: string, init: RequestInit }[]} */ ([]);
  const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    sent.push({ url, init });
    return Response.json({});
  };
  return { fetch, sent };
}

/** How it was refused. @param {Promise<unknown>} doing @returns {Promise<AdminError>} */
async function refusal(doing) {
  const error = await doing.then(
    () => null,
    (/** @type {unknown} */ thrown) => thrown,
  );
  assert.ok(error instanceof AdminError, String(error));
  return error;
}

test('switches and flags are turned on and off, and what was written can be read at once', async () => {
  for (const [features, name] of /** @type {const} */ ([[admin.switches, 'BANNER'], [admin.flags, 'CHECKOUT']])) {
    const { revision, changes } = await features.enable(name);
    assert.deepEqual(changes.map(({ action }) => action), ['enable']);
    const read = await features.get(name, { minRevision: revision });
    assert.deepEqual([read.state, read.is_active, typeof read.etag], [true, true, 'string']);
    assert.ok(read.revision >= revision);
    const off = await features.disable(name);
    assert.equal((await features.get(name, { minRevision: off.revision })).state, false);
    const cleared = await features.clear(name);
    assert.equal((await features.get(name, { minRevision: cleared.revision })).state, null);
  }
});

test('a sample takes a ratio', async () => {
  const { revision } = await admin.samples.set('NEW_SEARCH', 12.5, { reason: 'a try' });
  assert.equal((await admin.samples.get('NEW_SEARCH', { minRevision: revision })).value, 12.5);
  const listed = await admin.samples.list({ minRevision: revision });
  assert.deepEqual(listed.features.map(({ name, value }) => [name, value]), [['NEW_SEARCH', 12.5]]);
  assert.ok(listed.revision >= revision);
  const { code, status, message } = await refusal(admin.samples.set('NEW_SEARCH', 142));
  assert.deepEqual([code, status], ['bad_value', 400]);
  assert.match(message, /142/);
  await admin.samples.clear('NEW_SEARCH');
});

test('overrides are set, read, listed and cleared, for any id', async () => {
  for (const id of ['42', '', 'a/b?c', 'ä€😀']) {
    const { revision } = await admin.flags.enableGroup('CHECKOUT', 'user', id);
    const override = await admin.flags.getOverride('CHECKOUT', 'user', id, { minRevision: revision });
    assert.deepEqual([override.id, override.is_active], [id, true]);
    const off = await admin.flags.disableGroup('CHECKOUT', 'user', id);
    const { features } = await admin.flags.listGroup('user', id, { minRevision: off.revision });
    assert.equal(features.find(({ name }) => name === 'CHECKOUT')?.is_active, false);
    await admin.flags.clearGroup('CHECKOUT', 'user', id);
  }
  await admin.flags.enableGroup('CHECKOUT', 'user', '1');
  const { revision } = await admin.flags.clearAllGroup('CHECKOUT', 'user');
  assert.equal((await admin.flags.getOverride('CHECKOUT', 'user', '1', { minRevision: revision })).is_active, null);
});

test('an id that a URL would resolve is refused before anything is sent, and apply takes it', async () => {
  for (const id of ['.', '..']) {
    assert.deepEqual([(await refusal(admin.flags.enableGroup('CHECKOUT', 'user', id))).code], ['bad_path']);
    const { changes } = await admin.apply([{ action: 'enable_group', kind: 'flag', name: 'CHECKOUT', group: 'user', id }]);
    assert.equal(changes[0]?.id, id);
  }
  await admin.flags.clearAllGroup('CHECKOUT', 'user');
});

test('a name, a group or an id that is none is refused before anything is sent', async () => {
  const { fetch, sent } = recorder();
  const { flags, switches, samples } = createAdmin({ url: server.url, fetch });
  for (const none of /** @type {any[]} */ ([undefined, null, NaN, {}, true])) {
    const calls = {
      get: flags.get(none),
      enable: switches.enable(none),
      set: samples.set(none, 15),
      clear: flags.clear(none),
      define: flags.define(none, { default: true }),
      undefine: flags.undefine(none),
      explain: flags.explain(none),
      'enableGroup without an id': flags.enableGroup('CHECKOUT', 'user', none),
      'disableGroup without a group': flags.disableGroup('CHECKOUT', none, '42'),
      'clearGroup without a name': flags.clearGroup(none, 'user', '42'),
      'clearAllGroup without a group': flags.clearAllGroup('CHECKOUT', none),
      'listGroup without an id': flags.listGroup('user', none),
    };
    for (const [call, doing] of Object.entries(calls)) {
      const { code, message } = await refusal(doing);
      assert.deepEqual([code, message], ['bad_option', `a name, group or id is a text or a number, not ${none}`], call);
    }
  }
  for (const text of ['\ud800', 'a\udc00b']) {
    assert.equal((await refusal(flags.enable(text))).code, 'bad_path');
    assert.equal((await refusal(flags.enableGroup('CHECKOUT', 'user', text))).code, 'bad_path');
  }
  assert.deepEqual(sent, []);
  for (const none of /** @type {any[]} */ ([undefined, null])) {
    assert.throws(() => admin.of(none), { name: 'AdminError', code: 'bad_option', message: /extension/ });
  }
});

test('a number is an id as its text', async () => {
  const { fetch, sent } = recorder();
  await createAdmin({ url: server.url, fetch }).flags.enableGroup('CHECKOUT', 'user', /** @type {any} */ (42));
  assert.deepEqual(sent.map(({ url }) => new URL(url).pathname), ['/api/v1/extensions/pancake/flags/CHECKOUT/overrides/user/42']);
});

test('null counts as not given, for options and for what is in them', async () => {
  const none = /** @type {any} */ (null);
  const { fetch, sent } = recorder();
  const { flags, samples, ...rest } = createAdmin({ url: 'http://flags.example', token: none, extension: none, fetch, signal: none });
  await flags.get('A', none);
  await flags.explain('A', none, none);
  await flags.enableGroup('A', 'user', '1', none);
  await samples.set('A', 15, none);
  await samples.set('A', 15, { reason: none, ifMatch: none, ifNoneMatch: none });
  const whole = createAdmin({ url: 'http://flags.example', fetch });
  await whole.log(none);
  await whole.log({ limit: none });
  await whole.diff(3, none);
  await whole.rollback(3, none);
  await whole.rollback(3, { dryRun: none, overwrite: none });
  await whole.import(/** @type {any} */ ({}), none);
  await whole.snapshot(none);
  assert.equal(rest.extension, 'pancake');
  assert.deepEqual(
    sent.map(({ url, init }) => [url.slice('http://flags.example/api/v1/extensions/pancake/'.length), init.body, Object.keys(init.headers ?? {})]),
    [
      ['flags/A', undefined, []],
      ['flags/A/explain', '{}', ['Content-Type']],
      ['flags/A/overrides/user/1', '{"on":true}', ['Content-Type']],
      ['samples/A/state', '{"ratio":15}', ['Content-Type']],
      ['samples/A/state', '{"ratio":15}', ['Content-Type']],
      ['changes', undefined, []],
      ['changes', undefined, []],
      ['diff?from=3', undefined, []],
      ['rollback', '{"revision":3}', ['Content-Type']],
      ['rollback', '{"revision":3}', ['Content-Type']],
      ['import', '{}', ['Content-Type']],
      ['snapshot', undefined, []],
    ],
  );
});

test('what is not the address of a server is refused', () => {
  for (const url of /** @type {any[]} */ (['', 5, {}, 'x y', '/flags', 'flags.example', 'localhost:8080', 'file:///etc'])) {
    assert.throws(() => createAdmin({ url }), { name: 'AdminError', code: 'bad_option', message: /`url`/ }, String(url));
  }
});

test('in a page the address may be a path', async (t) => {
  Object.assign(globalThis, { location: new URL('https://shop.example/admin') });
  t.after(() => Reflect.deleteProperty(globalThis, 'location'));
  const { fetch, sent } = recorder();
  await createAdmin({ url: '/flags/', fetch }).overview();
  assert.equal(sent[0]?.url, '/flags/api/v1/extensions/pancake/overview');
  assert.throws(() => createAdmin({ url: '' }), { code: 'bad_option' });
});

test('features are defined in the store and undefined', async () => {
  const name = 'ÜBER/FLAG';
  const { revision } = await admin.flags.define(name, { default: true, description: 'a try', client: true });
  const read = await admin.flags.get(name, { minRevision: revision });
  assert.deepEqual([read.kind, read.default, read.description, read.client], ['flag', true, 'a try', true]);
  const gone = await admin.flags.undefine(name);
  const error = await refusal(admin.flags.get(name, { minRevision: gone.revision }));
  assert.deepEqual([error.code, error.status], ['unknown_feature', 404]);
});

test('a write on top of what was read is refused when somebody else was faster, and says what is there now', async () => {
  const { etag } = await admin.switches.get('BANNER');
  const { revision } = await admin.switches.enable('BANNER', { ifMatch: etag });
  await admin.overview({ minRevision: revision });
  const error = await refusal(admin.switches.disable('BANNER', { ifMatch: etag }));
  assert.deepEqual([error.code, error.status], ['precondition_failed', 412]);
  const current = /** @type {import('pancake-flags/admin').Tagged<import('pancake-flags/admin').AdminFeatureState>} */ (error.current);
  assert.deepEqual([current.name, current.state], ['BANNER', true]);
  await admin.switches.disable('BANNER', { ifMatch: current.etag });
  const made = await admin.flags.enableGroup('CHECKOUT', 'user', 'etag', { ifNoneMatch: '*' });
  await admin.overview({ minRevision: made.revision });
  const twice = await refusal(admin.flags.disableGroup('CHECKOUT', 'user', 'etag', { ifNoneMatch: '*' }));
  assert.deepEqual([twice.code, /** @type {any} */ (twice.current).is_active], ['precondition_failed', true]);
  await admin.flags.clearAllGroup('CHECKOUT', 'user');
});

test('several changes are made together or not at all', async () => {
  const { changes, revision } = await admin.apply(
    [
      { action: 'enable', kind: 'flag', name: 'CHECKOUT', expected: null },
      { action: 'disable', kind: 'flag', name: 'BETA' },
    ],
    { reason: 'together' },
  );
  assert.equal(changes.length, 2);
  const { code, status } = await refusal(
    admin.apply([
      { action: 'enable', kind: 'flag', name: 'BETA' },
      { action: 'disable', kind: 'flag', name: 'CHECKOUT', expected: '0' },
    ]),
  );
  assert.deepEqual([code, status], ['conflict', 409]);
  assert.equal((await admin.flags.get('BETA', { minRevision: revision })).state, false);
  await admin.apply([{ action: 'clear', kind: 'flag', name: 'CHECKOUT' }, { action: 'clear', kind: 'flag', name: 'BETA' }]);
});

test('the log says who, what and why, page by page', async () => {
  await admin.switches.enable('BANNER', { reason: 'launch — für alle' });
  await admin.switches.disable('BANNER');
  const { changes, next } = await admin.log({ limit: 2, feature: 'BANNER', kind: 'switch' });
  assert.deepEqual(changes.map(({ action, who, reason }) => [action, who, reason]), [['disable', 'api:alice', undefined], ['enable', 'api:alice', 'launch — für alle']]);
  assert.ok(next !== undefined);
  const older = await admin.log({ limit: 1, feature: 'BANNER', before: next });
  assert.ok((older.changes[0]?.revision ?? Infinity) < (changes[1]?.revision ?? 0));
});

test('a difference is shown, rolled back after a dry run, and gone', async () => {
  const { revision } = await admin.flags.enable('BETA');
  await admin.flags.disable('BETA');
  const { changes } = await admin.diff(revision);
  assert.deepEqual(changes.map(({ name, part, to }) => [name, part, to]), [['BETA', 'state', '0']]);
  const tried = await admin.rollback(revision, { dryRun: true });
  assert.deepEqual([tried.revision, tried.dry_run, tried.changes.length], [0, true, 1]);
  const done = await admin.rollback(revision, { reason: 'back' });
  assert.deepEqual([done.revision > revision, done.changes.length], [true, 1]);
  assert.deepEqual((await admin.diff(revision)).changes, []);
  assert.equal((await admin.diff(revision, done.revision)).from, revision);
});

test('what others changed is only rolled back when that is meant', async () => {
  const other = createAdmin({ url: server.url, token: carol, extension: 'shop', fetch: watched });
  const { revision } = await admin.flags.enable('BETA');
  await other.flags.disable('BETA');
  const tried = await admin.rollback(revision, { dryRun: true });
  assert.deepEqual(tried.overwrites, ["flag 'BETA': changed by api:carol"]);
  const { code, status, message } = await refusal(admin.rollback(revision));
  assert.deepEqual([code, status], ['conflict', 409]);
  assert.match(message, /changed by api:carol/);
  const done = await admin.rollback(revision, { overwrite: true, reason: 'meant' });
  assert.deepEqual([done.changes.length, done.overwrites], [1, tried.overwrites]);
  assert.equal((await admin.flags.get('BETA', { minRevision: done.revision })).state, true);
  await admin.flags.clear('BETA');
});

test('an export comes back by import', async () => {
  await admin.samples.set('NEW_SEARCH', 33);
  const kept = await admin.export();
  assert.equal(kept.format, 'pancake-export');
  await admin.samples.set('NEW_SEARCH', 44);
  const tried = await admin.import(kept, { dryRun: true, mode: 'replace' });
  assert.deepEqual([tried.revision, tried.dry_run, tried.changes.length], [0, true, 1]);
  const { revision } = await admin.import(kept, { mode: 'replace', reason: 'again' });
  assert.equal((await admin.samples.get('NEW_SEARCH', { minRevision: revision })).value, 33);
  assert.deepEqual((await admin.import(kept)).changes, []);
});

test('visitors are answered, and told which rule decides', async () => {
  const { revision } = await admin.flags.enableGroup('CHECKOUT', 'user', '42');
  const explanation = await admin.flags.explain('CHECKOUT', { ids: { user: '42' } }, { minRevision: revision });
  assert.deepEqual([explanation.is_active, explanation.reason], [true, 'override']);
  assert.deepEqual(explanation.rules.find(({ decides }) => decides), { rule: 'override', group: 'user', id: '42', says: true, decides: true });
  const status = await admin.status({ ids: { user: '42' }, visitor: 'v1' }, { minRevision: revision });
  assert.equal(status.flags.find(({ name }) => name === 'CHECKOUT')?.is_active, true);
  assert.ok(status.revision >= revision);
  const drawn = await admin.samples.explain('NEW_SEARCH', { visitor: 'v1' });
  assert.equal(drawn.is_active, (drawn.draw ?? 0) < (drawn.ratio ?? 0));
  assert.equal((await admin.switches.explain('BANNER')).kind, 'switch');
});

test('a whole extension is seen from all sides', async () => {
  const overview = await admin.overview();
  assert.deepEqual([overview.name, overview.group_ids], ['shop', ['user', 'admin']]);
  const defined = await admin.definition();
  assert.ok('flags' in (defined.extensions.shop ?? {}));
  const found = await admin.discover();
  const { findings } = await admin.lint(found.definitions);
  assert.deepEqual(findings.filter(({ severity }) => severity === 'error'), []);
  assert.equal((await admin.lint({ extensions: { shop: { samples: { A: { default: 142 } } } } })).findings[0]?.severity, 'error');
  assert.deepEqual((await admin.extensions()).extensions.map(({ name, rights }) => [name, rights]), [['shop', ['read', 'write']], ['other', ['read', 'write']]]);
  assert.equal((await admin.openApi()).openapi, '3.1.0');
  const accepted = await admin.acceptStoreState({ reason: 'meant' });
  assert.ok(accepted.revision >= 0);
});

test('a snapshot is one that createPancake takes', async () => {
  const cleared = await admin.flags.clear('CHECKOUT');
  const { revision, bytes } = await admin.snapshot({ scope: 'full', minRevision: cleared.revision });
  const pancake = await createPancake({ snapshot: bytes, extension: 'shop' });
  assert.equal(pancake.revision, revision);
  assert.equal(pancake.flag('CHECKOUT', { default: true }).reason, 'default');
  pancake.close();
  assert.ok((await admin.snapshot()).bytes.length < bytes.length);
});

test('another extension is asked by the same token', async () => {
  const reader = createAdmin({ url: server.url, token: bob, extension: 'shop', fetch: watched });
  assert.deepEqual([(await refusal(reader.overview())).code], ['forbidden']);
  assert.equal((await reader.of('other').overview()).name, 'other');
  const { code, status } = await refusal(reader.of('other').flags.enable('CHECKOUT'));
  assert.deepEqual([code, status], ['forbidden', 403]);
});

test('a refusal has its status, its code and when to come back', async () => {
  const late = await refusal(admin.overview({ minRevision: Number.MAX_SAFE_INTEGER }));
  assert.deepEqual([late.code, late.status, late.retryAfter], ['revision_not_reached', 503, 1]);
  const stranger = createAdmin({ url: server.url, token: 'guessed', extension: 'shop', fetch: watched });
  assert.deepEqual([(await refusal(stranger.overview())).code, (await refusal(stranger.overview())).status], ['unauthorized', 401]);
  const lost = await refusal(admin.of('shopp').overview());
  assert.deepEqual([lost.code, lost.status], ['unknown_extension', 404]);
  assert.equal(lost.name, 'AdminError');
});

test('no server, another server and a signal are told apart', async () => {
  const nobody = await refusal(createAdmin({ url: 'http://127.0.0.1:1' }).overview());
  assert.deepEqual([nobody.code, nobody.status], ['fetch_failed', 0]);
  const other = createServer((request, response) => response.writeHead(request.url?.includes('status') ? 200 : 502).end('<html>'));
  await new Promise((resolve) => other.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (other.address());
  const wrong = createAdmin({ url: `http://127.0.0.1:${port}` });
  assert.deepEqual([(await refusal(wrong.overview())).code, (await refusal(wrong.overview())).status], ['not_pancake', 502]);
  assert.deepEqual([(await refusal(wrong.status())).code], ['not_pancake']);
  other.close();
  const abort = new AbortController();
  const ending = createAdmin({ url: server.url, token: alice, extension: 'shop', signal: abort.signal });
  const asked = refusal(ending.overview({ minRevision: Number.MAX_SAFE_INTEGER }));
  abort.abort();
  assert.equal((await asked).code, 'aborted');
  assert.equal((await refusal(ending.overview())).code, 'aborted');
});

test('every operation of the description is one of the client', () => {
  assert.deepEqual(patterns.map(({ operationId }) => operationId).filter((id) => !called.has(id)), []);
});

test('every error code of the description is one of the client', () => {
  const declared = readFileSync(join(root, 'js/dist/types/admin_request.d.ts'), 'utf8');
  const codes = description.components.schemas.ErrorCode.enum;
  assert.deepEqual(codes.filter((/** @type {string} */ code) => !declared.includes(`'${code}'`)), []);
});
