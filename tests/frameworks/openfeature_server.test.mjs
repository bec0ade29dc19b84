// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature, ProviderEvents } from '@openfeature/server-sdk';
import { createPancake } from 'pancake-flags';
import { PancakeServerProvider } from 'pancake-flags/openfeature';
import { withFeatures } from 'pancake-flags/testing';
import { keptLog, shopBytes } from '../js/support/snapshots.mjs';
import { startSnapshotServer } from '../js/support/snapshot_server.mjs';
import { openShop, serverKey } from '../ofrep/shop.mjs';

/** @type {import('../ofrep/shop.mjs').Shop} */
let shop;

before(async () => {
  shop = await openShop();
});
after(async () => {
  await OpenFeature.close();
  await shop?.close();
});

let domains = 0;

/** A client of a provider. @param {any} provider */
async function clientOf(provider) {
  domains += 1;
  await OpenFeature.setProviderAndWait(`server ${domains}`, provider);
  return OpenFeature.getClient(`server ${domains}`);
}

/** A Pancake of a snapshot, and the client of its provider. @param {any} [changes] */
async function ofSnapshot(changes = {}) {
  const pancake = await createPancake({ snapshot: await shopBytes(changes), logger: keptLog() });
  return { pancake, flags: await clientOf(new PancakeServerProvider(pancake)) };
}

test('each evaluation is for the visitor of its own context', async () => {
  const { flags } = await ofSnapshot();
  const own = await flags.getBooleanDetails('CHECKOUT', false, { targetingKey: 'v1', user: 42 });
  assert.deepEqual([own.value, own.reason, own.variant, own.flagMetadata], [true, 'TARGETING_MATCH', 'on', { kind: 'flag', reason: 'override' }]);
  const [other, again] = await Promise.all([
    flags.getBooleanDetails('CHECKOUT', true, { targetingKey: 'v1', user: '43' }),
    flags.getBooleanDetails('CHECKOUT', false, { targetingKey: 'v2', user: '42', admin: 'yes' }),
  ]);
  assert.deepEqual([other.value, other.reason], [false, 'STATIC']);
  assert.equal(again.value, true, 'the first group decides');
});

test('the group functions and the visitor of the Pancake are not asked', async () => {
  const asked = /** @type {unknown[]} */ ([]);
  const ask = (/** @type {unknown} */ request) => (asked.push(request), '42');
  const pancake = await createPancake({ snapshot: await shopBytes(), groups: { user: ask }, visitor: () => 'somebody', logger: keptLog() });
  const flags = await clientOf(new PancakeServerProvider(pancake));
  assert.equal(await flags.getBooleanValue('CHECKOUT', true, {}), false);
  const { errorCode } = await flags.getBooleanDetails('HALF', true, {});
  assert.equal(errorCode, 'TARGETING_KEY_MISSING');
  assert.deepEqual(asked, []);
});

test('a name is that of the flag, else of the switch, else of the sample', async () => {
  const { flags } = await ofSnapshot({ switches: [{ name: 'HALF', default: true }, { name: 'DARK', default: false }] });
  const kinds = [];
  for (const name of ['DARK', 'HALF', 'ALL']) kinds.push((await flags.getBooleanDetails(name, false, { targetingKey: 'v1' })).flagMetadata.kind);
  assert.deepEqual(kinds, ['flag', 'switch', 'sample']);
});

test('what is no boolean is TYPE_MISMATCH, and what is not there FLAG_NOT_FOUND', async () => {
  const { flags } = await ofSnapshot();
  const text = await flags.getStringDetails('OPEN', 'default');
  assert.deepEqual([text.value, text.errorCode, text.reason], ['default', 'TYPE_MISMATCH', 'ERROR']);
  assert.equal((await flags.getNumberDetails('CHECKOUT', 7)).errorCode, 'TYPE_MISMATCH');
  assert.equal((await flags.getObjectDetails('OPEN', {})).errorCode, 'TYPE_MISMATCH');
  assert.equal((await flags.getStringDetails('NOWHERE', '')).errorCode, 'FLAG_NOT_FOUND');
  const { value, errorCode } = await flags.getBooleanDetails('NOWHERE', true);
  assert.deepEqual([value, errorCode], [true, 'FLAG_NOT_FOUND']);
});

test('what was only found in the store has no key', async () => {
  const { flags } = await ofSnapshot({ flags: [{ name: 'FOUND', default: null, state: true }], overrides: [] });
  assert.equal((await flags.getBooleanDetails('FOUND', false)).errorCode, 'FLAG_NOT_FOUND');
});

