// @ts-check
// Writes jwts.json beside it: tokens made by Node's crypto, which shares no line with the verifier
// that they test, and what that has to say of each. Keys are made anew at each run.
import { createHmac, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const now = 1_800_000_000;
const secret = randomBytes(32).toString('hex');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const otherEc = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });

/** @param {import('node:crypto').KeyObject} key */
const pem = (key) => key.export({ type: 'spki', format: 'pem' }).toString();
/** @param {object} value */
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @type {Record<string, (input: string, key: any) => Buffer>} */
const signers = {
  HS256: (input, key) => createHmac('sha256', key).update(input).digest(),
  RS256: (input, key) => createSign('sha256').update(input).sign(key),
  ES256: (input, key) => createSign('sha256').update(input).sign({ key, dsaEncoding: 'ieee-p1363' }),
};

/** @param {string} alg @param {any} key @param {object} payload @param {object} [header] @param {string} [signer] */
function token(alg, key, payload, header = {}, signer = alg) {
  const input = `${part({ alg, typ: 'JWT', ...header })}.${part(payload)}`;
  return `${input}.${signers[signer](input, key).toString('base64url')}`;
}

/** @param {string} whole @param {number} index @param {(part: string) => string} change */
function withPart(whole, index, change) {
  const parts = whole.split('.');
  parts[index] = change(parts[index]);
  return parts.join('.');
}
/** @param {string} text the same bytes in another spelling: an unused bit of the last character set */
function respelled(text) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1) ?? '') ^ 1];
}
/** @param {string} text */
const flipped = (text) => (text[5] === 'A' ? text.slice(0, 5) + 'B' : text.slice(0, 5) + 'A') + text.slice(6);

const ann = { sub: 'ann' };
const hs = token('HS256', secret, ann);
const rs = token('RS256', rsa.privateKey, ann);
const es = token('ES256', ec.privateKey, ann);
const derSignature = createSign('sha256').update(es.slice(0, es.lastIndexOf('.'))).sign(ec.privateKey).toString('base64url');
const all = ['secret', 'rsa', 'ec'];

const jwks = {
  keys: [
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'r1', use: 'sig', alg: 'RS256' },
    { ...otherRsa.publicKey.export({ format: 'jwk' }), kid: 'r2' },
    { ...ec.publicKey.export({ format: 'jwk' }), kid: 'e1', key_ops: ['verify'] },
    { ...otherEc.publicKey.export({ format: 'jwk' }), kid: 'e2', use: 'enc' },
    { kty: 'oct', k: Buffer.from(secret).toString('base64url'), kid: 'h1' },
    { ...p384.publicKey.export({ format: 'jwk' }), kid: 'other-curve' },
    { kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'other-kind' },
  ],
};

