// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import { openShop, serverKey } from './shop.mjs';

/** @type {import('./shop.mjs').Shop} */
let shop;

before(async () => {
  shop = await openShop();
});
after(async () => {
  await OpenFeature.close();
  await shop?.close();
});

/** @param {Record<string, string>} headers @param {string} [baseUrl] */
async function client(headers, baseUrl = shop.url) {
  const domain = `${baseUrl} ${JSON.stringify(headers)}`;
  await OpenFeature.setProviderAndWait(domain, new OFREPProvider({ baseUrl, headers: Object.entries(headers) }));
  return OpenFeature.getClient(domain);
}

const key = { authorization: `Bearer ${serverKey}` };

test('the unmodified server provider evaluates booleans with the reasons of the protocol', async () => {
  const flags = await client(key);
  assert.equal(await flags.getBooleanValue('OPEN', false), true);
  assert.equal(await flags.getBooleanValue('INTERNAL', false), true, 'a server key shows what clients may not see');
  const own = await flags.getBooleanDetails('CHECKOUT', false, { targetingKey: 'v1', user: 'ann' });
  assert.deepEqual([own.value, own.reason, own.variant], [true, 'TARGETING_MATCH', 'on']);
  assert.deepEqual(own.flagMetadata, { kind: 'flag', reason: 'override' });
  const other = await flags.getBooleanDetails('CHECKOUT', true, { targetingKey: 'v1', user: 'bob' });
  assert.deepEqual([other.value, other.reason], [false, 'STATIC']);
});

test('it sees a change at its next evaluation', async () => {
  const flags = await client(key);
  assert.equal(await flags.getBooleanValue('BANNER', true), false);
  await shop.cli('switches enable BANNER');
  await shop.published(() => flags.getBooleanValue('BANNER', false), true);
  await shop.cli('switches disable BANNER');
  await shop.published(() => flags.getBooleanValue('BANNER', true), false);
  assert.equal((await flags.getBooleanDetails('BANNER', true)).reason, 'DISABLED');
});

test('a visitor has the draws that every other client of Pancake gives it', async () => {
  const flags = await client(key);
  for (const visitor of ['v1', 'v2', 'v3', 'v4', 'v5', 'v6']) {
    const { value, reason } = await flags.getBooleanDetails('PICTURES', false, { targetingKey: visitor });
    const said = JSON.parse(await shop.cli(`samples check PICTURES --visitor ${visitor} --json`));
    assert.deepEqual([value, reason], [said.is_active, 'SPLIT'], visitor);
  }
  const nobody = await flags.getBooleanDetails('PICTURES', true, {});
  assert.deepEqual([nobody.value, nobody.reason, nobody.errorCode], [true, 'ERROR', 'TARGETING_KEY_MISSING']);
});

test('404 is FLAG_NOT_FOUND and gives the default in the code', async () => {
  for (const headers of [key, {}]) {
    const flags = await client(headers);
    const { value, errorCode, reason } = await flags.getBooleanDetails('NO_SUCH_FLAG', true);
    assert.deepEqual([value, errorCode, reason], [true, 'FLAG_NOT_FOUND', 'ERROR']);
  }
  const anonymous = await client({});
  assert.equal((await anonymous.getBooleanDetails('INTERNAL', false)).errorCode, 'FLAG_NOT_FOUND');
  const elsewhere = await client({ ...key, 'pancake-extension': 'nowhere' });
  assert.equal((await elsewhere.getBooleanDetails('OPEN', false)).errorCode, 'FLAG_NOT_FOUND');
});

test('401 gives the default in the code, and says what is wrong', async () => {
  const flags = await client({ authorization: 'Bearer guessed' });
  const { value, errorCode, errorMessage } = await flags.getBooleanDetails('OPEN', false);
  assert.deepEqual([value, errorCode], [false, 'GENERAL']);
  const response = await fetch(`${shop.url}/ofrep/v1/evaluate/flags/OPEN`, {
    method: 'POST',
    headers: { authorization: 'Bearer guessed' },
    body: '{}',
  });
  assert.equal(response.status, 401, errorMessage);
});

test('an attribute that cannot be an id is INVALID_CONTEXT', async () => {
  const flags = await client(key);
  const { errorCode, errorMessage } = await flags.getBooleanDetails('CHECKOUT', false, { user: [1, 2] });
  assert.equal(errorCode, 'INVALID_CONTEXT');
  assert.match(errorMessage ?? '', /'user'/);
});

test('another extension is chosen by a header', async () => {
  const flags = await client({ ...key, 'pancake-extension': 'back office' });
  assert.equal(await flags.getBooleanValue('REPORTS', false), true);
  assert.equal((await flags.getBooleanDetails('OPEN', false)).errorCode, 'FLAG_NOT_FOUND');
});

test('a JWT that is nobody’s key makes a visitor without claims, however often it is sent', async () => {
  const text = (/** @type {object} */ part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  for (let user = 0; user < 20; user += 1) {
    const expired = `${text({ alg: 'HS256', typ: 'JWT' })}.${text({ sub: user, exp: 1 })}.c2lnbmF0dXJl`;
    const flags = await client({ authorization: `Bearer ${expired}` });
    assert.equal(await flags.getBooleanValue('OPEN', false), true);
    assert.equal((await flags.getBooleanDetails('INTERNAL', false)).errorCode, 'FLAG_NOT_FOUND', 'as for clients');
  }
});

test('429 stops the provider until Retry-After has passed', async () => {
  const limited = await openShop({ args: ['--ofrep-rate', '2'] });
  try {
    const flags = await client({}, limited.url);
    /** @type {(string | undefined)[]} */
    const codes = [];
    for (let call = 0; call < 40 && !codes.includes('GENERAL'); call += 1) {
      codes.push((await flags.getBooleanDetails('OPEN', false)).errorCode);
    }
    assert.equal(codes[0], undefined);
    assert.equal(codes.at(-1), 'GENERAL');
    const paused = await flags.getBooleanDetails('OPEN', false);
    assert.match(paused.errorMessage ?? '', /paused due to TooManyRequests/);
    const servers = await client(key, limited.url);
    for (let call = 0; call < 10; call += 1) assert.equal(await servers.getBooleanValue('OPEN', false), true);
  } finally {
    await limited.close();
  }
});
