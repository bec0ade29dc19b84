// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';
import { createPancake } from 'pancake-flags';
import { PancakeWebProvider } from 'pancake-flags/openfeature';
import { withFeatures } from 'pancake-flags/testing';
import { keptLog, shopBytes } from '../js/support/snapshots.mjs';
import { startSnapshotServer } from '../js/support/snapshot_server.mjs';
import { openShop } from '../ofrep/shop.mjs';

/** @type {import('../ofrep/shop.mjs').Shop} */
let shop;

before(async () => {
  // What it would log is what the tests look at.
  OpenFeature.setLogger({ error() {}, warn() {}, info() {}, debug() {} });
  shop = await openShop();
});
after(async () => {
  await OpenFeature.close();
  await shop?.close();
});

let domains = 0;

/** A client of a provider, for a context of its own. @param {any} provider @param {any} [context] */
async function clientOf(provider, context = {}) {
  domains += 1;
  const domain = `web ${domains}`;
  await OpenFeature.setContext(domain, context);
  await OpenFeature.setProviderAndWait(domain, provider);
  return { flags: OpenFeature.getClient(domain), domain };
}

/** A provider that asks the server as a page does. @param {(pancake: import('pancake-flags').Pancake<any>) => void} [made] */
function ofServer(made = () => {}) {
  return new PancakeWebProvider(async (context) => {
    const groups = context.groups('user');
    const pancake = await createPancake({ url: shop.url, scope: 'personal', groups, visitor: context.visitor, pollInterval: 0, live: false, logger: keptLog() });
    made(pancake);
    return pancake;
  });
}

test('the static context gives the ids of groups and the visitor', async () => {
  const { flags, domain } = await clientOf(ofServer(), { targetingKey: 'v1', user: 'ann' });
  const own = flags.getBooleanDetails('CHECKOUT', false);
  assert.deepEqual([own.value, own.reason, own.variant, own.flagMetadata], [true, 'TARGETING_MATCH', 'on', { kind: 'flag', reason: 'override' }]);
  assert.equal(flags.getBooleanValue('OPEN', false), true);
  for (const targetingKey of ['v1', 'v2', 'v3', 'v4', 'v5', 'v6']) {
    await OpenFeature.setContext(domain, { targetingKey, user: 'ann' });
    const { is_active } = JSON.parse(await shop.cli(`samples check PICTURES --visitor ${targetingKey} --json`));
    const { value, reason } = flags.getBooleanDetails('PICTURES', !is_active);
    assert.deepEqual([value, reason], [is_active, 'SPLIT'], targetingKey);
  }
  assert.equal(flags.getBooleanDetails('INTERNAL', false).errorCode, 'FLAG_NOT_FOUND', 'not for clients');
});

test('when the context has changed, the overrides of the new id are there', async () => {
  const { flags, domain } = await clientOf(ofServer(), { user: 'nobody' });
  assert.equal(flags.getBooleanValue('CHECKOUT', true), false);
  await OpenFeature.setContext(domain, { user: 'ann' });
  assert.equal(flags.getBooleanValue('CHECKOUT', false), true);
  await OpenFeature.setContext(domain, { user: null });
  assert.equal(flags.getBooleanValue('CHECKOUT', true), false);
});

test('without a targetingKey samples are drawn for the visitor of the Pancake itself', async () => {
  const { flags } = await clientOf(ofServer());
  assert.equal(flags.getBooleanDetails('PICTURES', false).reason, 'SPLIT');
});

test('a context that cannot be meant fails the provider, and says why', async () => {
  await assert.rejects(clientOf(ofServer(), { user: { id: 7 } }), { code: 'INVALID_CONTEXT', message: /'user'/ });
  const { flags, domain } = await clientOf(ofServer(), { user: 'ann' });
  await OpenFeature.setContext(domain, { user: [1, 2] });
  assert.equal(flags.providerStatus, 'ERROR');
  await OpenFeature.setContext(domain, { user: 'ann' });
  assert.equal(flags.providerStatus, 'READY');
});

test('a Pancake of the application answers for whom its own groups say', async () => {
  const pancake = await createPancake({ snapshot: await shopBytes(), groups: { user: () => '42' }, logger: keptLog() });
  const { flags } = await clientOf(new PancakeWebProvider(pancake), { user: '7' });
  assert.equal(flags.getBooleanValue('CHECKOUT', false), true);
  await OpenFeature.clearProviders();
  assert.equal(pancake.flag('CHECKOUT').isActive(), true, 'it is not closed');
  pancake.close();
});

