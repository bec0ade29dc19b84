// @ts-check
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { shopBytes } from '../../js/support/snapshots.mjs';
import { launchBrowser } from '../../support/browser.mjs';
import { startSite } from './site.mjs';

/** @type {import('../../support/browser.mjs').Browser} */
let browser;
/** @type {{ url: string, close: () => void }} */
let site;
/** @type {{ bytes: Uint8Array, etag: string }} */
let served;
/** @type {import('node:http').IncomingMessage[]} */
const requests = [];

/** @type {NonNullable<NonNullable<Parameters<typeof startSite>[0]>['answer']>} */
function answer(request, response) {
  if (!request.url?.startsWith('/snapshot/')) return false;
  requests.push(request);
  const headers = { etag: served.etag, 'cache-control': 'public, max-age=5, stale-while-revalidate=60' };
  if (request.headers['if-none-match'] === served.etag) response.writeHead(304, headers).end();
  else response.writeHead(200, headers).end(served.bytes);
  return true;
}

before(async () => {
  browser = await launchBrowser();
  site = await startSite({ answer });
});
beforeEach(async () => {
  requests.length = 0;
  served = { bytes: await shopBytes(), etag: '"first"' };
});
after(async () => {
  await browser?.close();
  site?.close();
});

/** Makes `pancake` in the page. @param {import('puppeteer-core').Page} page @param {string} [options] JavaScript */
async function create(page, options = '') {
  await page.evaluate(`(async () => {
    const { createPancake } = await import('/sdk/pancake.js');
    globalThis.warnings = [];
    const logger = { warn: (line) => warnings.push(line) };
    globalThis.pancake = await createPancake({ url: '', logger, pollInterval: 0, live: false, storage: false, ${options} });
  })()`);
}

test('a page evaluates the snapshot and keeps its visitor in the cookie, over reloads', async () => {
  const { page, errors } = await browser.newVisitor();
  await page.goto(site.url);
  await create(page);
  assert.equal(await page.evaluate('pancake.switch("OPEN").isActive()'), true);
  assert.equal(await page.evaluate('document.cookie'), '', 'no cookie before the first sample');
  const draw = await page.evaluate('pancake.sample("HALF").explain().draw');
  const cookie = await page.evaluate('document.cookie');
  assert.match(String(cookie), /^pancake=1[\w-]{3}$/);
  await page.reload();
  await create(page);
  assert.equal(await page.evaluate('pancake.sample("HALF").explain().draw'), draw);
  assert.equal(await page.evaluate('document.cookie'), cookie);
  assert.deepEqual(await page.evaluate('warnings'), []);
  assert.deepEqual(errors, []);
});

test('the cookie lasts a year, is Lax and readable by the page', async () => {
  const { page } = await browser.newVisitor();
  await page.goto(site.url);
  await create(page);
  await page.evaluate('pancake.sample("HALF").isActive()');
  const [cookie] = await page.browserContext().cookies();
  assert.equal(cookie?.sameSite, 'Lax');
  assert.equal(cookie?.httpOnly, false);
  assert.equal(cookie?.path, '/');
  const days = ((cookie?.expires ?? 0) - Date.now() / 1000) / 86_400;
  assert.ok(days > 364 && days < 366, `${days} days`);
});

test('a change is picked up by polling, past the cache of the browser', async () => {
  const { page } = await browser.newVisitor();
  await page.goto(site.url);
  await create(page, 'pollInterval: 50');
  assert.equal(await page.evaluate('pancake.flag("CHECKOUT").isActive()'), false);
  served = { bytes: await shopBytes({ revision: 8, flags: [{ name: 'CHECKOUT', default: true }], overrides: [] }), etag: '"second"' };
  await page.waitForFunction('pancake.flag("CHECKOUT").isActive()', { timeout: 3_000 });
  await page.reload();
  await create(page);
  assert.equal(await page.evaluate('pancake.revision'), 8, 'not the cached one');
});

test('who signs in gets the personal snapshot of that id', async () => {
  const { page } = await browser.newVisitor();
  await page.goto(site.url);
  await page.evaluate('globalThis.user = null');
  await create(page, 'groups: { user: () => user }');
  assert.equal(await page.evaluate('pancake.flag("CHECKOUT").isActive()'), false);
  await page.evaluate('user = "42"; pancake.flag("CHECKOUT").isActive()');
  for (let i = 0; i < 200 && requests.length < 2; ++i) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(requests.map(({ url, headers }) => [url, headers['pancake-ids']]), [
    ['/snapshot/pancake?scope=personal', undefined],
    ['/snapshot/pancake?scope=personal&since=7', 'user=42'],
  ]);
});

test('with signed cookies a page writes no cookie of its own', async () => {
  const { page } = await browser.newVisitor();
  await page.goto(site.url);
  await create(page, 'cookie: { format: "flask-pancake" }');
  await page.evaluate('pancake.sample("HALF").isActive()');
  assert.equal(await page.evaluate('document.cookie'), '');
  assert.equal(requests.at(-1)?.url, '/snapshot/pancake?scope=personal');
});

test('where a policy refuses WebAssembly checks answer defaults with one warning', async () => {
  const strict = await startSite({ answer, policy: "default-src 'self'; script-src 'self'" });
  try {
    const { page } = await browser.newVisitor();
    await page.goto(strict.url);
    const result = await page.evaluate(async () => {
      const { createPancake } = await import(/** @type {any} */ ('/sdk/pancake.js'));
      /** @type {string[]} */
      const warnings = [];
      const logger = { warn: (/** @type {string} */ line) => warnings.push(line) };
      const pancake = await createPancake({ url: '', logger, pollInterval: 0, live: false });
      const answers = [
        pancake.switch('OPEN').isActive(),
        pancake.flag('CHECKOUT', { default: true }).isActive(),
        pancake.sample('HALF', { default: 50 }).isActive(),
        pancake.sample('ALL', { default: 100 }).isActive(),
      ];
      return { answers, warnings };
    });
    assert.deepEqual(result.answers, [false, true, false, true]);
    const codes = result.warnings.map((/** @type {string} */ line) => /\[(\w+)\]$/.exec(line)?.[1]);
    assert.deepEqual(codes, ['wasm_unavailable']);
  } finally {
    strict.close();
  }
});

test('where cookies are refused a visitor lasts as long as the page', async () => {
  const { page } = await browser.newVisitor();
  await page.goto(site.url);
  await create(page);
  const answers = await page.evaluate(`
    Object.defineProperty(document, 'cookie', { get() { throw new DOMException('refused', 'SecurityError'); }, set() { throw new DOMException('refused', 'SecurityError'); } });
    [1, 2, 3].map(() => pancake.sample('HALF').explain().draw)`);
  assert.equal(new Set(/** @type {number[]} */ (answers)).size, 1);
  assert.deepEqual(await page.evaluate('warnings'), []);
});
