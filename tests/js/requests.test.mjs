// @ts-check
import assert from 'node:assert/strict';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { createPancake } from 'pancake-flags';
import { internal } from './support/internals.mjs';
import { keptLog, shopBytes } from './support/snapshots.mjs';

/** @param {any} [options] */
async function create(options) {
  const groups = { user: (/** @type {any} */ request) => request?.headers.get?.('X-User') ?? null };
  return createPancake({ snapshot: await shopBytes(), groups, logger: keptLog(), ...options });
}

/** @param {Record<string, string>} [headers] */
const request = (headers = {}) => new Request('https://shop.example/', { headers });

test('each request has its own visitor', async () => {
  const pancake = await create();
  const [one, other] = await Promise.all([
    pancake.forRequest(request({ 'X-User': '42', Cookie: 'pancake=1abc' })),
    pancake.forRequest(request({ 'X-User': '43' })),
  ]);
  assert.equal(one.flag('CHECKOUT').isActive(), true);
  assert.equal(other.flag('CHECKOUT').isActive(), false);
  assert.equal(one.switch('OPEN').isActive(), true);
  assert.equal(one.visitor, 'abc');
});

test('a response gets the visitor cookie only when a sample was asked and the visitor is new', async () => {
  const pancake = await create();
  const visit = await pancake.forRequest(request());
  visit.flag('CHECKOUT').isActive();
  const plain = new Response('page');
  assert.equal(await visit.apply(plain), plain);
  visit.sample('HALF').isActive();
  const response = await visit.apply(Response.redirect('https://shop.example/next'));
  assert.equal(response.status, 302);
  assert.deepEqual(response.headers.getSetCookie(), [`pancake=1${visit.visitor}; Max-Age=31536000; Secure; Path=/; SameSite=Lax`]);

  const known = await pancake.forRequest(request({ Cookie: 'pancake=1abc' }));
  known.sample('HALF').isActive();
  assert.deepEqual(await known.setCookies(), []);
});

test('other Set-Cookie headers of a response stay', async () => {
  const pancake = await create({ cookie: { name: 'p', options: { secure: false, maxAge: 60 } } });
  const visit = await pancake.forRequest(request());
  visit.sample('HALF').isActive();
  const response = await visit.apply(new Response('', { headers: { 'Set-Cookie': 'session=1' } }));
  assert.deepEqual(response.headers.getSetCookie(), ['session=1', `p=1${visit.visitor}; Max-Age=60; Path=/; SameSite=Lax`]);
});

test('ids that the application knows go before the group functions', async () => {
  const pancake = await create();
  const visit = await pancake.forRequest(request({ 'X-User': '1' }), { ids: { user: 42 } });
  assert.equal(visit.flag('CHECKOUT').isActive(), true);
  const nobody = await pancake.forRequest(request({ 'X-User': '42' }), { ids: { user: null } });
  assert.equal(nobody.flag('CHECKOUT').isActive(), false);
});

test('the same request gives the same visit, to middleware and handlers that ask at once or later', async () => {
  const pancake = await create();
  const asked = request();
  const [one, other] = await Promise.all([pancake.forRequest(asked), pancake.forRequest(asked)]);
  assert.equal(one, other);
  assert.equal(await pancake.run(asked, (visit) => visit), one);
  assert.equal(one.sample('HALF').explain().draw, other.sample('HALF').explain().draw);
  assert.equal((await one.setCookies()).length, 1);
  assert.notEqual(await pancake.forRequest(request()), one);
  assert.notEqual(await (await create()).forRequest(asked), one, 'each Pancake has its own');
});

