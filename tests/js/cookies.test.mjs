// @ts-check
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { internal } from './support/internals.mjs';
import { readVectors } from './support/vectors.mjs';

/** @type {any} */
let cookies;
/** @type {any} */
let header;
/** @type {any} */
let visitor;

before(async () => {
  cookies = await internal('cookies');
  header = await internal('cookie_header');
  visitor = await internal('visitor');
});

test('a visitor cookie is read and written as the vectors say', () => {
  const { read, write } = readVectors().visitorCookie;
  for (const { value, key } of read) assert.equal(visitor.readVisitorCookie(value), key, JSON.stringify(value));
  for (const { bits, value } of write) assert.equal(visitor.writeVisitorCookie(bits), value);
  assert.equal(visitor.readVisitorCookie('1abc\n'), null);
});

test('new visitors are spread over all keys', () => {
  const keys = Array.from({ length: 4_000 }, () => visitor.newVisitorCookie());
  assert.ok(keys.every((key) => visitor.readVisitorCookie(key) !== null));
  assert.ok(new Set(keys).size > 3_900);
  for (const place of [1, 2, 3]) assert.equal(new Set(keys.map((key) => key[place])).size, 64);
});

test('the first cookie of a name counts, unquoted, its name by case', () => {
  const read = (/** @type {string} */ text) => header.readCookie(text, 'pancake');
  assert.equal(read('pancake=1abc'), '1abc');
  assert.equal(read('a=b; pancake=1abc; pancake=1xyz'), '1abc');
  assert.equal(read('pancake="1abc"'), '1abc');
  assert.equal(read('Pancake=1abc'), null);
  assert.equal(read('xpancake=1abc; pancakes=2'), null);
  assert.equal(read(' pancake = 1abc '), '1abc');
  assert.equal(read('pancake=a=b'), 'a=b');
  assert.equal(read('pancake='), '');
  assert.equal(read('pancake'), '');
  assert.equal(read('pancake; pancake=1abc'), '');
  assert.equal(read('other; pancake=1abc'), '1abc');
  assert.equal(read('a=1;a2=3;;  ; pancake=1abc;'), '1abc');
  assert.equal(read(''), null);
  assert.equal(read('; ;'), null);
});

test('quoted values lose their quotes and escapes, as on the server', () => {
  const read = (/** @type {string} */ text, name = 'a') => header.readCookie(text, name);
  assert.equal(read('a="x"; b=2'), 'x');
  assert.equal(read('a= "x;y" ; b=2'), 'x;y');
  assert.equal(read('a="x;y"; b=2', 'b'), '2');
  assert.equal(read(String.raw`a="x\"\\\073\303\274"; b=2`), 'x"\\;ü');
  assert.equal(read(String.raw`a="\12\400\ü\"`), '12400ü\\');
  assert.equal(read(String.raw`a="\12\400\ü"`), '12400ü');
  assert.equal(read('a="open; b=2', 'b'), '2');
  assert.equal(read('a="open; b=2'), '"open');
  assert.equal(read('a="x"y; b=2'), '"x"y');
  assert.equal(read('a="x"y"; b=2'), 'x"y');
  assert.equal(read('a="'), '"');
  assert.equal(read('a=""'), '');
});

test('attributes stand in the order in which Flask writes them', () => {
  const all = { httpOnly: true, secure: true, sameSite: 'None', domain: 'a.example', path: '/x', maxAge: 60.5, partitioned: true };
  assert.equal(
    cookies.serializeCookie('n', 'v', all),
    'n=v; Domain=a.example; Max-Age=60; Secure; HttpOnly; Path=/x; SameSite=None; Partitioned',
  );
  assert.equal(cookies.serializeCookie('n', 'v', {}), 'n=v');
  assert.equal(cookies.serializeCookie('n', 'v', { domain: '', path: '' }), 'n=v');
  assert.equal(cookies.serializeCookie('n', 'v', { secure: false, partitioned: true }), 'n=v; Secure; Partitioned');
});

