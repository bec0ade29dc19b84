// @ts-check
//
// How pages start: from a server's text, from what they kept, from the server, or with defaults.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { launchBrowser } from '../../support/browser.mjs';
import { startCountedSite } from './counted_site.mjs';
import { create, told, until } from './pages.mjs';

/** @type {import('../../support/browser.mjs').Browser} */
let browser;
/** @type {import('./counted_site.mjs').CountedSite} */
let site;
/** @type {import('puppeteer-core').BrowserContext[]} */
const visitors = [];

before(async () => {
  browser = await launchBrowser();
  site = await startCountedSite();
});
beforeEach(async () => {
  site.setGone(false);
  await site.cli('switches enable OPEN');
  site.reset();
});
afterEach(async () => {
  for (const visitor of visitors.splice(0)) await visitor.close();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** The empty page for a visitor nobody has seen. */
async function openPage() {
  const visitor = await browser.puppeteer.createBrowserContext();
  visitors.push(visitor);
  const page = await visitor.newPage();
  await page.goto(site.url);
  return page;
}

const isOpen = (/** @type {import('puppeteer-core').Page} */ page) => page.evaluate('pancake.switch("OPEN").isActive()');
const stored = (/** @type {import('puppeteer-core').Page} */ page) => /** @type {Promise<string | null>} */ (page.evaluate('localStorage.getItem("pancake:pancake")'));

/** The text that a server would put into the page. */
async function dehydrated() {
  const response = await site.get('/snapshot/pancake?scope=personal');
  return Buffer.from(await response.arrayBuffer()).toString('base64url');
}

test('the text of dehydrate() is evaluated without any question', async () => {
  const text = await dehydrated();
  const page = await openPage();
  site.setGone(true);
  for (const url of ['url: undefined', 'url: ""']) {
    await create(page, `${url}, snapshot: '${text}', storage: false`);
    assert.equal(await isOpen(page), true);
    assert.equal(await page.evaluate('pancake.explain("OPEN").reason'), 'state');
  }
  assert.equal(site.asked.length, 0);
});

test('text with spaces around it and padding is the same text', async () => {
  const page = await openPage();
  await create(page, `url: undefined, snapshot: ${JSON.stringify(`\n  ${await dehydrated()}==\n`.replace(/(.{60}[^=]{4})==\n$/, '$1\n'))}`);
  assert.equal(await isOpen(page), true);
});

test('behind the text the server is asked, and a newer state is told', async () => {
  const text = await dehydrated();
  await site.cli('switches disable OPEN');
  const page = await openPage();
  await create(page, `snapshot: '${text}'`);
  await until(async () => (await told(page)).length === 1);
  assert.deepEqual(await told(page), [['change', ['OPEN']]]);
  assert.equal(await isOpen(page), false);
});

test('text that is no snapshot costs a warning, and the server is waited for', async () => {
  const page = await openPage();
  for (const text of ['no base64!', 'AAAA']) {
    await create(page, `snapshot: '${text}', storage: false`);
    assert.equal(await isOpen(page), true);
    const [warning, ...others] = /** @type {string[]} */ (await page.evaluate('warnings'));
    assert.match(String(warning), /\[not_a_snapshot\]$/);
    assert.deepEqual(others, []);
    await page.evaluate('pancake.close()');
  }
});

test('a reload while the server is gone answers with the last known good, and says how old that is', async () => {
  const page = await openPage();
  await create(page);
  assert.equal(await isOpen(page), true);
  await page.reload();
  site.setGone(true);
  site.reset();
  await create(page);
  assert.equal(await isOpen(page), true);
  assert.equal(await page.evaluate('pancake.switch("OPEN").reason'), 'state');
  await until(async () => (await told(page)).some(([name]) => name === 'stale'));
  const [, age] = (await told(page)).find(([name]) => name === 'stale') ?? [];
  assert.ok(age >= 0 && age < 60_000, `${age} ms`);
  const warnings = /** @type {string[]} */ (await page.evaluate('warnings'));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /\[fetch_failed\]$/);
});

test('a reload does not wait for the server, which is asked by the ETag of what was kept', async () => {
  const page = await openPage();
  await create(page);
  const kept = await stored(page);
  await page.reload();
  site.reset();
  await create(page);
  assert.equal(await isOpen(page), true);
  await until(() => site.asked.length > 0);
  assert.match(site.asked[0]?.headers['if-none-match'] ?? '', /^W?\/?"/);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual(await told(page), [], 'it was the same');
  assert.equal(await stored(page), kept, 'a 304 writes nothing');

  await site.cli('switches disable OPEN');
  await until(async () => (await told(page)).length === 1);
  assert.notEqual(await stored(page), kept);
});

test('what was kept for one visitor is not used for another one, and goes away', async () => {
  await site.cli('flags enable-group CHECKOUT user alice');
  const page = await openPage();
  await create(page, 'groups: { user: () => "alice" }');
  assert.equal(await page.evaluate('pancake.flag("CHECKOUT").isActive()'), true);
  assert.match(String(await stored(page)), /alice/);
  for (const options of ['groups: { user: () => "bob" }', 'groups: { user: () => null }', 'scope: "public"', 'groups: { user: () => "alice" }, visitor: "7"', 'url: "/."']) {
    site.setGone(false);
    await page.reload();
    await create(page, 'groups: { user: () => "alice" }');
    await until(async () => (await stored(page)) !== null);
    await page.reload();
    site.setGone(true);
    await create(page, options);
    assert.equal(await page.evaluate('pancake.revision'), null, options);
    assert.equal(await stored(page), null, options);
  }
  await site.cli('flags clear-group CHECKOUT user alice');
});

test('with storage: false, and with signed cookies, nothing is kept', async () => {
  const page = await openPage();
  for (const options of ['storage: false', 'cookie: { format: "flask-pancake" }']) {
    await create(page, options);
    assert.equal(await isOpen(page), true);
    assert.equal(await page.evaluate('localStorage.length'), 0);
  }
});

test('what was kept and is damaged is passed over without a word', async () => {
  const page = await openPage();
  await create(page);
  const kept = String(await stored(page));
  const broken = [kept.slice(0, -1), `${kept}x`, kept.replace(/.$/s, 'ÿ'), kept.replace(/\n\d+\n/, '\nsoon\n'), 'nonsense', '', `${kept.split('\n').slice(0, 3).join('\n')}\n`];
  for (const value of broken) {
    await page.reload();
    await page.evaluate((value) => localStorage.setItem('pancake:pancake', value), value);
    await create(page);
    assert.equal(await isOpen(page), true);
    assert.deepEqual(await page.evaluate('warnings'), []);
    assert.equal(await page.evaluate('pancake.refresh()'), false);
  }
});

test('storage that is refused, full or missing is no problem', async () => {
  const page = await openPage();
  const refusals = [
    `Object.defineProperty(globalThis, 'localStorage', { configurable: true, get() { throw new DOMException('refused', 'SecurityError'); } })`,
    `Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: undefined })`,
    `Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: { getItem: () => null, removeItem() {}, setItem() { throw new DOMException('full', 'QuotaExceededError'); } } })`,
  ];
  for (const refusal of refusals) {
    await page.reload();
    await page.evaluate(refusal);
    await create(page);
    assert.equal(await isOpen(page), true);
    assert.deepEqual(await page.evaluate('warnings'), []);
  }
});

test('a frame without an origin has neither storage, cookies nor locks, and works', async () => {
  const page = await openPage();
  const answer = page.evaluate(async (origin, snapshot) => {
    const answer = new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data), { once: true }));
    const frame = document.createElement('iframe');
    frame.sandbox.add('allow-scripts');
    const program = `
      const warnings = [];
      const refused = () => { try { return !localStorage; } catch { return true; } };
      import('${origin}/sdk/pancake.js').then(async ({ createPancake }) => {
        const pancake = await createPancake({ url: '${origin}', snapshot: '${snapshot}', pollInterval: 50, logger: { warn: (line) => warnings.push(line) } });
        const draws = [1, 2, 3].map(() => pancake.sample('HALF').explain().draw);
        pancake.on('stale', () => parent.postMessage({ isOpen: pancake.switch('OPEN').isActive(), draws, warnings, refused: refused() }, '*'));
      });`;
    frame.srcdoc = `<script type="module">${program}</${'script'}>`;
    document.body.append(frame);
    return answer;
  }, site.url, await dehydrated());
  const { isOpen, draws, warnings, refused } = /** @type {any} */ (await answer);
  assert.deepEqual([isOpen, new Set(draws).size, refused], [true, 1, true]);
  assert.match(warnings.join(), /^[^,]*\[fetch_failed\]$/, 'another origin is not answered, which is told once');
});

