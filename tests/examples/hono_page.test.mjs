// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '../support/browser.mjs';
import { sees, serverKey, startExample, startShop } from './shop_server.mjs';

/** @type {Awaited<ReturnType<typeof startShop>>} */
let shop;

before(async () => {
  shop = await startShop();
});
after(() => shop?.stop());

test('hono: the page knows its features before it asks anybody', async () => {
  const example = await startExample('hono/server.mjs', { PANCAKE_URL: shop.url, PANCAKE_SERVER_KEY: serverKey });
  const browser = await launchBrowser();
  try {
    for (const [user, checkout, text] of [['alice', 'new', 'One step'], ['bob', 'old', 'Three steps']]) {
      const { page, errors } = await browser.newVisitor();
      await page.setExtraHTTPHeaders({ 'X-User': String(user) });
      /** @type {string[]} */
      const asked = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(`${example.url}/page`);
      await sees(page, 'document.body.dataset.checkout', checkout);
      assert.equal(await page.evaluate('document.querySelector("p").textContent'), text);
      assert.deepEqual(asked.filter((path) => path.startsWith('/snapshot')), []);
      assert.deepEqual(errors, []);
    }
  } finally {
    await browser.close();
    await example.stop();
  }
});
