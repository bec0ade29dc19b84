// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { deflateSync, inflateSync } from 'node:zlib';
import { internal } from './support/internals.mjs';

const { cases } = JSON.parse(readFileSync(new URL('../golden/data/vectors_cookie.json', import.meta.url), 'utf8'));
/** @type {any} */
let FlaskCookieSigner;

before(async () => {
  ({ FlaskCookieSigner } = await internal('flask_cookie'));
});

/** @param {string} kind */
const ofKind = (kind) => cases.filter((/** @type {any} */ each) => each.kind === kind);

test('every state is signed as flask-pancake signs it, byte for byte unless compressed', async () => {
  const { decodeBase64 } = await internal('lenient_base64');
  let equal = 0;
  for (const { secret, state, compressed, json_text: json, cookie } of ofKind('encode')) {
    const written = await new FlaskCookieSigner([secret]).write(new Map(state));
    if (written === cookie) ++equal;
    // This runtime's zlib may find other matches of equal length than Python's.
    else assert.ok(compressed, `${written} in place of ${cookie}`);
    if (!compressed) continue;
    const payload = written.slice(1, written.lastIndexOf('.'));
    assert.ok(written.startsWith('.'));
    assert.equal(inflateSync(decodeBase64(payload)).toString(), json);
    assert.ok(Math.abs(written.length - cookie.length) <= 4);
  }
  assert.ok(equal > 20);
});

test('what flask-pancake signed is read', async () => {
  for (const { secret, state, cookie } of [...ofKind('encode')]) {
    assert.deepEqual([...(await new FlaskCookieSigner([secret]).read(cookie))], state);
  }
  for (const { secret, payload, signature } of ofKind('format')) {
    const read = await new FlaskCookieSigner([secret]).read(`${payload}.${signature}`);
    assert.deepEqual([...read], [['s1', true], ['s2', false]]);
  }
});

test('what itsdangerous refuses is refused, what it tolerates is tolerated', async () => {
  for (const { secret, cookie, ok_json: json } of ofKind('decode')) {
    const read = await new FlaskCookieSigner([secret]).read(cookie);
    if (json === undefined || !json.startsWith('{')) {
      assert.equal(read, null, cookie);
    } else {
      const expected = Object.entries(JSON.parse(json.replace('NaN', 'null')));
      assert.deepEqual([...read], expected, cookie);
    }
  }
});

test('a signature with unused bits set, other base64 characters or junk is accepted', async () => {
  const signer = new FlaskCookieSigner(['s3cr!t']);
  const [payload, signature] = (await signer.write(new Map([['s1', true]]))).split('.');
  const last = signature.at(-1);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const next = alphabet[alphabet.indexOf(last) + 1];
  const standard = signature.replaceAll('-', '+').replaceAll('_', '/');
  for (const variant of [signature.slice(0, -1) + next, standard, `${signature}=`, `${signature}====`, `!!!!${signature}`]) {
    assert.deepEqual([...((await signer.read(`${payload}.${variant}`)) ?? [])], [['s1', true]], variant);
  }
});

test('the first secret signs and all verify', async () => {
  const old = new FlaskCookieSigner(['old']);
  const rotated = new FlaskCookieSigner(['new', 'old']);
  const state = new Map([['s1', true]]);
  assert.deepEqual(await rotated.read(await old.write(state)), state);
  assert.equal(await old.read(await rotated.write(state)), null);
});

test('a small cookie that inflates beyond 64 KiB is no cookie', async () => {
  const { encodeBase64 } = await internal('base64');
  const sign = async (/** @type {number} */ length) => {
    const json = Buffer.from(`{"${'a'.repeat(length)}":true}`);
    const payload = `.${encodeBase64(deflateSync(json))}`;
    const { createHash, createHmac } = await import('node:crypto');
    const key = createHash('sha1').update('flask_pancake.cookiesigners').digest();
    return `${payload}.${encodeBase64(createHmac('sha1', key).update(payload).digest())}`;
  };
  const signer = new FlaskCookieSigner(['s']);
  assert.equal((await signer.read(await sign(60_000))).size, 1);
  assert.equal(await signer.read(await sign(64 * 1024)), null);
  const bomb = await sign(50_000_000);
  assert.ok(bomb.length < 80_000);
  assert.equal(await signer.read(bomb), null);
});

test('names like numbers keep their place, and __proto__ is a name', async () => {
  const signer = new FlaskCookieSigner(['s']);
  const state = new Map(/** @type {[string, unknown][]} */ ([['b', true], ['2', false], ['__proto__', true], ['1', true], ['a', { 9: 1, 1: [true, { x: 'y:"{' }] }]]));
  const cookie = await signer.write(state);
  const read = await signer.read(cookie);
  assert.deepEqual([...read.keys()], ['b', '2', '__proto__', '1', 'a']);
  assert.equal(read.get('__proto__'), true);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});
