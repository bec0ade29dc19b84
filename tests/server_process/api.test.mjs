// @ts-check
// Real answers of the real server, held against docs/openapi.json.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { startServer } from '../support/server.mjs';
import { call, document, operations, seen } from './api_contract.mjs';
import { alice, bob, definitions, tokenLines } from './api_server.mjs';

/** @type {import('../support/server.mjs').Server} */
let server;
/** @type {import('../support/server.mjs').Server} */
let withoutStore;
/** A server whose store was lost while it was down. @type {import('../support/server.mjs').Server} */
let held;
const folder = mkdtempSync(join(tmpdir(), 'pancake-api-'));

before(async () => {
  const tokens = join(folder, 'tokens');
  writeFileSync(tokens, tokenLines);
  const args = ['--token-file', tokens];
  server = await startServer({ args: [...args, '--store', `sqlite:${join(folder, 'store.db')}`], definitions });
  held = await startOnLostStore(args);
  withoutStore = await startServer({ args: [...args, '--store', 'redis://127.0.0.1:1/0'], definitions });
});

after(async () => {
  await server?.stop();
  await withoutStore?.stop();
  await held?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** @param {string[]} args */
async function startOnLostStore(args) {
  const lost = [...args, '--store', `sqlite:${join(folder, 'lost.db')}`, '--state-dir', join(folder, 'state')];
  const first = await startServer({ args: lost, definitions });
  let revision = 0;
  for (const on of [true, false, true]) {
    const answer = await call(first.url, 'setState', { path: { extension, kinds: 'flags', name: 'CHECKOUT' }, body: { on }, token: alice });
    revision = answer.body.revision;
  }
  await call(first.url, 'getOverview', { path: { extension }, query: { 'min-revision': revision }, token: alice });
  await first.stop();
  for (const part of ['', '-wal', '-shm']) rmSync(join(folder, `lost.db${part}`), { force: true });
  const second = await startServer({ args: lost, definitions });
  await second.logsMatch(/served as it was/);
  return second;
}

const extension = 'shop';
const bodyLimit = 1_048_576;

/** Calls as alice, who may do everything. @param {string} id @param {Parameters<typeof call>[2]} [given] */
function ask(id, given = {}) {
  return call(server.url, id, { token: alice, ...given, path: { extension, ...given.path } });
}

/** The same, where it has to work; waits until the server shows it. @param {string} id @param {Parameters<typeof call>[2]} [given] */
async function done(id, given) {
  const answer = await ask(id, given);
  assert.equal(answer.status, 200, answer.text);
  if (answer.body.revision) await ask('getOverview', { query: { 'min-revision': answer.body.revision } });
  return answer.body;
}

/** @param {Promise<{ status: number, body: any, text: string }>} asked @param {number} status @param {string} code @param {RegExp} [message] */
async function refused(asked, status, code, message = /./) {
  const answer = await asked;
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.body.error.code, code);
  assert.match(answer.body.error.message, message);
}

test('the description is an OpenAPI 3.1 document', async () => {
  const result = await new Validator().validate(structuredClone(document));
  assert.deepEqual(result.errors ?? [], []);
  assert.equal(result.valid, true);
});

test('the server serves the description', async () => {
  const answer = await call(server.url, 'getOpenApi');
  assert.deepEqual(answer.body, document);
});

describe('states', () => {
  test('a switch is turned on and off, and its default counts again', async () => {
    const path = { kinds: 'switches', name: 'BANNER' };
    const on = await done('setState', { path, body: { on: true } });
    assert.deepEqual(on.changes.map((/** @type {any} */ change) => change.action), ['enable']);
    const { body } = await ask('getFeature', { path });
    assert.deepEqual([body.kind, body.state, body.is_active], ['switch', true, true]);
    await done('setState', { path, body: { on: false } });
    assert.equal((await ask('getFeature', { path })).body.state, false);
    await done('clearState', { path });
    assert.equal((await ask('getFeature', { path })).body.state, null);
  });

  test('a sample takes a ratio, and nothing else', async () => {
    const path = { kinds: 'samples', name: 'NEW_SEARCH' };
    await done('setState', { path, body: { ratio: 12.5 } });
    assert.equal((await ask('getFeature', { path })).body.value, 12.5);
    await refused(ask('setState', { path, body: { ratio: 142 } }), 400, 'bad_value', /^body:1: ratio: 142/);
    await refused(ask('setState', { path, body: { on: true } }), 400, 'bad_value', /^body:1: on: is not known here/);
    await refused(ask('setState', { path, body: {} }), 400, 'bad_value', /'ratio' is missing/);
  });

  test('a body that is wrong is told where', async () => {
    const path = { kinds: 'flags', name: 'CHECKOUT' };
    await refused(ask('setState', { path, body: '{"on":\n tru}' }), 400, 'bad_json', /^body:2:/);
    await refused(ask('setState', { path, body: '' }), 400, 'bad_json');
    await refused(ask('setState', { path, body: '{"on":true,"on":true}' }), 400, 'bad_json', /'?on'?/);
    await refused(ask('setState', { path, body: { on: 'yes' } }), 400, 'bad_value', /^body:1: on: 'yes'/);
    await refused(ask('setState', { path, body: { on: true, of: 1 } }), 400, 'bad_value', /Did you mean 'on'/);
    await refused(ask('setState', { path, body: '{"on":true}', headers: { 'Content-Type': 'text/plain' } }), 415, 'unsupported_media_type');
  });

  test('a name that nobody knows comes back with the closest one', async () => {
    await refused(ask('setState', { path: { kinds: 'flags', name: 'CHEKOUT' }, body: { on: true } }), 404, 'unknown_feature', /Did you mean 'CHECKOUT'/);
    await refused(ask('getFeature', { path: { kinds: 'flags', name: 'CHEKOUT' } }), 404, 'unknown_feature', /Did you mean 'CHECKOUT'/);
    await refused(ask('listFeatures', { path: { kinds: 'flags', extension: 'shopp' } }), 404, 'unknown_extension', /Did you mean 'shop'/);
  });
});

describe('lists', () => {
  test('a kind is listed with what is stored, defined and found', async () => {
    for (const [kinds, name] of [['switches', 'BANNER'], ['flags', 'CHECKOUT'], ['samples', 'NEW_SEARCH']]) {
      const { body } = await ask('listFeatures', { path: { kinds } });
      assert.ok(body.some((/** @type {any} */ feature) => feature.name === name), kinds);
    }
  });
});

describe('overrides', () => {
  const path = { name: 'CHECKOUT', group: 'user', id: '42' };

  test('an override is set, read, listed and cleared', async () => {
    assert.equal((await ask('getOverride', { path })).body.is_active, null);
    await done('setOverride', { path, body: { on: true } });
    assert.equal((await ask('getOverride', { path })).body.is_active, true);
    const list = (await ask('listGroup', { path: { group: 'user', id: '42' } })).body;
    assert.deepEqual(list.filter((/** @type {any} */ flag) => flag.is_active).map((/** @type {any} */ flag) => flag.name), ['CHECKOUT']);
    await done('clearOverride', { path });
    assert.equal((await ask('getOverride', { path })).body.is_active, null);
  });

  for (const id of ['', '/', 'a/b', '%', 'ä€😀', ' ', '?x=1', 'x'.repeat(1024)]) {
    test(`an id may be any text: ${JSON.stringify(id).slice(0, 20)}`, async () => {
      const odd = { ...path, id };
      await done('setOverride', { path: odd, body: { on: false } });
      const { body } = await ask('getOverride', { path: odd });
      assert.deepEqual([body.id, body.is_active], [id, false]);
      assert.equal((await ask('listGroup', { path: odd })).body.find((/** @type {any} */ flag) => flag.name === 'CHECKOUT').is_active, false);
    });
  }

  test('an id of more than 1,024 bytes is refused', async () => {
    await refused(ask('setOverride', { path: { ...path, id: 'x'.repeat(1025) }, body: { on: true } }), 400, 'bad_value', /1024/);
  });

  test('all of a group are cleared at once', async () => {
    await done('setOverride', { path, body: { on: true } });
    await done('clearOverrides', { path });
    assert.equal((await ask('getOverride', { path })).body.is_active, null);
  });

  test('a group that nobody knows is refused', async () => {
    const wrong = { ...path, group: 'usr' };
    await refused(ask('setOverride', { path: wrong, body: { on: true } }), 404, 'unknown_group', /Did you mean 'user'/);
    await refused(ask('listGroup', { path: wrong }), 404, 'unknown_group');
    await refused(ask('getOverride', { path: wrong }), 404, 'unknown_group');
  });
});

describe('definitions', () => {
  const path = { kinds: 'flags', name: 'ÜBER/FLAG' };

  test('a feature is defined, used and undefined', async () => {
    await done('defineFeature', { path, body: { default: true, description: 'a try', client: true } });
    const { body } = await ask('getFeature', { path });
    assert.deepEqual([body.default, body.description, body.client], [true, 'a try', true]);
    await done('undefineFeature', { path });
    await refused(ask('getFeature', { path }), 404, 'unknown_feature');
  });

  test('what the definitions file defines is changed there', async () => {
    await refused(ask('defineFeature', { path: { kinds: 'flags', name: 'CHECKOUT' }, body: { default: true } }), 400, 'bad_name', /definitions file/);
  });

  test('a default has to be one', async () => {
    await refused(ask('defineFeature', { path, body: { default: 7 } }), 400, 'bad_value', /^body:1: default: /);
    await refused(ask('defineFeature', { path, body: { client: true } }), 400, 'bad_value', /'default' is missing/);
    await refused(ask('defineFeature', { path: { kinds: 'flags', name: 'x'.repeat(129) }, body: { default: true } }), 400, 'bad_name');
    await refused(ask('undefineFeature', { path: { kinds: 'flags', name: 'NEVER' } }), 404, 'unknown_feature');
  });
});

describe('optimistic concurrency', () => {
  const path = { kinds: 'switches', name: 'BANNER' };

  test('a write with If-Match happens only on top of what was read', async () => {
    await done('setState', { path, body: { on: false } });
    const etag = (await ask('getFeature', { path })).headers.get('etag') ?? '';
    await done('setState', { path, body: { on: true }, headers: { 'If-Match': etag } });
    await refused(ask('setState', { path, body: { on: false }, headers: { 'If-Match': etag } }), 412, 'precondition_failed');
    await refused(ask('clearState', { path, headers: { 'If-Match': etag } }), 412, 'precondition_failed');
    assert.equal((await ask('getFeature', { path })).body.state, true);
  });

  test('equal states have equal ETags, and the caller that has one gets 304', async () => {
    await done('setState', { path, body: { on: true } });
    const first = (await ask('getFeature', { path })).headers.get('etag') ?? '';
    await done('setState', { path, body: { on: false } });
    await done('setState', { path, body: { on: true } });
    const again = await ask('getFeature', { path, headers: { 'If-None-Match': first } });
    assert.equal(again.status, 304);
  });

  test('overrides and definitions have preconditions too', async () => {
    const place = { name: 'CHECKOUT', group: 'user', id: 'etag' };
    const etag = (await ask('getOverride', { path: place })).headers.get('etag') ?? '';
    assert.equal((await ask('getOverride', { path: place, headers: { 'If-None-Match': etag } })).status, 304);
    await done('setOverride', { path: place, body: { on: true }, headers: { 'If-None-Match': '*' } });
    await refused(ask('setOverride', { path: place, body: { on: false }, headers: { 'If-None-Match': '*' } }), 412, 'precondition_failed');
    await refused(ask('clearOverride', { path: place, headers: { 'If-Match': etag } }), 412, 'precondition_failed');
    const feature = { kinds: 'flags', name: 'TRIED' };
    await done('defineFeature', { path: feature, body: { default: false }, headers: { 'If-None-Match': '*' } });
    await refused(ask('defineFeature', { path: feature, body: { default: true }, headers: { 'If-None-Match': '*' } }), 412, 'precondition_failed');
    await refused(ask('undefineFeature', { path: feature, headers: { 'If-Match': '"0"' } }), 412, 'precondition_failed');
    await done('undefineFeature', { path: feature, headers: { 'If-Match': '*' } });
  });

  test('of a hundred writers that read the same, one wins', async () => {
    await done('setState', { path, body: { on: false } });
    const etag = (await ask('getFeature', { path })).headers.get('etag') ?? '';
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => ask('setState', { path, body: { on: true }, headers: { 'If-Match': etag } })),
    );
    const won = answers.filter((answer) => answer.status === 200);
    assert.equal(won.length, 1);
    assert.ok(answers.every((answer) => answer.status === 200 || answer.status === 412));
  });
});