/** `keys`: which are given, or `jwks`; `problem` or `claims`. */
const rows = [
  { title: 'HS256', keys: all, token: hs, claims: ann },
  { title: 'RS256', keys: all, token: rs, claims: ann },
  { title: 'ES256', keys: all, token: es, claims: ann },
  { title: 'RS256 of another pair', keys: ['other_rsa'], token: rs, problem: 'bad_signature' },
  { title: 'ES256 of another pair', keys: ['other_ec'], token: es, problem: 'bad_signature' },
  { title: 'no key of that algorithm', keys: ['rsa'], token: es, problem: 'unknown_key' },
  { title: 'alg none, unsigned', keys: all, token: `${part({ alg: 'none' })}.${part(ann)}.`, problem: 'unsupported_algorithm' },
  { title: 'alg None in another case', keys: all, token: `${part({ alg: 'nOnE' })}.${part(ann)}.`, problem: 'unsupported_algorithm' },
  { title: 'alg none over a good signature', keys: all, token: withPart(rs, 0, () => part({ alg: 'none' })), problem: 'unsupported_algorithm' },
  { title: 'no alg', keys: all, token: withPart(rs, 0, () => part({})), problem: 'unsupported_algorithm' },
  { title: 'alg that is no text', keys: all, token: withPart(rs, 0, () => part({ alg: ['RS256'] })), problem: 'unsupported_algorithm' },
  { title: 'HS384', keys: all, token: token('HS384', secret, ann, {}, 'HS256'), problem: 'unsupported_algorithm' },
  { title: 'HS256 with the RSA key as its secret', keys: ['rsa'], token: token('HS256', pem(rsa.publicKey), ann), problem: 'unknown_key' },
  { title: 'HS256 with the RSA key as its secret, a secret being there too', keys: all, token: token('HS256', pem(rsa.publicKey), ann), problem: 'bad_signature' },
  { title: 'HS256 with the EC key as its secret', keys: ['ec'], token: token('HS256', pem(ec.publicKey), ann), problem: 'unknown_key' },
  { title: 'HS256 with the RSA key of a JWK set by its kid', keys: ['jwks'], token: token('HS256', pem(rsa.publicKey), ann, { kid: 'r1' }), problem: 'unknown_key' },
  { title: 'HS256 with an empty secret', keys: all, token: token('HS256', '', ann), problem: 'bad_signature' },
  { title: 'ES256 signed in DER', keys: all, token: withPart(es, 2, () => derSignature), problem: 'bad_signature' },
  { title: 'ES256 with a signature of zeros', keys: all, token: withPart(es, 2, () => Buffer.alloc(64).toString('base64url')), problem: 'bad_signature' },
  { title: 'ES256 with a zero byte more on each half', keys: all, problem: 'bad_signature',
    token: withPart(es, 2, (text) => { const raw = Buffer.from(text, 'base64url'); const zero = Buffer.alloc(1); return Buffer.concat([zero, raw.subarray(0, 32), zero, raw.subarray(32)]).toString('base64url'); }) },
  { title: 'an empty signature', keys: all, token: withPart(es, 2, () => ''), problem: 'bad_signature' },
  { title: 'another payload', keys: all, token: withPart(rs, 1, () => part({ sub: 'bob' })), problem: 'bad_signature' },
  { title: 'another header', keys: all, token: withPart(rs, 0, () => part({ alg: 'RS256', typ: 'at+jwt' })), problem: 'bad_signature' },
  { title: 'a flipped signature', keys: all, token: withPart(rs, 2, flipped), problem: 'bad_signature' },
  { title: 'a signature spelled in another way', keys: all, token: withPart(rs, 2, respelled), problem: 'malformed' },
  { title: 'a signature with padding', keys: all, token: `${rs}==`, problem: 'malformed' },
  { title: 'a signature with a blank', keys: all, token: `${rs} `, problem: 'malformed' },
  { title: 'four parts', keys: all, token: `${rs}.x`, problem: 'malformed' },
  { title: 'two parts', keys: all, token: rs.slice(0, rs.lastIndexOf('.')), problem: 'malformed' },
  { title: 'an empty text', keys: all, token: '', problem: 'malformed' },
  { title: 'a header that is a list', keys: all, token: withPart(rs, 0, () => part([])), problem: 'malformed' },
  { title: 'a signed payload that is a list', keys: all, token: token('HS256', secret, ['ann']), problem: 'malformed' },
  { title: 'over 8 KiB', keys: all, token: token('HS256', secret, { sub: 'a'.repeat(7000) }), problem: 'too_long' },
  { title: 'crit', keys: all, token: token('HS256', secret, ann, { crit: ['exp'] }), problem: 'unsupported_header' },
  { title: 'b64', keys: all, token: token('HS256', secret, ann, { b64: false }), problem: 'unsupported_header' },
  { title: 'its own key in the header', keys: ['rsa'], token: token('RS256', otherRsa.privateKey, ann, { jwk: otherRsa.publicKey.export({ format: 'jwk' }) }), problem: 'bad_signature' },
  { title: 'kid of the key', keys: ['jwks'], token: token('RS256', rsa.privateKey, ann, { kid: 'r1' }), claims: ann },
  { title: 'kid of another key', keys: ['jwks'], token: token('RS256', rsa.privateKey, ann, { kid: 'r2' }), problem: 'bad_signature' },
  { title: 'kid of no key', keys: ['jwks'], token: token('RS256', rsa.privateKey, ann, { kid: 'r3' }), problem: 'unknown_key' },
  { title: 'no kid: any key', keys: ['jwks'], token: token('RS256', otherRsa.privateKey, ann), claims: ann },
  { title: 'ES256 of a JWK set', keys: ['jwks'], token: token('ES256', ec.privateKey, ann, { kid: 'e1' }), claims: ann },
  { title: 'HS256 of a JWK set', keys: ['jwks'], token: token('HS256', secret, ann, { kid: 'h1' }), claims: ann },
  { title: 'a key that is for encryption', keys: ['jwks'], token: token('ES256', otherEc.privateKey, ann, { kid: 'e2' }), problem: 'unknown_key' },
  { title: 'kid with a key file, which has none', keys: ['rsa'], token: token('RS256', rsa.privateKey, ann, { kid: 'any' }), claims: ann },
  { title: 'exp to come', keys: all, token: token('HS256', secret, { exp: now + 1 }), claims: { exp: String(now + 1) } },
  { title: 'exp just over, within the leeway', keys: all, token: token('HS256', secret, { exp: now - 29 }), claims: {} },
  { title: 'exp over', keys: all, token: token('HS256', secret, { exp: now - 30 }), problem: 'expired' },
  { title: 'exp with a fraction', keys: all, token: token('HS256', secret, { exp: now - 30.5 }), problem: 'expired' },
  { title: 'exp that is a text', keys: all, token: token('HS256', secret, { exp: String(now + 60) }), problem: 'malformed' },
  { title: 'nbf within the leeway', keys: all, token: token('HS256', secret, { nbf: now + 30 }), claims: {} },
  { title: 'nbf to come', keys: all, token: token('HS256', secret, { nbf: now + 31 }), problem: 'not_yet_valid' },
  { title: 'nbf that is a text', keys: all, token: token('HS256', secret, { nbf: 'now' }), problem: 'malformed' },
  { title: 'aud', keys: all, audiences: ['flags'], token: token('HS256', secret, { aud: 'flags' }), claims: {} },
  { title: 'aud in a list', keys: all, audiences: ['flags', 'x'], token: token('HS256', secret, { aud: ['shop', 'flags'] }), claims: {} },
  { title: 'another aud', keys: all, audiences: ['flags'], token: token('HS256', secret, { aud: ['shop'] }), problem: 'wrong_audience' },
  { title: 'no aud', keys: all, audiences: ['flags'], token: hs, problem: 'wrong_audience' },
  { title: 'aud when nobody asks', keys: all, token: token('HS256', secret, { aud: 'shop' }), claims: { aud: 'shop' } },
  { title: 'iss', keys: all, issuers: ['https://id.example'], token: token('HS256', secret, { iss: 'https://id.example' }), claims: {} },
  { title: 'another iss', keys: all, issuers: ['https://id.example'], token: token('HS256', secret, { iss: 'https://id.example/' }), problem: 'wrong_issuer' },
  { title: 'iss in a list', keys: all, issuers: ['https://id.example'], token: token('HS256', secret, { iss: ['https://id.example'] }), problem: 'wrong_issuer' },
  {
    title: 'claims of all kinds', keys: all,
    token: token('HS256', secret, {
      text: 'ünï', empty: '', yes: true, no: false, whole: 42, minus: -7, broken: 1.5, huge: 1e300, nothing: null, list: ['a'], object: { inner: { deep: 'down' } },
      'https://shop.example/tier': 'gold', 'a.b': 'whole name', a: { b: 'path' },
    }),
    claims: {
      text: 'ünï', empty: '', yes: 'true', no: 'false', whole: '42', minus: '-7', broken: '1.5', huge: null, nothing: null, list: null, object: null,
      'object.inner': null, 'object.inner.deep': 'down', 'object.outer.deep': null, 'text.deep': null, 'https://shop.example/tier': 'gold', 'a.b': 'whole name', absent: null,
    },
  },
];

