// @ts-check
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { createPancake } from 'pancake-flags';
import { PancakeProvider, useFlag, useSample, useSwitch } from 'pancake-flags/react';
import { withFeatures } from 'pancake-flags/testing';
import { createElement as h } from 'react';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { keptLog, shopBytes } from '../js/support/snapshots.mjs';
import { Flag, Shop } from './react_app.mjs';

/** @param {Record<string, string>} headers */
function request(headers) {
  return new Request('http://shop.example', { headers });
}

async function shop() {
  return createPancake({
    snapshot: await shopBytes(),
    groups: { user: (asked) => new Headers(/** @type {any} */ (asked?.headers)).get('X-User') },
    logger: keptLog(),
  });
}

test('each request is rendered for its own visitor', async () => {
  const pancake = await shop();
  const member = await pancake.forRequest(request({ 'X-User': '42' }));
  const guest = await pancake.forRequest(request({}));
  const html = (/** @type {any} */ visit) => renderToString(h(PancakeProvider, { pancake: visit }, h(Shop)));
  assert.match(html(member), /<p id="OPEN">on<\/p><p id="CHECKOUT">on<\/p><p id="NEW">on<\/p>/);
  assert.match(html(member), /CHECKOUT is on by override/);
  assert.match(html(guest), /<p id="CHECKOUT">off<\/p>/);
  assert.match(html(guest), /CHECKOUT is off by default/);
});

test('a rendered sample keeps the visitor, who then has the same answer', async () => {
  const pancake = await shop();
  const first = await pancake.forRequest(request({}));
  const html = renderToString(h(PancakeProvider, { pancake: first }, h(Shop)));
  const [cookie = ''] = await first.setCookies();
  assert.match(cookie, /^pancake=1[\w-]{3};/);
  const again = await pancake.forRequest(request({ cookie: cookie.split(';')[0] ?? '' }));
  assert.equal(renderToString(h(PancakeProvider, { pancake: again }, h(Shop))), html);
  assert.deepEqual(await again.setCookies(), []);
});

test('a streamed page is the same page', async () => {
  const pancake = await shop();
  const visit = await pancake.forRequest(request({ 'X-User': '42' }));
  const page = h(PancakeProvider, { pancake: visit }, h(Shop));
  const stream = new PassThrough();
  const { pipe } = renderToPipeableStream(page, { onShellReady: () => pipe(stream) });
  assert.equal(await text(stream), renderToString(page));
});

test('a Pancake of one visitor, and features of a test, can be rendered too', async () => {
  const html = (/** @type {any} */ pancake) => renderToString(h(PancakeProvider, { pancake }, h(Flag, { name: 'CHECKOUT' })));
  assert.match(html(await shop()), />off</);
  assert.match(html(withFeatures({ CHECKOUT: true })), />on</);
});

test('without a provider a component says what is missing', () => {
  assert.throws(() => renderToString(h(Flag, { name: 'CHECKOUT' })), /no <PancakeProvider>/);
});

test('null in place of options counts as not given', async () => {
  const none = /** @type {any} */ (null);
  const Answers = () => [useFlag('CHECKOUT', none), useSwitch('OPEN', none), useSample('HALF', none), useFlag('NEW', { default: none })].join();
  const pancake = withFeatures({ CHECKOUT: true, OPEN: true }, { logger: keptLog() });
  assert.equal(renderToString(h(PancakeProvider, { pancake }, h(Answers))), 'true,true,false,false');
});