describe('revisions', () => {
  test('a read with min-revision shows the write that gave it', async () => {
    const path = { kinds: 'samples', name: 'NEW_SEARCH' };
    for (const ratio of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const written = await ask('setState', { path, body: { ratio } });
      assert.equal(written.headers.get('pancake-revision'), String(written.body.revision));
      const read = await ask('getFeature', { path, query: { 'min-revision': written.body.revision } });
      assert.equal(read.body.value, ratio);
      assert.ok(Number(read.headers.get('pancake-revision')) >= written.body.revision);
    }
  });

  test('a revision that does not come is 503, and the caller is told when to ask again', async () => {
    const answer = await ask('getOverview', { query: { 'min-revision': 2 ** 50 } });
    assert.equal(answer.status, 503);
    assert.equal(answer.body.error.code, 'revision_not_reached');
    assert.equal(answer.headers.get('retry-after'), '1');
  });

  test('a revision is a whole number', async () => {
    for (const revision of ['', '-1', '1.5', 'x', '99999999999999999999999']) {
      await refused(ask('getOverview', { query: { 'min-revision': revision } }), 400, 'bad_parameter', /min-revision/);
    }
  });
});

describe('history', () => {
  const path = { kinds: 'switches', name: 'BANNER' };

  test('the log says who changed what, from what to what, and why', async () => {
    await done('setState', { path, body: { on: false } });
    await done('setState', { path, body: { on: true }, query: { reason: 'launch — für alle' } });
    await done('setState', { path, body: { on: false }, headers: { 'Pancake-Reason': 'it broke' } });
    const [broke, launch] = (await ask('listChanges', { query: { limit: 2 } })).body.changes;
    assert.deepEqual([launch.who, launch.action, launch.from, launch.to, launch.reason], ['api:alice', 'enable', '0', '1', 'launch — für alle']);
    assert.deepEqual([broke.action, broke.reason], ['disable', 'it broke']);
    await refused(ask('setState', { path, body: { on: false }, query: { reason: 'x'.repeat(1025) } }), 400, 'bad_parameter', /reason/);
    await refused(ask('setState', { path, body: { on: false }, query: { reason: 'a\nb' } }), 400, 'bad_parameter', /reason/);
  });

  test('the log is read page by page, none left out and none twice', async () => {
    for (let count = 0; count < 7; ++count) await done('setState', { path, body: { on: count % 2 === 0 } });
    const whole = (await ask('listChanges', { query: { limit: 1000 } })).body.changes;
    /** @type {any[]} */
    const paged = [];
    for (let before; ; ) {
      const { body } = await ask('listChanges', { query: { limit: 3, ...(before ? { before } : {}) } });
      paged.push(...body.changes);
      if (!body.next) break;
      before = body.next;
    }
    assert.deepEqual(paged, whole);
  });

  test('the log can be asked for one feature or one kind', async () => {
    const { body } = await ask('listChanges', { query: { feature: 'BANNER', kind: 'switch', limit: 1000 } });
    assert.ok(body.changes.length > 0);
    assert.ok(body.changes.every((/** @type {any} */ change) => change.name === 'BANNER' && change.kind === 'switch'));
    for (const query of [{ limit: 0 }, { limit: 1001 }, { limit: 'x' }, { before: '-1' }, { kind: 'flags' }]) {
      await refused(ask('listChanges', { query }), 400, 'bad_parameter');
    }
  });

  test('a rollback brings back what was, after a dry run that changes nothing', async () => {
    const flag = { kinds: 'flags', name: 'BETA' };
    const { revision } = await done('setState', { path: flag, body: { on: true } });
    await done('setState', { path: flag, body: { on: false } });
    await done('setOverride', { path: { name: 'BETA', group: 'user', id: 'r' }, body: { on: true } });
    const tried = await done('rollback', { body: { revision, dry_run: true } });
    assert.deepEqual([tried.revision, tried.dry_run, tried.changes.length], [0, true, 2]);
    assert.equal((await ask('getFeature', { path: flag })).body.state, false);
    const { body: difference } = await ask('diffRevisions', { query: { from: revision } });
    assert.equal(difference.changes.length, 2);
    const back = await done('rollback', { body: { revision } });
    assert.deepEqual(back.changes, tried.changes);
    assert.equal((await ask('getFeature', { path: flag })).body.state, true);
    assert.deepEqual((await ask('diffRevisions', { query: { from: revision } })).body.changes, []);
  });

  test('revisions that cannot be meant are refused', async () => {
    await refused(ask('rollback', { body: {} }), 400, 'bad_value', /'revision' is missing/);
    await refused(ask('rollback', { body: { revision: -1 } }), 400, 'bad_value', /revision/);
    await refused(ask('diffRevisions', {}), 400, 'bad_parameter', /from/);
    await refused(ask('diffRevisions', { query: { from: 'x' } }), 400, 'bad_parameter', /from/);
  });

  test('several changes are made together or not at all', async () => {
    const set = (/** @type {string} */ name, /** @type {string} */ action, /** @type {any} */ more) => ({ kind: 'flag', name, action, ...more });
    const made = await done('applyChanges', { body: { changes: [set('CHECKOUT', 'enable', { expected: null }), set('BETA', 'disable', {})] } });
    assert.equal(made.changes.length, 2);
    await refused(ask('applyChanges', { body: { changes: [set('BETA', 'enable', {}), set('CHECKOUT', 'disable', { expected: '0' })] } }), 409, 'conflict');
    assert.equal((await ask('getFeature', { path: { kinds: 'flags', name: 'BETA' } })).body.state, false);
    await refused(ask('applyChanges', { body: { changes: [] } }), 400, 'bad_value', /1 to 500/);
    await refused(ask('applyChanges', { body: { changes: [set('BETA', 'enable', {}), set('BETA', 'burn', {})] } }), 400, 'bad_value', /changes\[1\]/);
    await refused(ask('applyChanges', { body: { changes: [set('BETA', 'enable_group', { group: 'usr', id: '1' })] } }), 404, 'unknown_group', /changes\[0\].*Did you mean 'user'/);
  });
});

