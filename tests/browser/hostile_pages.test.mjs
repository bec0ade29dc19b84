// @ts-check
//
// Pages that forbid what scripts like to use: the package answers what it can, says once what is
// wrong, and never throws.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { codesOf } from '../runtimes/expect.mjs';
import { shopBytes } from '../js/support/snapshots.mjs';
import { launchBrowser } from '../support/browser.mjs';
import { startSite } from './vectors/site.mjs';

/** @type {import('../support/browser.mjs').Browser} */
let browser;
/** @type {Uint8Array} */
let snapshot;

before(async () => {
  browser = await launchBrowser();
  snapshot = await shopBytes();
});
after(() => browser?.close());

/**
 * A page of a site that has the shop's snapshot, for other origins too.
 * @param {{ policy?: string, html?: string }} options its Content-Security-Policy, and what is in it
 */
async function openPage({ policy, html = '' } = {}) {
  const site = await startSite({
    policy,
    answer(request, response) {
      response.setHeader('Access-Control-Allow-Origin', '*');
      if (request.url?.startsWith('/snapshot/')) response.setHeader('ETag', '"first"').end(snapshot);
      else if (html !== '' && request.url === '/') response.setHeader('Content-Type', 'text/html').end(html);
      else return false;
      return true;
    },
  });
  const { page, errors } = await browser.newVisitor();
  await page.evaluateOnNewDocument(() => {
    const violations = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { violations });
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
  });
  await page.goto(`${site.url}/`);
  return { site, page, errors };
}

/**
 * For a page or frame: makes Pancake, asks everything of it twice, and tells what came of it.
 * @param {string} origin of the site
 * @param {number[]} [bytes] of a snapshot
 */
async function askAll(origin, bytes) {
  const module = `${origin}/sdk/pancake.js`;
  const { createPancake } = await import(module);
  /** @type {string[]} */
  const warnings = [];
  const logger = { warn: (/** @type {string} */ line) => warnings.push(line) };
  const given = bytes === undefined ? {} : { snapshot: new Uint8Array(bytes) };
  const pancake = await createPancake({ url: origin, logger, pollInterval: 0, live: false, ...given });
  const ask = () => [
    pancake.switch('OPEN').isActive(),
    pancake.flag('CHECKOUT', { default: true }).isActive(),
    pancake.sample('ALL', { default: 100 }).isActive(),
    pancake.explain('OPEN').reason,
    pancake.sample('HALF').explain().draw,
  ];
  const [answers, again] = [ask(), ask()];
  Object.assign(globalThis, { pancake, warnings });
  return { answers, again, isNew: await pancake.refresh(), warnings, violations: /** @type {any} */ (globalThis).violations };
}

test('the strictest policy that allows WebAssembly is enough, with Trusted Types', async () => {
  const directives = ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", 'img-src data:'];
  const policy = [...directives, "require-trusted-types-for 'script'", "trusted-types 'none'"].join('; ');
  const { site, page, errors } = await openPage({ policy });
  try {
    const { answers, again, warnings, violations } = await page.evaluate(askAll, site.url);
    assert.deepEqual(answers.slice(0, 4), [true, false, true, 'default']);
    assert.deepEqual(again, answers);
    assert.deepEqual([warnings, violations, errors], [[], [], []]);
  } finally {
    site.close();
  }
});