test('ids that are known later count from then on', async () => {
  const pancake = await create();
  const asked = request({ 'X-User': '1' });
  const visit = await pancake.forRequest(asked);
  assert.equal(visit.flag('CHECKOUT').isActive(), false);
  await pancake.forRequest(asked, { ids: { user: 42 } });
  assert.equal(visit.flag('CHECKOUT').isActive(), true);
  await pancake.forRequest(asked, { ids: { admin: 'yes' } });
  assert.equal(visit.flag('CHECKOUT').isActive(), true, 'those of other groups stay');
  await pancake.forRequest(asked, { ids: { user: undefined } });
  assert.equal(visit.flag('CHECKOUT').isActive(), false, 'nobody');
  await pancake.forRequest(asked, { ids: { user: /** @type {any} */ ({}) } });
  assert.equal(visit.flag('CHECKOUT').isActive(), false, 'what is no id changes nothing');
});

test('a second apply() adds no cookie twice', async () => {
  const visit = await (await create()).forRequest(request());
  visit.sample('HALF').isActive();
  const once = await visit.apply(new Response(''));
  assert.equal((await visit.apply(once)).headers.getSetCookie().length, 1);
  assert.equal((await visit.apply(new Response(''))).headers.getSetCookie().length, 1, 'but another response gets it');
});

test("a response of Node's http keeps the cookies that others set", async () => {
  const visit = await (await create()).forRequest(request());
  visit.sample('HALF').isActive();
  const cookie = `pancake=1${visit.visitor}; Max-Age=31536000; Secure; Path=/; SameSite=Lax`;
  for (const [before, after] of [
    [undefined, [cookie]],
    ['session=1', ['session=1', cookie]],
    [['a=1', 'b=2'], ['a=1', 'b=2', cookie]],
  ]) {
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    if (before !== undefined) response.setHeader('Set-Cookie', before);
    assert.equal(await visit.apply(response), response);
    await visit.apply(response);
    assert.deepEqual(response.getHeader('Set-Cookie'), after);
  }
});

test('the visitor cookie is Secure where the request says that it came by https', async () => {
  const pancake = await create();
  for (const [isSecure, asked] of /** @type {[boolean, any][]} */ ([
    [false, { headers: {}, url: '/', socket: {} }],
    [false, { headers: {}, url: '/', secure: false, socket: null }],
    [true, { headers: {}, url: '/', socket: { encrypted: true } }],
    [true, { headers: {}, url: '/', secure: true }],
    [true, request()],
  ])) {
    const visit = await pancake.forRequest(asked);
    visit.sample('HALF').isActive();
    const [cookie = ''] = await visit.setCookies();
    assert.equal(cookie.includes('; Secure'), isSecure, cookie);
  }
});

test("requests of Node's http are understood", async () => {
  const pancake = await create();
  const visit = await pancake.forRequest({ headers: { cookie: 'a=b; pancake=1xyz' }, url: '/path' });
  assert.equal(visit.visitor, 'xyz');
});

test('run() makes features of the module answer for the request, also after an await', async () => {
  const pancake = await create();
  const CHECKOUT = pancake.flag('CHECKOUT');
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      pancake.run(request({ 'X-User': i % 2 === 0 ? '42' : `${i}` }), async () => {
        const first = CHECKOUT.isActive();
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
        return [first, CHECKOUT.isActive()];
      }),
    ),
  );
  for (const [i, answer] of answers.entries()) assert.deepEqual(answer, [i % 2 === 0, i % 2 === 0]);
  assert.equal(CHECKOUT.isActive(), false);
});