test('a visitor cookie lasts a year and is Secure under TLS; options are laid over that', () => {
  const year = 31_536_000;
  assert.deepEqual(cookies.visitorCookieOptions(undefined, true), { path: '/', sameSite: 'Lax', maxAge: year, secure: true });
  const laid = cookies.visitorCookieOptions({ sameSite: 'None', domain: 'x.example', secure: true }, false);
  assert.deepEqual(laid, { path: '/', sameSite: 'None', maxAge: year, secure: true, domain: 'x.example' });
});

test('a visitor has no cookie before the first sample, and one afterwards', () => {
  const keeper = new cookies.MemoryCookies();
  const asked = new visitor.CookieVisitor(keeper, 'pancake', {});
  const key = asked.get();
  assert.equal(keeper.read('pancake'), null);
  asked.keep();
  assert.equal(keeper.read('pancake'), `1${key}`);
  assert.equal(new visitor.CookieVisitor(keeper, 'pancake', {}).get(), key);
});

test('a cookie that was set after the first look counts, and is not overwritten', () => {
  const keeper = new cookies.MemoryCookies();
  const [first, second] = [new visitor.CookieVisitor(keeper, 'pancake', {}), new visitor.CookieVisitor(keeper, 'pancake', {})];
  first.get();
  second.get();
  second.keep();
  first.keep();
  assert.equal(first.get(), second.get());
  assert.equal(keeper.read('pancake'), `1${second.get()}`);
});

test('a cookie that came while writing was not allowed counts, and is not overwritten', async () => {
  const { Device } = await internal('device');
  const kept = new Map();
  const device = new Device(false);
  const cookies = device.cookies({ read: (/** @type {string} */ name) => kept.get(name) ?? null, write: (/** @type {string} */ name, /** @type {string} */ value) => kept.set(name, value) });
  const [waiting, other] = [new visitor.CookieVisitor(cookies, 'pancake', {}), new visitor.CookieVisitor(cookies, 'other', {})];
  waiting.keep();
  assert.equal(kept.size, 0);
  kept.set('pancake', '1abc');
  device.allow();
  assert.deepEqual([...kept], [['pancake', '1abc']]);
  assert.equal(waiting.get(), 'abc');
  other.keep();
  assert.equal(kept.get('other'), `1${other.get()}`);
});

test('where the browser refuses cookies a visitor stays the same as long as the page', async () => {
  const { documentCookies } = await internal('document_cookies');
  assert.equal(documentCookies.read('pancake'), null);
  const asked = new visitor.CookieVisitor(documentCookies, 'pancake', {});
  const key = asked.get();
  asked.keep();
  assert.equal(documentCookies.read('pancake'), null);
  assert.equal(asked.get(), key);
});

test("a page's cookie is the first of its name, without quotes", async () => {
  const { documentCookies } = await internal('document_cookies');
  const page = /** @type {any} */ (globalThis);
  const read = (/** @type {string} */ cookie) => {
    page.document = { cookie };
    return documentCookies.read('pancake');
  };
  try {
    assert.equal(read('a=b; pancake=1abc; pancake=1xyz'), '1abc');
    assert.equal(read('pancake="1abc"'), '1abc');
    assert.equal(read('pancake=a=b'), 'a=b');
    assert.equal(read('pancake; pancake=1abc'), '');
    assert.equal(read('Pancake=1abc; xpancake=2; pancakes=3'), null);
    assert.equal(read(''), null);
  } finally {
    delete page.document;
  }
});

test('cookie names in UTF-8 are found in the bytes of a header', async () => {
  const { RequestCookies } = await internal('requests');
  const bytes = Buffer.from('größe=1abc').toString('latin1');
  assert.equal(new RequestCookies({ headers: { cookie: bytes } }).read('größe'), '1abc');
  assert.equal(new RequestCookies({ headers: new Headers({ cookie: bytes }) }).read('größe'), '1abc');
  assert.equal(new RequestCookies({ headers: {} }).read('größe'), null);
});