describe('a whole extension', () => {
  test('the extensions are those that the token may read', async () => {
    const names = async (/** @type {string} */ token) => (await call(server.url, 'listExtensions', { token })).body.extensions.map((/** @type {any} */ one) => [one.name, one.rights]);
    assert.deepEqual(await names(alice), [['shop', ['read', 'write']], ['other', ['read', 'write']]]);
    assert.deepEqual(await names(bob), [['other', ['read']]]);
  });

  test('the definition is that of the definitions file', async () => {
    const { body } = await ask('getDefinition');
    assert.deepEqual(body.extensions.shop.flags, definitions.extensions.shop.flags);
    assert.deepEqual(body.extensions.shop.groups, definitions.extensions.shop.groups);
  });

  test('what was exported comes back by import', async () => {
    await done('setState', { path: { kinds: 'samples', name: 'NEW_SEARCH' }, body: { ratio: 33 } });
    const { body: kept } = await ask('exportState');
    await done('setState', { path: { kinds: 'samples', name: 'NEW_SEARCH' }, body: { ratio: 44 } });
    const tried = await done('importState', { body: kept, query: { dry_run: true, mode: 'replace' } });
    assert.deepEqual([tried.dry_run, tried.changes.length], [true, 1]);
    await done('importState', { body: kept, query: { mode: 'replace' } });
    const { body: again } = await ask('exportState');
    assert.deepEqual([again.states, again.overrides, again.definitions], [kept.states, kept.overrides, kept.definitions]);
    assert.deepEqual((await done('importState', { body: kept })).changes, []);
  });

  test('a document that is none is refused, with its place', async () => {
    await refused(ask('importState', { body: { format: 'something' } }), 400, 'bad_value', /^body:/);
    await refused(ask('importState', { body: '{' }), 400, 'bad_value', /^body:1/);
    await refused(ask('importState', { body: {}, query: { mode: 'burn' } }), 400, 'bad_parameter', /mode/);
    await refused(ask('importState', { body: {}, query: { dry_run: 'maybe' } }), 400, 'bad_parameter', /dry_run/);
  });

  test('a snapshot comes as bytes and as JSON', async () => {
    for (const scope of ['public', 'full']) {
      const bytes = await ask('exportSnapshot', { query: { scope } });
      assert.equal(bytes.headers.get('content-type'), 'application/vnd.pancake.snapshot');
      const { body } = await ask('exportSnapshot', { query: { scope }, headers: { Accept: 'application/json' } });
      assert.deepEqual([body.extension, body.scope], ['shop', scope]);
    }
    await refused(ask('exportSnapshot', { query: { scope: 'personal' } }), 400, 'bad_parameter', /scope/);
  });

  test('discover makes a definitions file that lint has nothing against', async () => {
    const { body } = await ask('discover');
    const { body: lint } = await call(server.url, 'lint', { token: alice, body });
    assert.deepEqual(lint.findings.filter((/** @type {any} */ finding) => finding.severity === 'error'), []);
  });

  test('lint says what is wrong with a definitions file', async () => {
    const broken = await call(server.url, 'lint', { token: alice, body: '{"extensions":{"shop":{"samples":{"A":{"default":142}}}}}' });
    assert.equal(broken.body.findings[0].severity, 'error');
    assert.match(broken.body.findings[0].message, /142/);
  });

  test('an operator accepts what the store holds', async () => {
    const answer = await done('acceptStoreState', { query: { reason: 'restored' } });
    assert.ok(answer.revision > 0);
    const [entry] = (await ask('listChanges', { query: { limit: 1 } })).body.changes;
    assert.deepEqual([entry.action, entry.reason], ['accept_state', 'restored']);
  });
});