test('a signed cookie wins over the ratio, carries unknown names on, and is always sent', async () => {
  const { FlaskCookieSigner } = await internal('flask_cookie');
  const signer = new FlaskCookieSigner(['s3cr!t']);
  const pancake = await create({ cookie: { format: 'flask-pancake', secret: ['s3cr!t', 'old'] } });
  const state = new Map(/** @type {[string, unknown][]} */ ([['UNKNOWN', { deep: [1] }], ['NONE', true], ['ALL', 'text']]));
  const old = await new FlaskCookieSigner(['old']).write(state);
  const visit = await pancake.forRequest(request({ Cookie: `pancake=${old}` }));
  assert.deepEqual(visit.sample('NONE').explain(), { kind: 'sample', name: 'NONE', isActive: true, reason: 'cookie' });
  assert.equal(visit.sample('ALL').isActive(), true, 'a value that is not true or false was not drawn');
  const drawn = visit.sample('HALF').isActive();
  assert.equal(visit.sample('HALF').isActive(), drawn);
  assert.equal(visit.sample('HALF').reason, 'cookie');
  const [cookie] = await visit.setCookies();
  assert.match(cookie ?? '', /; HttpOnly; Path=\/; SameSite=Lax$/);
  const sent = await signer.read(/pancake=([^;]*)/.exec(cookie ?? '')?.[1]);
  assert.deepEqual([...sent.keys()], ['UNKNOWN', 'NONE', 'ALL', 'HALF']);
  assert.equal(sent.get('ALL'), true);
  assert.equal(sent.get('HALF'), drawn);

  const untouched = await pancake.forRequest(request({ Cookie: `pancake=${old}` }));
  assert.equal((await untouched.setCookies()).length, 1, 'sent even where nothing was asked');
  const fresh = await pancake.forRequest(request({ Cookie: 'pancake=forged.signature' }));
  fresh.sample('UNDEFINED', { default: 100 }).isActive();
  assert.deepEqual(await fresh.setCookies(), []);
});

test('given options replace the defaults of a signed cookie but the path', async () => {
  /** @type {[object, RegExp][]} */
  const cases = [
    [{ sameSite: 'None', secure: true }, /^p=[\w.-]+; Secure; Path=\/; SameSite=None$/],
    [{ maxAge: null, domain: undefined }, /^p=[\w.-]+; HttpOnly; Path=\/; SameSite=Lax$/],
  ];
  for (const [options, expected] of cases) {
    const cookie = { format: 'flask-pancake', name: 'p', secret: 's', options };
    const visit = await (await create({ cookie })).forRequest(request());
    visit.sample('ALL').isActive();
    assert.match((await visit.setCookies())[0] ?? '', expected);
  }
});

test('numbers are ids of visitors as their text; what is no id gives none, with a warning', async () => {
  const logger = keptLog();
  const visitors = [17, 17n, '17', null, undefined, {}, true];
  for (const given of visitors) {
    const byFunction = await create({ logger, visitor: () => given });
    const cookie = { Cookie: 'pancake=1abc' };
    const key = ['number', 'bigint', 'string'].includes(typeof given) ? '17' : 'abc';
    assert.equal((await byFunction.forRequest(request(cookie))).visitor, key);
    const visit = await byFunction.forVisitor({ visitor: /** @type {any} */ (given) });
    if (key === '17') assert.equal(visit.visitor, '17');
    else assert.match(visit.visitor, /^[\w-]{3}$/);
    assert.equal(visit.sample('ALL').reason, 'sample');
    if (key === '17') assert.equal((await (await create({ logger, visitor: given })).forRequest(request())).visitor, '17');
  }
  assert.deepEqual(new Set(logger.lines), new Set(['pancake: the visitor function gave no id [visitor_function_failed]']));
});