const keys = {
  secret: `${secret}\n`, rsa: pem(rsa.publicKey), other_rsa: pem(otherRsa.publicKey), ec: pem(ec.publicKey), other_ec: pem(otherEc.publicKey), jwks: JSON.stringify(jwks),
};
const refused = {
  'an RSA key of 1024 bits': pem(shortRsa.publicKey),
  'another curve': pem(p384.publicKey),
  'another kind of key': pem(generateKeyPairSync('ed25519').publicKey),
  'a PEM text of another kind': pem(rsa.publicKey).replaceAll('PUBLIC', 'PRIVATE'),
  'a PEM text that is cut': pem(rsa.publicKey).slice(0, 200),
  'a secret of 31 bytes': 'x'.repeat(31),
  'a secret of 31 bytes and a line break': `${'x'.repeat(31)}\n`,
  'a key of SSH': `ssh-rsa ${'A'.repeat(100)} me@example`,
  'a JWK set': JSON.stringify(jwks),
  'nothing': '',
};
const [firstKey] = jwks.keys;
const refusedSets = {
  'no JSON': '{', 'a list': '[]', 'no keys': '{}', 'an empty list': '{"keys":[]}',
  'only keys for something else': JSON.stringify({ keys: [jwks.keys[3], jwks.keys[5], jwks.keys[6]] }),
  'an RSA key without n': JSON.stringify({ keys: [{ ...firstKey, n: undefined }] }),
  'a short RSA key': JSON.stringify({ keys: [shortRsa.publicKey.export({ format: 'jwk' })] }),
  'a point that is not on the curve': JSON.stringify({ keys: [{ ...jwks.keys[2], y: jwks.keys[2].x }] }),
  'a short secret': JSON.stringify({ keys: [{ kty: 'oct', k: 'AAAA' }] }),
  'a key that is no object': '{"keys":[1]}',
};

writeFileSync(new URL('jwts.json', import.meta.url), `${JSON.stringify({ now, keys, refused, refused_sets: refusedSets, tokens: rows }, null, 1)}\n`);