describe('visitors', () => {
  test('explain says which rule decided', async () => {
    await done('setOverride', { path: { name: 'CHECKOUT', group: 'user', id: '7' }, body: { on: true } });
    const path = { kinds: 'flags', name: 'CHECKOUT' };
    const { body } = await ask('explainFeature', { path, body: { ids: { user: '7' } } });
    assert.deepEqual([body.is_active, body.reason], [true, 'override']);
    assert.deepEqual(body.rules.filter((/** @type {any} */ rule) => rule.decides).map((/** @type {any} */ rule) => [rule.rule, rule.group, rule.id]), [['override', 'user', '7']]);
    assert.equal((await ask('explainFeature', { path })).body.reason === 'override', false);
  });

  test('explain draws a sample for the visitor that is named', async () => {
    const path = { kinds: 'samples', name: 'NEW_SEARCH' };
    const draw = async (/** @type {any} */ body) => (await ask('explainFeature', { path, body })).body;
    assert.equal((await draw({ visitor: 'aB3' })).draw, (await draw({ visitor: 'aB3' })).draw);
    assert.equal((await draw({ visitor: 'aB3' })).visitor, 'aB3');
  });

  test('status has every defined feature', async () => {
    const { body } = await ask('getStatus', { body: { ids: { user: '7', admin: 'yes' }, visitor: 'aB3' } });
    assert.deepEqual(body.flags.filter((/** @type {any} */ flag) => flag.name === 'CHECKOUT').map((/** @type {any} */ flag) => flag.is_active), [true]);
    assert.equal((await ask('getStatus')).status, 200);
  });

  test('a visitor that cannot be meant is refused', async () => {
    const path = { kinds: 'flags', name: 'CHECKOUT' };
    await refused(ask('explainFeature', { path, body: { ids: { usr: '7' } } }), 400, 'bad_value', /Did you mean 'user'/);
    await refused(ask('explainFeature', { path, body: { ids: { user: 7 } } }), 400, 'bad_value', /ids.user/);
    await refused(ask('getStatus', { body: { visitors: 'x' } }), 400, 'bad_value', /Did you mean 'visitor'/);
    await refused(ask('explainFeature', { path: { kinds: 'flags', name: 'NONE' } }), 404, 'unknown_feature');
  });
});

