// @ts-check
//
// Pages that listen to a real server: news without polling, one connection for all tabs, pauses.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { launchBrowser, launchFirefox } from '../../support/browser.mjs';
import { startCountedSite } from './counted_site.mjs';
import { create, told, until } from './pages.mjs';

for (const [name, launch] of /** @type {const} */ ([['Chromium', launchBrowser], ['Firefox', launchFirefox]])) describe(name, () => {
  /** @type {import('../../support/browser.mjs').Browser} */
  let browser;
  /** @type {import('./counted_site.mjs').CountedSite} */
  let site;
  /** @type {import('puppeteer-core').BrowserContext[]} */
  const visitors = [];

  before(async () => {
    browser = await launch();
    site = await startCountedSite();
  });
  beforeEach(async () => {
    site.setGone(false);
    for (const line of ['switches clear OPEN', 'flags clear CHECKOUT', 'samples clear HALF']) await site.cli(line);
    await until(() => site.streams() === 0);
    site.reset();
  });
  afterEach(async () => {
    for (const visitor of visitors.splice(0)) await visitor.close();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

  async function newVisitor() {
    const visitor = await browser.puppeteer.createBrowserContext();
    visitors.push(visitor);
    return visitor;
  }

  /** Opens the empty page. @param {import('puppeteer-core').BrowserContext} [visitor] */
  async function openPage(visitor) {
    const page = await (visitor ?? (await newVisitor())).newPage();
    await page.goto(site.url);
    return page;
  }

  /** Hides or shows a page as the browser does with a tab. @param {import('puppeteer-core').Page} page @param {boolean} isHidden */
  async function setHidden(page, isHidden) {
    await page.evaluate((isHidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (isHidden ? 'hidden' : 'visible') });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  }

  test('a change on the server reaches the page without polling, and names the feature', async () => {
    const page = await openPage();
    await create(page);
    await until(() => site.streams() === 1);
    assert.equal(await page.evaluate('pancake.switch("OPEN").isActive()'), false);
    await site.cli('switches enable OPEN');
    await until(async () => (await told(page)).length === 1);
    assert.deepEqual(await told(page), [['change', ['OPEN']]]);
    assert.equal(await page.evaluate('pancake.switch("OPEN").isActive()'), true);
    assert.equal(site.asked.length, 2);
    assert.deepEqual(await page.evaluate('warnings'), []);
  });

  test('with live: false nothing listens', async () => {
    const page = await openPage();
    await create(page, 'live: false');
    await pause(300);
    assert.equal(site.connects(), 0);
  });

  test('tabs of one browser share one connection, each asks for itself, and another one listens when it is closed', async () => {
    const visitor = await newVisitor();
    const pages = [await openPage(visitor), await openPage(visitor), await openPage(visitor)];
    // Only the last one is in front; what counts here is that all of them are shown.
    for (const page of pages) {
      await setHidden(page, false);
      await create(page);
    }
    // The second and the third begin with what the first one kept, so that they are there before their questions are.
    await until(() => site.streams() === 1 && site.asked.length === 3);
    site.reset();
    await site.cli('switches enable OPEN');
    for (const page of pages) await until(async () => (await told(page)).length === 1, () => site.asked.length);
    assert.equal(site.asked.length, 3, site.asked.map(({ path, headers }) => `${path} ${headers['if-none-match']}`).join('\n'));
    assert.deepEqual([site.streams(), site.connects()], [1, 0]);
    await pages[0]?.close();
    await until(() => site.connects() === 1 && site.streams() === 1);
    await site.cli('switches clear OPEN');
    for (const page of pages.slice(1)) await until(async () => (await told(page)).length === 2);
    assert.deepEqual([site.asked.length, site.streams(), site.connects()], [5, 1, 1]);
  });

  test('where there are no locks each tab listens for itself', async () => {
    const visitor = await newVisitor();
    const pages = [await openPage(visitor), await openPage(visitor)];
    for (const page of pages) {
      await setHidden(page, false);
      await page.evaluate(() => Object.defineProperty(navigator, 'locks', { get: () => undefined }));
      await create(page);
    }
    await until(() => site.streams() === 2);
    await site.cli('switches enable OPEN');
    for (const page of pages) await until(async () => (await told(page)).length === 1);
  });

  test('a hidden page neither listens nor asks, and asks at once when it is shown again', async () => {
    const page = await openPage();
    await create(page, 'pollInterval: 50');
    await until(() => site.streams() === 1);
    await setHidden(page, true);
    await until(() => site.streams() === 0);
    const before = site.asked.length;
    await site.cli('switches enable OPEN');
    await pause(500);
    assert.ok(site.asked.length <= before + 1, `${site.asked.length - before} questions while hidden`);
    assert.equal(site.streams(), 0);
    await setHidden(page, false);
    await until(async () => (await told(page)).length === 1);
    await until(() => site.streams() === 1);
  });

  test('a page that is hidden from the start has its snapshot, and listens when it is shown', async () => {
    const page = await openPage();
    await setHidden(page, true);
    await create(page, 'pollInterval: 20');
    assert.equal(await page.evaluate('pancake.switch("OPEN").reason'), 'default');
    await pause(200);
    assert.deepEqual([site.asked.length, site.streams()], [1, 0]);
    await site.cli('switches enable OPEN');
    await setHidden(page, false);
    await until(async () => (await told(page)).length === 1);
    await until(() => site.streams() === 1);
  });

  test('a tab that another one covers gives the connection away, and hears again when it is in front', async () => {
    const visitor = await newVisitor();
    const first = await openPage(visitor);
    await first.bringToFront();
    await create(first);
    await until(() => site.streams() === 1);
    const second = await openPage(visitor);
    await second.bringToFront();
    assert.equal(await first.evaluate('document.visibilityState'), 'hidden', 'Chromium hides what is covered');
    await create(second);
    await until(() => site.streams() === 1 && site.connects() === 2);
    await site.cli('switches enable OPEN');
    await until(async () => (await told(second)).length === 1);
    assert.deepEqual(await told(first), []);
    await first.bringToFront();
    await until(async () => (await told(first)).length === 1);
  });

  // Under a driver Firefox keeps no page.
  if (name === 'Chromium') test('a page that comes back from the bfcache goes on', async () => {
    const page = await openPage();
    await create(page);
    await until(() => site.streams() === 1);
    await page.evaluate('globalThis.isTheSame = true');
    await page.goto(`${site.url}/elsewhere`);
    await until(() => site.streams() === 0);
    await site.cli('switches enable OPEN');
    await page.goBack();
    assert.equal(await page.evaluate('globalThis.isTheSame'), true, 'the page was kept');
    await until(async () => (await told(page)).length === 1);
    await until(() => site.streams() === 1);
  });

  test('a network that is back is used at once', async () => {
    const page = await openPage();
    await create(page);
    await until(() => site.streams() === 1);
    await page.setOfflineMode(true);
    site.setGone(true);
    await site.cli('switches enable OPEN');
    await until(() => site.streams() === 0);
    site.setGone(false);
    await page.setOfflineMode(false);
    await until(async () => (await told(page)).some(([name]) => name === 'change'));
  });

  test('close() and an abort signal end the stream, the lock and the channel', async () => {
    const page = await openPage();
    await page.evaluate('globalThis.ending = new AbortController()');
    for (const [options, end] of [['', 'pancake.close()'], ['signal: ending.signal', 'ending.abort()']]) {
      await create(page, options);
      await until(() => site.streams() === 1);
      await page.evaluate(String(end));
      await until(() => site.streams() === 0);
      await until(async () => (await page.evaluate('navigator.locks.query().then(({ held, pending }) => held.length + pending.length)')) === 0);
    }
    assert.deepEqual(await page.evaluate('warnings'), []);
  });

  test('who signs in gets new overrides, and change names them', async () => {
    await site.cli('flags enable-group CHECKOUT user 42');
    const page = await openPage();
    await page.evaluate('globalThis.user = null');
    await create(page, 'groups: { user: () => user }');
    assert.equal(await page.evaluate('pancake.flag("CHECKOUT").isActive()'), false);
    await page.evaluate('user = "42"; pancake.flag("CHECKOUT").isActive()');
    await until(async () => (await told(page)).length === 1);
    assert.deepEqual(await told(page), [['change', ['CHECKOUT']]]);
    assert.deepEqual(await page.evaluate('(({ reason, id }) => [reason, id])(pancake.explain("CHECKOUT"))'), ['override', '42']);
    await site.cli('flags disable-group CHECKOUT user 42');
    await until(async () => (await told(page)).length === 2);
    assert.deepEqual((await told(page))[1], ['change', ['CHECKOUT']]);
    await site.cli('flags clear-group CHECKOUT user 42');
  });

  /** Collects what a worker tells. @param {import('puppeteer-core').Page} page */
  async function collect(page) {
    await page.evaluate(() => {
      Object.assign(globalThis, { heard: [] });
      new BroadcastChannel('test').onmessage = ({ data }) => /** @type {any} */ (globalThis).heard.push(data);
    });
  }

  /** @param {import('puppeteer-core').Page} page */
  async function workerHears(page) {
    await until(async () => (await page.evaluate('heard.length')) === 1 && site.streams() === 1);
    await site.cli('switches enable OPEN');
    await until(async () => (await page.evaluate('heard.length')) === 2);
    assert.deepEqual(await page.evaluate('heard'), ['ready', ['OPEN']]);
  }

  test('a web worker hears of changes', async () => {
    const page = await openPage();
    await collect(page);
    await page.evaluate((program) => {
      const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
      Object.assign(globalThis, { worker: new Worker(url, { type: 'module' }) });
    }, `
      import { createPancake } from '${site.url}/sdk/pancake.js';
      const pancake = await createPancake({ url: '${site.url}', pollInterval: 3_600_000 });
      const channel = new BroadcastChannel('test');
      pancake.on('change', ({ features }) => channel.postMessage(features));
      channel.postMessage('ready');
    `);
    await workerHears(page);
  });

  test('a service worker hears of changes', async () => {
    const page = await openPage();
    await collect(page);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/service_worker.js', { type: 'module' });
    });
    await workerHears(page);
  });
});
