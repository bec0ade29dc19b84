// @ts-check
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createPancake } from 'pancake-flags';
import { PancakeProvider } from 'pancake-flags/react';
import { snapshotFromJson } from 'pancake-flags/json';
import { createElement as h } from 'react';
import { renderToString } from 'react-dom/server';
import { keptLog } from '../js/support/snapshots.mjs';
import { launchBrowser } from '../support/browser.mjs';
import { LateShop, Many, Shop, many } from './react_app.mjs';

/** @type {import('../support/browser.mjs').Browser} */
let browser;
/** @type {{ url: string, close: () => void }} */
let site;

before(async () => {
  site = await startSite();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  site?.close();
});

/** Runs one of the page's scenarios, in which nothing may be wrong. @param {string} name @param {any} [given] @param {string} [path] `development` or `production`, as React is @returns {Promise<any>} */
async function run(name, given = null, path = 'development') {
  const { page, errors } = await browser.newVisitor();
  page.setDefaultTimeout(120_000);
  await page.goto(`${site.url}/${path}`);
  await page.waitForFunction('globalThis.scenarios !== undefined');
  const result = await page.evaluate(`scenarios.${name}(${JSON.stringify(given)})`);
  assert.deepEqual(errors, [], name);
  await page.close();
  return result;
}

test('a component is rendered again when its answer changes, and only then', async () => {
  assert.deepEqual(await run('changes'), [
    ['on', 'off', 'off', 1, 1, 1],
    ['on', 'on', 'off', 1, 2, 1],
    ['on', 'on', 'off', 1, 2, 1],
    ['off', 'on', 'on', 2, 2, 2],
    ['off', 'on', 'on', 2, 2, 2],
  ]);
});

test('an explanation is the same object until something in it changes', async () => {
  assert.deepEqual(await run('explanations'), [
    ['A is on by state', 1],
    ['A is off by state', 2],
  ]);
});

test('in StrictMode too, nobody listens when the components are gone', async () => {
  assert.deepEqual(await run('listeners'), [[2, 'on'], [2, 'off'], 0]);
});

test('another Pancake takes the place of the one before', async () => {
  assert.deepEqual(await run('swap'), ['on', 'off', '0', 'on']);
});

test('usePancake gives what the provider was given', async () => {
  assert.equal(await run('pancake'), true);
});

test('a new snapshot renders what it changed', async () => {
  assert.deepEqual(await run('realChange'), [
    ['off', 1, 1],
    ['on', 2, 1],
  ]);
});

for (const strict of [false, true]) {
  for (const user of ['', '42']) {
    test(`the page that the server sent ${user || 'nobody'} is hydrated without a mismatch${strict ? ', in StrictMode' : ''}`, async () => {
      const { isAsSent, isAsBefore, mismatches, checkout } = await run('hydrate', { strict, user }, `development?user=${user}`);
      assert.deepEqual({ isAsSent, isAsBefore, mismatches }, { isAsSent: true, isAsBefore: true, mismatches: [] });
      assert.equal(checkout, user === '42' ? 'CHECKOUT is on by override' : 'CHECKOUT is off by default');
    });
  }
}

test('what is hydrated after a change shows first what the server sent, and then what is so', async () => {
  const { waiting, after, mismatches } = await run('hydrateLate', null, 'development?late');
  assert.deepEqual(mismatches, []);
  assert.deepEqual(waiting, [true, 'off', true]);
  assert.deepEqual(after, ['on', true], 'the answer of now, in the element that the server sent');
});

test('200 features hydrate for 1,000 visitors without a mismatch and without moving anything', async () => {
  const { different, ...wrong } = await run('manyVisitors', 1000, 'production');
  assert.deepEqual(wrong, { mismatches: [], moved: 0, changed: 0 });
  assert.ok(different > 900, `${different} different pages`);
});

/** A server that renders with React, and gives its page the snapshot that it rendered with. */
async function startSite() {
  const bundles = { development: await bundle('development'), production: await bundle('production') };
  const snapshots = { first: await shopFor(false), changed: await shopFor(true) };
  /** What the server has now; each page begins with the first. @type {keyof typeof snapshots} */
  let current = 'first';
  const groups = { user: (/** @type {any} */ request) => new URL(request.url, 'http://site').searchParams.get('user') };
  const shop = await createPancake({ snapshot: snapshots.first, groups, logger: keptLog() });
  const big = await createPancake({ snapshot: await manyBytes() });
  /** @param {import('pancake-flags').Pancake<any>} pancake @param {any} page @param {import('node:http').IncomingMessage} request */
  const render = async (pancake, page, request) => {
    const visit = await /** @type {any} */ (pancake).forRequest(request);
    const html = renderToString(h(PancakeProvider, { pancake: visit }, h(page)));
    const state = JSON.stringify({ html, snapshot: await visit.dehydrate() });
    return { html, state, cookies: await visit.setCookies() };
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const mode = pathname.startsWith('/production') ? 'production' : 'development';
    if (pathname.endsWith('.js')) return response.setHeader('content-type', 'text/javascript').end(bundles[mode]);
    if (pathname.startsWith('/snapshot/')) return response.setHeader('etag', `"${current}"`).end(snapshots[current]);
    if (pathname === '/change') return response.end(void (current = 'changed'));
    if (pathname === '/visit') {
      const { state, cookies } = await render(big, Many, request);
      return response.setHeader('set-cookie', cookies).end(state);
    }
    current = 'first';
    const { html, cookies, state } = await render(shop, request.url?.includes('late') ? LateShop : Shop, request);
    response.setHeader('set-cookie', cookies).setHeader('content-type', 'text/html');
    response.end(`<!doctype html><link rel="icon" href="data:,"><div id="root">${html}</div>
      <script id="state" type="application/json">${state.replaceAll('<', '\\u003c')}</script>
      <script type="module" src="/${mode}.js"></script>`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** @param {'development' | 'production'} mode of React */
async function bundle(mode) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('react_page.mjs', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['browser'],
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** What the shop's visitors may see; after a change the checkout is on for everybody. @param {boolean} isChanged */
function shopFor(isChanged) {
  return snapshotFromJson({
    extension: 'pancake',
    scope: 'full',
    revision: isChanged ? 8 : 7,
    groups: ['user'],
    switches: [{ name: 'OPEN', default: true, client: true }],
    flags: [{ name: 'CHECKOUT', default: isChanged, client: true }],
    samples: [{ name: 'HALF', default: 50, client: true }],
    overrides: isChanged ? [] : [{ group: 'user', id: '42', flags: { CHECKOUT: true } }],
  });
}

function manyBytes() {
  const of = (/** @type {number} */ rest) => many.filter((_, index) => index % 2 === rest);
  return snapshotFromJson({
    extension: 'pancake',
    samples: of(0).map((name, index) => ({ name, default: index, client: true })),
    flags: of(1).map((name, index) => ({ name, default: index % 3 === 0, client: true })),
  });
}