test('what is no request is refused in a way that can be caught', async () => {
  const pancake = await create();
  /** @type {unknown[]} */
  const unhandled = [];
  const keep = (/** @type {unknown} */ error) => void unhandled.push(error);
  process.on('unhandledRejection', keep);
  // Hono's own request has a method in place of headers.
  for (const nothing of /** @type {any[]} */ ([undefined, null, {}, 'text', { raw: request(), header: () => 'a' }])) {
    await assert.rejects(pancake.forRequest(nothing), { code: 'bad_option' });
    await assert.rejects(pancake.run(nothing, () => 1), { code: 'bad_option' });
    await assert.rejects(pancake.dehydrate(nothing), { code: 'bad_option' });
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('unhandledRejection', keep);
  assert.deepEqual(unhandled, []);
});

test('what is no visitor, id, response or function is refused by name', async () => {
  const pancake = await create();
  const visit = await pancake.forRequest(request());
  for (const nothing of /** @type {any[]} */ ([undefined, null, 'text', 5])) {
    const refused = (/** @type {string} */ message) => ({ name: 'PancakeError', code: 'bad_option', message });
    await assert.rejects(pancake.forVisitor(nothing), refused('visitor is no object'));
    await assert.rejects(pancake.run(request(), nothing), refused('run() wants a function'));
    assert.throws(() => visit.know(nothing), refused('ids is no object'));
  }
  for (const ids of /** @type {any[]} */ (['text', 5])) {
    await assert.rejects(pancake.forVisitor({ ids }), { code: 'bad_option' });
    await assert.rejects(pancake.forRequest(request(), { ids }), { code: 'bad_option' });
  }
});

test('what is no response is refused, also without cookies to set', async () => {
  const pancake = await create();
  const message = "apply() wants a Response, Node's or Hono's";
  for (const drawn of [false, true]) {
    const visit = await pancake.forRequest(request());
    if (drawn) visit.sample('HALF').isActive();
    assert.equal((await visit.setCookies()).length, Number(drawn));
    const reply = { raw: {}, header: () => reply, headers: () => reply };
    const context = { res: {}, response: { headers: {} }, set: () => {} };
    for (const nothing of /** @type {any[]} */ ([undefined, null, 'text', 5, {}, new Headers(), new Request('http://shop'), reply, context])) {
      await assert.rejects(visit.apply(nothing), { name: 'PancakeError', code: 'bad_option', message });
    }
  }
});

test('a default of another type is taken for one of the right type, and no check throws', async () => {
  const pancake = await create();
  const any = /** @type {any} */ ((/** @type {unknown} */ value) => ({ default: value }));
  assert.equal(pancake.flag('NEW', any(5)).isActiveGlobally(), true);
  assert.equal(pancake.switch('NEW', any(Symbol())).isActive(), true);
  assert.deepEqual(pancake.sample('NEW', any('100')).get(), 100);
  assert.equal(pancake.sample('NEW', any('100')).reason, 'unknown');
  assert.equal(pancake.sample('NEW', any('none')).isActive(), false);
  assert.equal(pancake.flag('CHECKOUT').isActiveGroup(/** @type {any} */ (Symbol('x')), '42'), null);
});

test('ids of a group that the snapshot does not know are told', async () => {
  const log = keptLog();
  const pancake = await create({ logger: log });
  const visit = await pancake.forVisitor({ ids: { usr: '42' } });
  assert.equal(visit.flag('CHECKOUT').isActive(), false);
  (await pancake.forRequest(request(), { ids: { usr: '42', user: '42' } })).know({ usr: '43' });
  assert.deepEqual(log.lines, ['pancake: no group usr [unknown_group]']);
});

test('a context, its ids and those of a visitor may be null', async () => {
  const pancake = await create();
  for (const context of [null, { ids: null }]) {
    const asked = request({ 'X-User': '42' });
    assert.equal((await pancake.forRequest(asked, context)).flag('CHECKOUT').isActive(), true);
    assert.equal(await pancake.run(asked, () => pancake.flag('CHECKOUT').isActive(), context), true);
    assert.equal((await pancake.forVisitor({ ids: null, visitor: null }, context)).flag('CHECKOUT').isActive(), false);
    assert.notEqual(await pancake.dehydrate(asked, context), '');
  }
});

test('a visitor without a request gets no cookie', async () => {
  for (const cookie of [undefined, { format: 'flask-pancake', secret: 's3cr!t' }]) {
    const visit = await (await create({ cookie })).forVisitor({});
    assert.equal(visit.sample('ALL').isActive(), true);
    await visit.dehydrate();
    assert.deepEqual(await visit.setCookies(), []);
    assert.deepEqual((await visit.apply(new Response(''))).headers.getSetCookie(), []);
  }
});

test('a later signed cookie takes the place of an earlier one in the response', async () => {
  const { Hono } = await import('hono');
  const pancake = await create({ cookie: { format: 'flask-pancake', secret: 's3cr!t' } });
  const visit = await pancake.forRequest(request());
  visit.sample('ALL').isActive();
  const response = await visit.apply(new Response('', { headers: { 'Set-Cookie': 'pancakes=1' } }));
  const [, first] = response.headers.getSetCookie();
  const ofNode = await visit.apply(new ServerResponse(new IncomingMessage(new Socket())));
  const app = new Hono();
  app.get('/', async (c) => {
    c.header('Set-Cookie', 'pancakes=1');
    await visit.apply(c);
    visit.sample('HALF').isActive();
    return visit.apply(c.text(''));
  });
  const ofHono = (await app.request('/')).headers.getSetCookie();
  const all = (await visit.apply(response)).headers.getSetCookie();
  await visit.apply(ofNode);
  assert.equal(all.length, 2);
  assert.equal(all[0], 'pancakes=1');
  assert.match(all[1] ?? '', /^pancake=/);
  assert.notEqual(all[1], first);
  assert.equal(/** @type {string[]} */ (ofNode.getHeader('Set-Cookie')).length, 1);
  assert.deepEqual(ofHono.map((each) => each.split('=')[0]), ['pancakes', 'pancake']);
});

test('a visit goes on with the snapshot that it began with, what it dehydrates too', async () => {
  let revision = 7;
  const page = { client: true };
  const bytes = () => shopBytes({ revision, flags: [{ name: 'CHECKOUT', default: revision > 7, ...page }], switches: [], samples: [], overrides: [] });
  const pancake = await create({ snapshot: bytes, groups: {} });
  const visit = await pancake.forRequest(request());
  const revisionOf = async (/** @type {typeof visit} */ asked) => {
    const opened = await createPancake({ snapshot: await asked.dehydrate(), logger: keptLog() });
    const found = opened.revision;
    opened.close();
    return found;
  };
  assert.equal(visit.flag('CHECKOUT').isActive(), false);
  revision = 8;
  assert.equal(await pancake.refresh(), true);
  assert.equal(visit.flag('CHECKOUT').isActive(), false);
  assert.equal(await revisionOf(visit), 7);
  const later = await pancake.forRequest(request());
  assert.equal(later.flag('CHECKOUT').isActive(), true);
  assert.equal(await revisionOf(later), revision);
  revision = 9;
  await pancake.refresh();
  assert.equal(visit.flag('CHECKOUT').isActive(), true, 'closed by then: the newest answers');
  assert.equal(await revisionOf(visit), 9);
  pancake.close();
  assert.equal(visit.flag('CHECKOUT').reason, 'not_loaded');
  assert.equal(await visit.dehydrate(), '');
});

test('a Pancake whose signal was aborted before can be made', async () => {
  const pancake = await create({ signal: AbortSignal.abort() });
  assert.equal((await pancake.forRequest(request())).flag('CHECKOUT').reason, 'not_loaded');
});

test('where requests are served, a sample outside of them is told once', async () => {
  const logger = keptLog();
  const pancake = await create({ logger });
  const ALL = pancake.sample('ALL');
  ALL.isActive();
  assert.deepEqual(logger.lines, [], 'a program with one visitor');
  assert.equal(await pancake.run(request(), () => ALL.isActive()), true);
  pancake.switch('OPEN').isActive();
  assert.deepEqual(logger.lines, []);
  assert.equal(ALL.isActive(), true);
  ALL.isActive();
  assert.deepEqual(logger.lines, ['pancake: a sample was checked outside of forRequest() and run() [no_request]']);
  for (const options of [{ scope: 'personal' }, { visitor: () => 'known' }]) {
    const quiet = keptLog();
    const other = await create({ logger: quiet, ...options });
    await other.forRequest(request());
    other.sample('ALL').isActive();
    assert.deepEqual(quiet.lines, []);
  }
});