// What every operation has in common is tried on every operation of the document.
const samplePath = { extension: 'shop', kinds: 'flags', name: 'CHECKOUT', group: 'user', id: '1' };
/** @type {Record<string, any>} */
const sampleBody = {
  setState: { on: true },
  setOverride: { on: true },
  defineFeature: { default: true },
  applyChanges: { changes: [{ kind: 'flag', name: 'CHECKOUT', action: 'enable' }] },
  rollback: { revision: 1 },
  importState: { format: 'pancake-export', version: 1, extension: 'shop' },
  lint: { extensions: {} },
};

for (const [id, operation] of operations) {
  const given = { path: samplePath, body: sampleBody[id], query: id === 'diffRevisions' ? { from: 1 } : {} };
  describe(id, () => {
    if (operation.responses[401]) {
      test('asks for a token', async () => {
        await refused(call(server.url, id, given), 401, 'unauthorized');
        await refused(call(server.url, id, { ...given, token: 'guessed' }), 401, 'unauthorized');
      });
    }
    if (operation.responses[403] && operation.path.includes('{extension}')) {
      test('asks for the right for the very extension', async () => {
        await refused(call(server.url, id, { ...given, token: bob }), 403, 'forbidden');
      });
    }
    if (operation.responses[403] && operation.responses[409]) {
      test('asks for the right to write', async () => {
        await refused(call(server.url, id, { ...given, path: { ...samplePath, extension: 'other' }, token: bob }), 403, 'forbidden');
      });
    }
    if (operation.responses[404] && operation.path.includes('{extension}')) {
      test('does not know every extension', async () => {
        await refused(call(server.url, id, { ...given, path: { ...samplePath, extension: 'shoop' }, token: alice }), 404, 'unknown_extension');
      });
    }
    if (operation.responses[415]) {
      test('takes JSON only', async () => {
        await refused(call(server.url, id, { ...given, body: '{}', headers: { 'Content-Type': 'text/plain' }, token: alice }), 415, 'unsupported_media_type');
      });
    }
    if (operation.responses[413]) {
      test('takes a body of limited size', async () => {
        await refused(call(server.url, id, { ...given, body: ' '.repeat(bodyLimit + 1), token: alice }), 413, 'body_too_large');
      });
    }
    if (operation.responses[503]) {
      test('says that the store is away', async () => {
        const answer = await call(withoutStore.url, id, { ...given, token: alice });
        assert.equal(answer.status, 503, answer.text);
        assert.ok(['not_ready', 'store_unreachable'].includes(answer.body.error.code));
      });
    }
    if (operation.responses[409]) {
      test('does not write into a store that is not believed', async () => {
        await refused(call(held.url, id, { ...given, token: alice }), 409, 'store_held', /accept-store-state/);
      });
    }
    if (operation.parameters.some((parameter) => parameter.name === 'min-revision')) {
      test('wants a whole number for min-revision', async () => {
        await refused(call(server.url, id, { ...given, query: { 'min-revision': 'new' }, token: alice }), 400, 'bad_parameter', /min-revision/);
      });
    }
    if (operation.responses[403]) {
      test('refuses a browser that asks for a page of another site', async () => {
        await refused(call(server.url, id, { ...given, token: alice, headers: { Origin: 'https://evil.example' } }), 403, 'cross_site');
      });
    }
    if (operation.parameters.some((parameter) => parameter.name === 'reason')) {
      test('takes a reason of limited length', async () => {
        await refused(call(server.url, id, { ...given, query: { reason: 'x'.repeat(1025) }, token: alice }), 400, 'bad_parameter', /reason/);
      });
    }
  });
}

test('every answer that the document describes was really given', () => {
  const described = [...operations.values()].flatMap((operation) => Object.keys(operation.responses).map((status) => `${operation.operationId} ${status}`));
  assert.deepEqual(described.filter((one) => !seen.has(one)), []);
});