test('the Pancake that the provider made is closed with it', async () => {
  /** @type {import('pancake-flags').Pancake<any> | undefined} */
  let pancake;
  await clientOf(ofServer((made) => (pancake = made)), { user: 'ann' });
  assert.equal(pancake?.flag('CHECKOUT').isActive(), true);
  await OpenFeature.clearProviders();
  assert.equal(pancake?.flag('CHECKOUT').reason, 'not_loaded');
});

test('what is no boolean is TYPE_MISMATCH', async () => {
  const { flags } = await clientOf(new PancakeWebProvider(await createPancake({ snapshot: await shopBytes(), logger: keptLog() })));
  assert.equal(flags.getStringDetails('OPEN', 'default').errorCode, 'TYPE_MISMATCH');
  assert.equal(flags.getNumberDetails('OPEN', 7).errorCode, 'TYPE_MISMATCH');
  assert.equal(flags.getObjectDetails('OPEN', {}).errorCode, 'TYPE_MISMATCH');
});

test('events of the Pancake are the events of OpenFeature', async () => {
  const server = await startSnapshotServer();
  server.refuse(503);
  const pancake = await createPancake({ url: server.url, pollInterval: 0, live: false, logger: keptLog() });
  domains += 1;
  const domain = `web ${domains}`;
  const flags = OpenFeature.getClient(domain);
  const heard = /** @type {unknown[]} */ ([]);
  for (const event of [ProviderEvents.Ready, ProviderEvents.Error, ProviderEvents.Stale, ProviderEvents.ConfigurationChanged]) {
    flags.addHandler(event, (details) => void heard.push([event, /** @type {any} */ (details)?.flagsChanged]));
  }
  // Before a provider was set the SDK's own is ready.
  heard.length = 0;
  await assert.rejects(OpenFeature.setProviderAndWait(domain, new PancakeWebProvider(pancake)));
  const names = () => heard.map((/** @type {any} */ [event]) => event);
  assert.deepEqual([...new Set(names())], ['PROVIDER_ERROR']);
  heard.length = 0;
  server.serve(await shopBytes(), 'a');
  await pancake.refresh();
  assert.deepEqual(names(), ['PROVIDER_READY', 'PROVIDER_CONFIGURATION_CHANGED']);
  heard.length = 0;
  server.serve(await shopBytes({ revision: 8, switches: [{ name: 'OPEN', default: false }] }), 'b');
  await pancake.refresh();
  assert.deepEqual(heard, [['PROVIDER_CONFIGURATION_CHANGED', ['OPEN']]]);
  heard.length = 0;
  server.refuse(500);
  await pancake.refresh();
  server.serve(await shopBytes({ revision: 8, switches: [{ name: 'OPEN', default: false }] }), 'b');
  await pancake.refresh();
  assert.deepEqual(names(), ['PROVIDER_STALE', 'PROVIDER_READY']);
  pancake.close();
  server.close();
});

test('features of a test stand behind OpenFeature too', async () => {
  const { flags } = await clientOf(new PancakeWebProvider(withFeatures({ CHECKOUT: true })));
  assert.equal(flags.getBooleanValue('CHECKOUT', false), true);
});

test('a provider that is closed while it starts leaves no Pancake behind', async () => {
  /** @type {import('pancake-flags').Pancake<any> | undefined} */
  let made;
  const provider = ofServer((pancake) => (made = pancake));
  const started = provider.initialize({});
  await provider.onClose();
  await started;
  assert.equal(made?.revision, null, 'closed');
});

test('a context that is refused changes neither the visitor nor the ids', async () => {
  /** @type {import('pancake-flags').Pancake<any> | undefined} */
  let made;
  const provider = ofServer((pancake) => (made = pancake));
  await provider.initialize({ targetingKey: 'first', user: 'ann' });
  const before = made?.sample('PICTURES').explain();
  await assert.rejects(provider.onContextChange({}, { targetingKey: 'second', user: { id: 7 } }));
  assert.deepEqual(made?.sample('PICTURES').explain(), before);
  assert.equal(made?.flag('CHECKOUT').isActive(), true, 'still ann');
  await provider.onClose();
});