test('cookies: false keeps the visitor in memory, and allowCookies() writes the cookie of the same one', async () => {
  const page = await openPage();
  await create(page, 'cookies: false');
  const draw = () => page.evaluate('pancake.sample("HALF").explain().draw');
  const before = await draw();
  await site.cli('switches disable OPEN');
  await until(async () => (await told(page)).length === 1);
  assert.equal(await draw(), before);
  assert.deepEqual(await page.evaluate('[document.cookie, localStorage.length]'), ['', 0]);
  await page.evaluate('pancake.allowCookies()');
  assert.match(String(await page.evaluate('document.cookie')), /^pancake=1[\w-]{3}$/);
  assert.notEqual(await stored(page), null);
  assert.equal(await draw(), before);
  await page.reload();
  await create(page, 'cookies: false');
  assert.equal(await draw(), before, 'who agreed once is the same visitor on the next page');
  await page.evaluate('pancake.allowCookies(); pancake.allowCookies()');
  assert.equal(await draw(), before);
});

test('after allowCookies() a cookie still waits for the first sample', async () => {
  const page = await openPage();
  await create(page, 'cookies: false');
  await page.evaluate('pancake.allowCookies()');
  assert.equal(await page.evaluate('document.cookie'), '');
  await page.evaluate('pancake.sample("HALF").isActive()');
  assert.match(String(await page.evaluate('document.cookie')), /^pancake=1/);
});

test('a store that began anew is refused by the page that knows a newer one, and believed by the next', async () => {
  const page = await openPage();
  const kept = await (await site.get('/snapshot/pancake?scope=public')).arrayBuffer();
  await create(page);
  const text = String(await stored(page));
  // The same snapshot as of a store that was far ahead. Its checksum has to hold.
  const { shopBytes } = await import('../../js/support/snapshots.mjs');
  const ahead = await shopBytes({ scope: 'public', revision: 2 ** 52, groups: ['user'], overrides: [], switches: [{ name: 'OPEN', default: false }], flags: [], samples: [] });
  assert.ok(kept.byteLength > 0);
  const head = text.split('\n').slice(0, 2).join('\n');
  for (const expected of [false, true]) {
    await page.reload();
    if (!expected) await page.evaluate((value) => localStorage.setItem('pancake:pancake', value), `${head}\nW/"ahead"\n${Buffer.from(ahead).toString('latin1')}`);
    await create(page);
    assert.equal(await isOpen(page), expected);
    await until(async () => expected || (await told(page)).some(([, code]) => code === 'older_revision'));
  }
});
