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
import { keptLog, shopBytes } from '../js/support/snapshots.mjs';
import { launchBrowser } from '../support/browser.mjs';
import { Many, Shop, many } from './react_app.mjs';

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

/** Runs one of the page's scenarios, in which nothing may be wrong. @param {string} name @param {any} [given] @param {'development' | 'production'} [mode] of React @returns {Promise<any>} */
async function run(name, given = null, mode = 'development') {
  const { page, errors } = await browser.newVisitor();
  page.setDefaultTimeout(120_000);
  await page.goto(`${site.url}/${mode}`);
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
  test(`the page that the server sent is hydrated without a mismatch${strict ? ', in StrictMode' : ''}`, async () => {
    assert.deepEqual(await run('hydrate', { strict }), { isAsSent: true, isAsBefore: true, mismatches: [] });
  });
}

test('200 features hydrate for 1,000 visitors without a mismatch and without moving anything', async () => {
  const { different, ...wrong } = await run('manyVisitors', 1000, 'production');
  assert.deepEqual(wrong, { mismatches: [], moved: 0, changed: 0 });
  assert.ok(different > 900, `${different} different pages`);
});

/** A server that renders with React, and gives its page the snapshot that it rendered with. */
async function startSite() {
  const bundles = { development: await bundle('development'), production: await bundle('production') };
  const bytes = { shop: await shopBytes(), changed: await shopBytes({ revision: 8, flags: [{ name: 'CHECKOUT', default: true }], overrides: [] }), many: await manyBytes() };
  const shop = await createPancake({ snapshot: bytes.shop, logger: keptLog() });
  const big = await createPancake({ snapshot: bytes.many });
  let served = bytes.shop;
  /** @param {import('pancake-flags').Pancake<any>} pancake @param {any} page @param {Uint8Array} snapshot @param {import('node:http').IncomingMessage} request */
  const render = async (pancake, page, snapshot, request) => {
    const visit = await /** @type {any} */ (pancake).forRequest(request);
    const html = renderToString(h(PancakeProvider, { pancake: visit }, h(page)));
    return { html, cookies: await visit.setCookies(), state: JSON.stringify({ html, snapshot: Buffer.from(snapshot).toString('base64') }) };
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const mode = pathname.startsWith('/production') ? 'production' : 'development';
    if (pathname.endsWith('.js')) return response.setHeader('content-type', 'text/javascript').end(bundles[mode]);
    if (pathname.startsWith('/snapshot/')) return response.setHeader('etag', served === bytes.shop ? '"a"' : '"b"').end(served);
    if (pathname === '/change') return response.end(void (served = bytes.changed));
    if (pathname === '/visit') {
      const { state, cookies } = await render(big, Many, bytes.many, request);
      return response.setHeader('set-cookie', cookies).end(state);
    }
    const { html, cookies, state } = await render(shop, Shop, bytes.shop, request);
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

function manyBytes() {
  const of = (/** @type {number} */ rest) => many.filter((_, index) => index % 2 === rest);
  return snapshotFromJson({
    extension: 'pancake',
    samples: of(0).map((name, index) => ({ name, default: index })),
    flags: of(1).map((name, index) => ({ name, default: index % 3 === 0 })),
  });
}