test('it answers what the remote evaluation of the server answers, with the same words', async () => {
  await shop.cli('switches enable BANNER');
  const pancake = await createPancake({ url: shop.url, serverKey, pollInterval: 0, live: false, logger: keptLog() });
  const local = await clientOf(new PancakeServerProvider(pancake));
  const remote = await clientOf(new OFREPProvider({ baseUrl: shop.url, headers: [['authorization', `Bearer ${serverKey}`]] }));
  /** @type {import('@openfeature/server-sdk').EvaluationContext[]} */
  const contexts = [
    {},
    { targetingKey: '' },
    { targetingKey: 'v1', user: 'ann' },
    { targetingKey: 'v2', user: 'bob', admin: 'yes' },
    { targetingKey: 'v3', user: 7 },
    { targetingKey: 'v4', user: true },
    { targetingKey: 'v5', user: new Date(0) },
    { targetingKey: 'v6', user: { id: 7 } },
    { targetingKey: 'v7', user: 1.5 },
  ];
  let compared = 0;
  const compare = async () => {
    for (const name of ['OPEN', 'BANNER', 'CHECKOUT', 'INTERNAL', 'PICTURES', 'NO_SUCH_FLAG']) {
      for (const context of contexts) {
        const [{ errorMessage: here, ...mine }, { errorMessage: there, ...theirs }] = await Promise.all([
          local.getBooleanDetails(name, true, context),
          remote.getBooleanDetails(name, true, context),
        ]);
        const what = `${name} for ${JSON.stringify(context)}: here ${here}, there ${there}`;
        // Of a name that is not there the context does not matter.
        const isNameless = mine.errorCode === 'FLAG_NOT_FOUND' || theirs.errorCode === 'FLAG_NOT_FOUND';
        if (isNameless) assert.equal(mine.value, theirs.value, what);
        else assert.deepEqual(mine, theirs, what);
        compared += 1;
      }
    }
  };
  await shop.published(async () => (await pancake.refresh(), pancake.switch('BANNER').isActive()), true);
  await compare();
  await shop.cli('switches disable BANNER');
  await shop.cli('flags enable CHECKOUT');
  await shop.cli('samples set PICTURES 75');
  await shop.published(async () => (await pancake.refresh(), pancake.sample('PICTURES').get()), 75);
  await shop.published(async () => (await remote.getBooleanDetails('CHECKOUT', false)).value, true);
  await compare();
  assert.equal(compared, 2 * 6 * contexts.length);
  pancake.close();
});

test('a change is told with the names of what changed', async () => {
  const server = await startSnapshotServer();
  server.serve(await shopBytes(), 'a');
  const pancake = await createPancake({ url: server.url, pollInterval: 0, live: false, logger: keptLog() });
  const flags = await clientOf(new PancakeServerProvider(pancake));
  assert.equal(flags.providerStatus, 'READY');
  const heard = new Promise((resolve) => flags.addHandler(ProviderEvents.ConfigurationChanged, resolve));
  server.serve(await shopBytes({ revision: 8, switches: [{ name: 'OPEN', default: false }] }), 'b');
  await pancake.refresh();
  assert.deepEqual(/** @type {any} */ (await heard).flagsChanged, ['OPEN']);
  assert.equal(await flags.getBooleanValue('OPEN', true), false);
  pancake.close();
  server.close();
});

test('without a snapshot the provider is in error, and ready as soon as there is one', async () => {
  const server = await startSnapshotServer();
  const pancake = await createPancake({ url: server.url, pollInterval: 0, live: false, logger: keptLog() });
  domains += 1;
  const domain = `server ${domains}`;
  await assert.rejects(OpenFeature.setProviderAndWait(domain, new PancakeServerProvider(pancake)), { code: 'PROVIDER_NOT_READY', message: /503/ });
  const flags = OpenFeature.getClient(domain);
  assert.equal(flags.providerStatus, 'ERROR');
  const { value, errorCode } = await flags.getBooleanDetails('OPEN', false);
  assert.deepEqual([value, errorCode], [false, 'PROVIDER_NOT_READY']);
  server.serve(await shopBytes(), 'a');
  await pancake.refresh();
  assert.equal(flags.providerStatus, 'READY');
  assert.equal(await flags.getBooleanValue('OPEN', false), true);
  // Refused later: what there is stays in use, and may be old.
  server.refuse(500);
  await pancake.refresh();
  assert.equal(flags.providerStatus, 'STALE');
  assert.equal(await flags.getBooleanValue('OPEN', false), true);
  const changes = /** @type {unknown[]} */ ([]);
  flags.addHandler(ProviderEvents.ConfigurationChanged, (details) => void changes.push(details));
  server.serve(await shopBytes(), 'a');
  await pancake.refresh();
  assert.equal(flags.providerStatus, 'READY', 'the same snapshot is known to be right again');
  assert.deepEqual(changes, []);
  pancake.close();
  server.close();
});

test('a closed provider tells nothing more, and leaves the Pancake to the application', async () => {
  const server = await startSnapshotServer();
  server.serve(await shopBytes(), 'a');
  const pancake = await createPancake({ url: server.url, pollInterval: 0, live: false, logger: keptLog() });
  const provider = new PancakeServerProvider(pancake);
  const heard = /** @type {unknown[]} */ ([]);
  await provider.initialize();
  provider.events.addHandler('PROVIDER_CONFIGURATION_CHANGED', (details) => heard.push(details));
  await provider.onClose();
  server.serve(await shopBytes({ revision: 8, switches: [] }), 'b');
  await pancake.refresh();
  assert.deepEqual(heard, []);
  assert.equal(pancake.revision, 8);
  pancake.close();
  server.close();
});

test('features of a test answer through the provider, whoever asks', async () => {
  const pancake = withFeatures({ CHECKOUT: true, OPEN: false }, { logger: keptLog() });
  const flags = await clientOf(new PancakeServerProvider(pancake));
  const context = { targetingKey: 'v1', user: '42' };
  const { value, reason, errorMessage } = await flags.getBooleanDetails('CHECKOUT', false, context);
  assert.deepEqual([value, reason, errorMessage], [true, 'STATIC', undefined]);
  assert.equal(await flags.getBooleanValue('OPEN', true, context), false);
  assert.equal((await flags.getBooleanDetails('NEW', true, context)).errorCode, 'FLAG_NOT_FOUND');
  pancake.set({ CHECKOUT: false });
  assert.equal(await flags.getBooleanValue('CHECKOUT', true), false);
});