test('the built files make no code of text', () => {
  const folder = new URL('../../js/dist/', import.meta.url);
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.js'))) {
    assert.doesNotMatch(readFileSync(new URL(name, folder), 'utf8'), /\beval\(|\bFunction\(/, name);
  }
});

test('a policy that forbids WebAssembly leaves defaults and one warning, with a snapshot too', async () => {
  for (const bytes of [undefined, [...snapshot]]) {
    const { site, page, errors } = await openPage({ policy: "default-src 'self'; img-src data:" });
    try {
      const { answers, again, isNew, warnings } = await page.evaluate(askAll, site.url, bytes);
      assert.deepEqual(answers.slice(0, 4), [false, true, true, 'not_loaded']);
      assert.deepEqual([again, isNew], [answers, false]);
      assert.deepEqual(codesOf(warnings), ['wasm_unavailable']);
      assert.deepEqual(errors.filter((line) => !line.includes('wasm')), [], 'the browser names the policy, nobody else complains');
    } finally {
      site.close();
    }
  }
});

test('a browser without WebAssembly has defaults and one warning', async () => {
  const { site, page, errors } = await openPage();
  try {
    await page.evaluate('delete globalThis.WebAssembly');
    const { answers, again, warnings } = await page.evaluate(askAll, site.url);
    assert.deepEqual(answers.slice(0, 4), [false, true, true, 'not_loaded']);
    assert.deepEqual(again, answers);
    assert.deepEqual([codesOf(warnings), errors], [['wasm_unavailable'], []]);
  } finally {
    site.close();
  }
});

test('a sandboxed frame, which has no cookies and no storage, has a visitor as long as it lives', async () => {
  const html = '<!doctype html><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" srcdoc="<title>frame</title>"></iframe>';
  const { site, page, errors } = await openPage({ html });
  try {
    const frame = await page.waitForFrame((each) => each !== page.mainFrame());
    const refused = await frame.evaluate(() => {
      const names = /** @type {string[]} */ ([]);
      for (const touch of [() => document.cookie, () => localStorage, () => sessionStorage]) {
        try {
          touch();
        } catch (error) {
          names.push(/** @type {Error} */ (error).name);
        }
      }
      return names;
    });
    assert.deepEqual(refused, ['SecurityError', 'SecurityError', 'SecurityError']);
    const { answers, again, warnings } = await frame.evaluate(askAll, site.url);
    assert.deepEqual(answers.slice(0, 4), [true, false, true, 'default']);
    assert.deepEqual(again, answers);
    assert.deepEqual([warnings, errors], [[], []]);
  } finally {
    site.close();
  }
});

test('a page whose localStorage throws works', async () => {
  for (const how of ['get() { throw new Error("no"); }', 'value: { getItem() { throw 1; }, setItem() { throw 1; }, removeItem() { throw 1; } }']) {
    const { site, page, errors } = await openPage();
    try {
      await page.evaluate(`Object.defineProperty(globalThis, 'localStorage', { ${how} })`);
      const { answers, again, warnings } = await page.evaluate(askAll, site.url);
      assert.deepEqual(answers.slice(0, 4), [true, false, true, 'default']);
      assert.deepEqual(again, answers);
      assert.deepEqual([warnings, errors], [[], []]);
    } finally {
      site.close();
    }
  }
});

test('a page that goes offline keeps its answers, says so once, and goes on when it is back', async () => {
  const { site, page } = await openPage();
  try {
    const { answers } = await page.evaluate(askAll, site.url);
    await page.setOfflineMode(true);
    for (let i = 0; i < 3; ++i) assert.equal(await page.evaluate('pancake.refresh()'), false);
    assert.deepEqual(codesOf(/** @type {string[]} */ (await page.evaluate('warnings'))), ['fetch_failed']);
    assert.equal(await page.evaluate('pancake.sample("HALF").explain().draw'), answers[4]);
    await page.setOfflineMode(false);
    snapshot = await shopBytes({ revision: 8 });
    assert.equal(await page.evaluate('pancake.refresh()'), true);
    assert.equal(await page.evaluate('pancake.revision'), 8);
  } finally {
    site.close();
  }
});

test('a page that was never online has defaults and one warning', async () => {
  const { site, page } = await openPage();
  try {
    await page.evaluate('import("/sdk/pancake.js").then(() => true)');
    await page.setOfflineMode(true);
    const { answers, again, warnings } = await page.evaluate(askAll, site.url);
    assert.deepEqual(answers.slice(0, 4), [false, true, true, 'not_loaded']);
    assert.deepEqual(again, answers);
    assert.deepEqual(codesOf(warnings), ['fetch_failed']);
  } finally {
    site.close();
  }
});

test('importing the package does nothing', async () => {
  const { site, page, errors } = await openPage();
  try {
    const touched = await page.evaluate(async (modules) => {
      /** @type {string[]} */
      const calls = [];
      const watch = (/** @type {any} */ owner, /** @type {string} */ name) => {
        const original = owner[name];
        owner[name] = new Proxy(original, {
          apply: (target, self, words) => (calls.push(name), Reflect.apply(target, self, words)),
          construct: (target, words) => (calls.push(name), Reflect.construct(target, words)),
        });
      };
      for (const name of ['fetch', 'setTimeout', 'setInterval', 'queueMicrotask', 'EventSource', 'BroadcastChannel', 'Worker', 'SharedWorker', 'XMLHttpRequest']) {
        watch(globalThis, name);
      }
      for (const name of ['addEventListener', 'dispatchEvent']) watch(EventTarget.prototype, name);
      for (const name of ['compile', 'instantiate', 'Module', 'Instance', 'Memory']) watch(WebAssembly, name);
      for (const name of ['getItem', 'setItem']) watch(Storage.prototype, name);
      watch(crypto, 'getRandomValues');
      Object.defineProperty(document, 'cookie', { get: () => void calls.push('cookie'), set: () => calls.push('cookie') });
      const before = new Set(Reflect.ownKeys(globalThis).map(String));
      for (const module of modules) await import(module);
      const globals = Reflect.ownKeys(globalThis).map(String).filter((name) => !before.has(name));
      return { calls, globals };
    }, ['/sdk/pancake.js', '/sdk/json.js', '/sdk/admin.js', '/sdk/testing.js']);
    assert.deepEqual(touched, { calls: [], globals: [] });
    assert.deepEqual(errors, []);
  } finally {
    site.close();
  }
});
