// @ts-check
//
// Options as applications give them: what can be meant works, what cannot is refused by a code and
// words that say what to do.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { inspect } from 'node:util';
import * as admin from 'pancake-flags/admin';
import * as node from 'pancake-flags';
import * as page from '../../js/dist/pancake.js';
import { internal } from './support/internals.mjs';
import { keptLog, shopBytes } from './support/snapshots.mjs';

/** @type {[string, any][]} */
const entries = [['a page', page], ['Node', node]];

/** @type {Uint8Array} */
let bytes;
before(async () => {
  bytes = await shopBytes();
});

/** A fetch that always gives the snapshot, and what it was asked. */
function serving() {
  /** @type {{ url: string, headers: Record<string, string> }[]} */
  const asked = [];
  const fetch = async (/** @type {string} */ url, /** @type {any} */ { headers }) => {
    asked.push({ url, headers });
    return new Response(/** @type {Uint8Array<ArrayBuffer>} */ (bytes));
  };
  return { fetch, asked };
}

for (const [where, { createPancake }] of entries) {
  test(`${where} takes a URL object`, async () => {
    const { fetch, asked } = serving();
    const pancake = await createPancake({ url: new URL('https://flags.example/below/'), live: false, logger: keptLog(), fetch });
    assert.equal(pancake.switch('OPEN').isActive(), true);
    assert.deepEqual(asked.map(({ url }) => url), ['https://flags.example/below/snapshot/pancake?scope=public']);
    pancake.close();
  });

  test(`${where} is told what to give when there is no source`, async () => {
    for (const nothing of [undefined, null, {}, { url: null }, { url: undefined }, { snapshot: null }, 'https://flags.example']) {
      await assert.rejects(createPancake(nothing), { name: 'PancakeError', code: 'no_source', message: 'createPancake needs `url` or `snapshot`' }, JSON.stringify(nothing));
    }
  });

  test(`${where} takes null for an option that is not given`, async () => {
    const log = keptLog();
    const pancake = await createPancake({ url: null, snapshot: bytes, groups: null, cookie: null, scope: null, visitor: null, signal: null, logger: log });
    assert.equal(pancake.sample('ALL').isActive(), true);
    assert.equal(pancake.revision, 7);
    assert.deepEqual(log.lines, []);
    pancake.close();
  });

  test(`${where} refuses a cookie that cannot be meant`, async () => {
    const wrong = /** @type {[any, string][]} */ ([
      [{ name: 'a=b' }, 'cookie has a name, domain or path of no cookie'],
      [{ name: 'a;b' }, 'cookie has a name, domain or path of no cookie'],
      [{ name: 'a\nb' }, 'cookie has a name, domain or path of no cookie'],
      [{ name: 'a', options: { path: '/\n/=' } }, 'cookie has a name, domain or path of no cookie'],
      [{ options: { path: '/;HttpOnly' } }, 'cookie has a name, domain or path of no cookie'],
      [{ options: { domain: 'a\r\nb' } }, 'cookie has a name, domain or path of no cookie'],
      [{ options: { sameSite: 'lax' } }, 'cookie.options.sameSite is none of Strict, Lax, None'],
      [{ options: { maxAge: -1 } }, 'cookie.options.maxAge is no duration'],
      [{ options: { maxAge: NaN } }, 'cookie.options.maxAge is no duration'],
      [{ options: { maxAge: Infinity } }, 'cookie.options.maxAge is no duration'],
      [{ options: { maxAge: '1 year' } }, 'cookie.options.maxAge is no duration'],
    ]);
    for (const [cookie, message] of wrong) {
      await assert.rejects(createPancake({ snapshot: bytes, cookie }), { code: 'bad_option', message }, JSON.stringify(cookie));
    }
  });

  test(`${where} takes a cookie path with =`, async () => {
    const pancake = await createPancake({ snapshot: bytes, cookie: { name: 'p', options: { domain: 'shop.example', path: '/a=b' } } });
    assert.equal(pancake.sample('ALL').isActive(), true);
    pancake.close();
  });

  test(`${where} is told what a group may be`, async () => {
    for (const user of ['module', '', 5, {}, { get: 'user' }]) {
      await assert.rejects(createPancake({ snapshot: bytes, groups: { user } }), { code: 'bad_option', message: 'groups.user is no function or "module:export"' }, JSON.stringify(user));
    }
  });

  test(`${where} ends what waits for it to be ready when it is closed`, async () => {
    const pancake = await createPancake({ url: 'https://flags.example', timeout: 0, live: false, logger: keptLog(), fetch: () => new Promise(() => {}) });
    const waiting = pancake.ready;
    pancake.close();
    await waiting;
    assert.equal(pancake.revision, null);

    const closed = await createPancake({ url: 'https://flags.example', live: false, logger: keptLog(), signal: AbortSignal.abort() });
    await closed.ready;
    assert.equal(closed.revision, null);
  });

  test(`${where} sends a visitor that is no well-formed text`, async () => {
    const { fetch, asked } = serving();
    const log = keptLog();
    const pancake = await createPancake({ url: 'https://flags.example', scope: 'personal', live: false, visitor: 'a\ud800b', logger: log, fetch });
    assert.deepEqual(log.lines, []);
    assert.equal(asked[0]?.headers['Pancake-Visitor'], 'a%EF%BF%BDb');
    assert.equal(pancake.sample('ALL').isActive(), true);
    pancake.close();
  });

  test(`${where} answers checks that name nothing`, async () => {
    const log = keptLog();
    const pancake = await createPancake({ snapshot: bytes, logger: log });
    for (const name of /** @type {any[]} */ ([undefined, null, 42, {}, Object.create(null)])) {
      assert.equal(pancake.flag(name).isActive(), false);
      assert.equal(pancake.explain(name).reason, 'unknown');
      assert.equal(pancake.sample(name).get(), 0);
    }
    assert.equal(pancake.flag('NOWHERE', null).isActive(), false);
    assert.equal(pancake.switch('OPEN', null).isActive(), true);
    assert.equal(pancake.sample('NOWHERE', null).isActive(), false);
    assert.ok(log.lines.includes('pancake: no flag undefined in extension pancake: its default is used [unknown_feature]'), log.lines.join('\n'));
    pancake.close();
    assert.equal(pancake.explain('CHECKOUT').reason, 'not_loaded');
  });
}

