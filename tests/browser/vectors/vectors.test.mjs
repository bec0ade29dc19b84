// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '../../support/browser.mjs';
import { startSite } from './site.mjs';

/** @type {import('../../support/browser.mjs').Browser} */
let browser;

before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

test('Chromium answers every vector, under a policy that allows no eval', async () => {
  const site = await startSite({ policy: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:" });
  try {
    const { page, errors } = await browser.newPage(`${site.url}/`);
    const result = await page.evaluate(async () => {
      const module = '/tests/browser/vectors/page.mjs';
      return (await import(module)).run();
    });
    assert.deepEqual(result.failures, []);
    assert.ok(result.passed > 5_000, `only ${result.passed} answers were compared`);
    assert.deepEqual(errors, []);
  } finally {
    site.close();
  }
});
