// @ts-check
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { internal } from './support/internals.mjs';
import { readVectors } from './support/vectors.mjs';

/** @type {any} */
let cookies;
/** @type {any} */
let visitor;

before(async () => {
  cookies = await internal('cookies');
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
  const read = (/** @type {string} */ header) => cookies.readCookie(header, 'pancake');
  assert.equal(read('pancake=1abc'), '1abc');
  assert.equal(read('a=b; pancake=1abc; pancake=1xyz'), '1abc');
  assert.equal(read('pancake="1abc"'), '1abc');
  assert.equal(read('Pancake=1abc'), null);
  assert.equal(read('xpancake=1abc; pancakes=2'), null);
  assert.equal(read(' pancake = 1abc '), '1abc');
  assert.equal(read('pancake=a=b'), 'a=b');
  assert.equal(read('pancake='), '');
  assert.equal(read('pancake'), null);
  assert.equal(read(''), null);
});

test('attributes stand in the order in which Flask writes them', () => {
  const all = { httpOnly: true, secure: true, sameSite: 'None', domain: 'a.example', path: '/x', maxAge: 60.5, partitioned: true };
  assert.equal(
    cookies.serializeCookie('n', 'v', all),
    'n=v; Domain=a.example; Max-Age=60; Secure; HttpOnly; Path=/x; SameSite=None; Partitioned',
  );
  assert.equal(cookies.serializeCookie('n', 'v', {}), 'n=v');
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

test('cookies that the browser refuses last as long as the page', async () => {
  const { DocumentCookies } = await internal('document_cookies');
  const keeper = new DocumentCookies();
  assert.equal(keeper.read('pancake'), null);
  keeper.write('pancake', '1abc', {});
  assert.equal(keeper.read('pancake'), '1abc');
});

test('cookie names in UTF-8 are found in the bytes of a header', async () => {
  const { RequestCookies } = await internal('requests');
  const bytes = Buffer.from('größe=1abc').toString('latin1');
  assert.equal(new RequestCookies({ headers: { cookie: bytes } }).read('größe'), '1abc');
  assert.equal(new RequestCookies({ headers: new Headers({ cookie: bytes }) }).read('größe'), '1abc');
  assert.equal(new RequestCookies({ headers: {} }).read('größe'), null);
});