test('an attribute of a cookie that is undefined is not given', async () => {
  const { visitorCookieOptions } = await internal('cookies');
  const unsaid = { secure: undefined, path: undefined, sameSite: undefined, maxAge: undefined };
  assert.deepEqual(visitorCookieOptions(unsaid, true), visitorCookieOptions(undefined, true));

  const options = { httpOnly: undefined };
  const pancake = await node.createPancake({ snapshot: bytes, cookie: { format: 'flask-pancake', secret: 's3cr!t', options: /** @type {any} */ (options) } });
  const visit = await pancake.forRequest(new Request('https://shop.example'));
  visit.sample('ALL').isActive();
  assert.match((await visit.setCookies())[0] ?? '', /; HttpOnly; Path=\/; SameSite=Lax$/);
  pancake.close();
});

test('an admin client is told that it needs a server', () => {
  for (const nothing of /** @type {any[]} */ ([undefined, null, {}, { url: null }])) {
    assert.throws(() => admin.createAdmin(nothing), { name: 'AdminError', code: 'bad_option', message: /^createAdmin needs `url`/ });
  }
});

test('an admin client is told that `fetch` is none, and says where nobody answered, and why', async () => {
  const options = /** @type {any} */ ({ url: 'http://127.0.0.1:2', fetch: 'x' });
  assert.throws(() => admin.createAdmin(options), { name: 'AdminError', code: 'bad_option', message: '`fetch` is no function' });
  const { url } = options;
  await assert.rejects(admin.createAdmin({ url }).extensions(), { code: 'fetch_failed', message: /^no answer from http:\/\/127\.0\.0\.1:2: .+ \(ECONNREFUSED\)$/ });
});

test('an admin client takes a URL object', async () => {
  const asked = /** @type {string[]} */ ([]);
  const fetch = async (/** @type {string} */ url) => {
    asked.push(url);
    return new Response('{}');
  };
  await admin.createAdmin({ url: new URL('https://flags.example/below/'), fetch }).overview();
  assert.deepEqual(asked, ['https://flags.example/below/api/v1/extensions/pancake/overview']);
});

test('a server refuses a URL that is none of a server, and a signing secret that is empty', async () => {
  for (const url of ['', '/x', '127.0.0.1:8080', 'ftp://flags.example', 'https://user:secret@flags.example', 'https://flags.example/?a=1', 5]) {
    await assert.rejects(node.createPancake({ url: /** @type {any} */ (url) }), { code: 'bad_option' }, `${url}`);
  }
  for (const secret of ['', [], ['a', ''], ['a', 5]]) {
    const cookie = /** @type {any} */ ({ format: 'flask-pancake', secret });
    await assert.rejects(node.createPancake({ snapshot: bytes, cookie }), { code: 'no_secret' }, JSON.stringify(secret));
  }
});

test('a process refuses an extension that no URL holds, and a signal that is none', async () => {
  for (const extension of ['a\ud800', '\udc00', '', '.', '..']) {
    await assert.rejects(node.createPancake({ url: 'https://flags.example', extension }), { name: 'PancakeError', code: 'bad_option' }, JSON.stringify(extension));
  }
  for (const signal of /** @type {any[]} */ ([{}, 'now', 5])) {
    await assert.rejects(node.createPancake({ url: 'https://flags.example', signal }), { code: 'bad_option', message: 'signal is no AbortSignal' }, JSON.stringify(signal));
  }
});

test('a Pancake in a log shows no server key', async () => {
  const pancake = await node.createPancake({ url: 'https://flags.example', serverKey: 'very secret', pollInterval: 0, live: false, timeout: 0, logger: keptLog(), fetch: async () => new Response(null, { status: 503 }) });
  assert.doesNotMatch(inspect(pancake, { depth: 20, showHidden: true }), /very secret/);
  pancake.close();
});
