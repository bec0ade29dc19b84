// @ts-check
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';
import { openShop, serverKey } from './shop.mjs';

/** @type {import('./shop.mjs').Shop} */
let shop;

before(async () => {
  if (!globalThis.EventSource) throw new Error('run it with node --experimental-eventsource');
  shop = await openShop();
});
after(async () => {
  await OpenFeature.close();
  await shop?.close();
});

let domains = 0;

/**
 * A provider as an application makes it, with the statuses of its answers.
 * @param {any} [options] @param {any} [context]
 */
async function visit(options = {}, context = { targetingKey: 'v1', user: 'nobody' }) {
  domains += 1;
  const domain = `visit ${domains}`;
  const answers = new EventTarget();
  /** @type {number[]} */
  const statuses = [];
  /** @param {any} input @param {any} init */
  const fetchImplementation = async (input, init) => {
    const response = await fetch(input, init);
    statuses.push(response.status);
    answers.dispatchEvent(new Event('answer'));
    return response;
  };
  const provider = new OFREPWebProvider({ baseUrl: shop.url, cacheMode: 'disabled', fetchImplementation, ...options });
  await OpenFeature.setContext(domain, context);
  await OpenFeature.setProviderAndWait(domain, provider);
  const flags = OpenFeature.getClient(domain);
  const answer = () => once(answers, 'answer');
  /** @param {string} flag @param {boolean} wanted waits for the event that brings it */
  const changesTo = async (flag, wanted) => {
    while (flags.getBooleanValue(flag, !wanted) !== wanted) {
      await new Promise((resolve) => {
        const heard = () => {
          flags.removeHandler(ProviderEvents.ConfigurationChanged, heard);
          resolve(undefined);
        };
        flags.addHandler(ProviderEvents.ConfigurationChanged, heard);
      });
    }
  };
  return { flags, statuses, answer, changesTo, domain };
}

test('the unmodified web provider evaluates booleans with the reasons of the protocol', async () => {
  const { flags } = await visit({}, { targetingKey: 'v1', user: 'ann' });
  assert.equal(flags.getBooleanValue('OPEN', false), true);
  const own = flags.getBooleanDetails('CHECKOUT', false);
  assert.deepEqual([own.value, own.reason, own.variant], [true, 'TARGETING_MATCH', 'on']);
  const drawn = JSON.parse(await shop.cli('samples check PICTURES --visitor v1 --json'));
  const pictures = flags.getBooleanDetails('PICTURES', false);
  assert.deepEqual([pictures.value, pictures.reason], [drawn.is_active, 'SPLIT']);
  assert.equal(flags.getBooleanDetails('INTERNAL', false).errorCode, 'FLAG_NOT_FOUND', 'not for clients');
});

test('it polls with 304, and sees a change at the next poll', async () => {
  const { statuses, answer, changesTo } = await visit({ changeDetection: 'polling', pollInterval: 20 });
  assert.deepEqual(statuses, [200]);
  await answer();
  await answer();
  assert.deepEqual(statuses.slice(0, 3), [200, 304, 304]);
  await shop.cli('switches enable BANNER');
  await changesTo('BANNER', true);
  await answer();
  await answer();
  assert.equal(statuses.at(-1), 304);
  assert.equal(statuses.filter((status) => status === 200).length, 2, 'one answer per state');
  await shop.cli('switches disable BANNER');
  await changesTo('BANNER', false);
});

test('a context change is answered for the new context, though the provider sends the old tag', async () => {
  const { flags, statuses, domain } = await visit();
  assert.equal(flags.getBooleanValue('CHECKOUT', true), false);
  await OpenFeature.setContext(domain, { targetingKey: 'v1', user: 'ann' });
  assert.equal(flags.getBooleanValue('CHECKOUT', false), true);
  await OpenFeature.setContext(domain, { targetingKey: 'v1', user: 'bob' });
  assert.equal(flags.getBooleanValue('CHECKOUT', true), false);
  assert.deepEqual(statuses, [200, 200, 200]);
});

test('it hears of a change by the event stream that the answer names', async () => {
  const { statuses, changesTo } = await visit({ pollInterval: 0 });
  await shop.cli('switches enable BANNER');
  await changesTo('BANNER', true);
  await shop.cli('switches disable BANNER');
  await changesTo('BANNER', false);
  assert.ok(statuses.length >= 3, String(statuses));
});

test('without a targetingKey everything but samples is answered', async () => {
  const { flags } = await visit({}, {});
  assert.equal(flags.getBooleanValue('OPEN', false), true);
  const { value, errorCode } = flags.getBooleanDetails('PICTURES', true);
  assert.deepEqual([value, errorCode], [true, 'TARGETING_KEY_MISSING']);
});

test('401 is fatal for the provider, and every flag has the default in the code', async () => {
  const headers = [['authorization', 'Bearer guessed']];
  await assert.rejects(visit({ headers }), /Initialization failed|unauthorized/);
  const flags = OpenFeature.getClient(`visit ${domains}`);
  assert.equal(flags.getBooleanValue('OPEN', false), false);
  const { flags: known } = await visit({ headers: [['authorization', `Bearer ${serverKey}`]] });
  assert.equal(known.getBooleanValue('INTERNAL', false), true);
});

test('404, an extension that is not there, fails the provider; another extension is had by query', async () => {
  await assert.rejects(visit({ query: new URLSearchParams({ extension: 'nowhere' }) }), /404/);
  const { flags } = await visit({ query: new URLSearchParams({ extension: 'back office' }) });
  assert.equal(flags.getBooleanValue('REPORTS', false), true);
});

test('a context with something that cannot be an id fails with 400', async () => {
  await assert.rejects(visit({}, { targetingKey: 'v1', user: { id: 7 } }), /400/);
});
