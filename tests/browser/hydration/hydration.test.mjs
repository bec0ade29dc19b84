// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { manyFeatures, randomVisitor } from '../../js/support/many_features.mjs';
import { launchBrowser } from '../../support/browser.mjs';
import { seeded } from '../../support/seeded.mjs';
import { startRenderingSite } from './site.mjs';

const seed = Number(process.env.PANCAKE_SEED ?? Date.now() % 2 ** 31);
const random = seeded(seed);

/** @type {Awaited<ReturnType<typeof manyFeatures>>} */
let many;
/** @type {Awaited<ReturnType<typeof startRenderingSite>>} */
let site;
/** @type {import('../../support/browser.mjs').Browser} */
let browser;

before(async () => {
  console.log(`seed ${seed}`);
  many = await manyFeatures(random, () => true);
  site = await startRenderingSite(many);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  site?.close();
});

test('a page with 200 features, rendered on Node and hydrated in Chromium, does not move', async () => {
  for (let i = 0; i < 10; ++i) {
    const { page, errors } = await browser.newVisitor();
    const { ids, key } = randomVisitor(random, many);
    await page.setExtraHTTPHeaders({ 'X-Ids': encodeURIComponent(JSON.stringify(ids)) });
    if (key !== null) await page.browserContext().setCookie({ name: 'pancake', value: `1${key}`, domain: '127.0.0.1', path: '/' });
    await page.goto(site.url, { waitUntil: 'load' });
    const result = await page.evaluate('result');
    assert.deepEqual(result, { findings: [], shifts: [] }, JSON.stringify({ ids, key }));
    assert.equal(await page.evaluate('document.querySelectorAll("#root p").length'), 200);
    assert.deepEqual(errors, []);
    await page.browserContext().close();
  }
});

test('1,000 visitors see no mismatch between what Node rendered and Chromium hydrated', async () => {
  const { page, errors } = await browser.newVisitor();
  await page.goto(`${site.url}/blank`);
  const visitors = Array.from({ length: 1_000 }, () => randomVisitor(random, many));
  const wrong = await page.evaluate(async (all) => {
    /** @type {unknown[]} */
    const found = [];
    for (const visitor of all) {
      const findings = await /** @type {any} */ (globalThis).visit(visitor);
      if (findings.length > 0) found.push({ visitor, findings });
    }
    return found;
  }, visitors);
  assert.deepEqual(wrong.slice(0, 3), [], `${wrong.length} of 1,000`);
  assert.deepEqual(errors, []);
});
