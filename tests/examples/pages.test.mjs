// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'vite';
import { root } from '../../tools/project.mjs';
import { launchBrowser } from '../support/browser.mjs';
import { sees, startShop } from './shop_server.mjs';

/** @type {import('../support/browser.mjs').Browser} */
let browser;

before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

test('plain-page: the page decides for who is chosen, and shows a change', async () => {
  const shop = await startShop({ args: ['--static', join(root, 'examples/plain-page')] });
  try {
    const { page, errors } = await browser.newVisitor();
    await page.goto(shop.url);
    const steps = 'document.querySelector("#steps").value';
    await sees(page, steps, 'three steps');
    await page.select('#user', 'alice');
    await sees(page, steps, 'one step');
    await page.reload();
    await sees(page, steps, 'one step');
    await page.select('#user', 'bob');
    await sees(page, steps, 'three steps');

    assert.equal(await page.evaluate('document.querySelector("#shipping").hidden'), true);
    await shop.run('switches', 'enable', 'FREE_SHIPPING');
    await sees(page, 'document.querySelector("#shipping").hidden', false);
    assert.deepEqual(errors, []);
  } finally {
    await shop.stop();
  }
});

test('react-vite: Vite builds it as it is, and its components decide for the visitor', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pancake-react-'));
  await build({
    root: join(root, 'examples/react-vite'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  });
  const shop = await startShop({ args: ['--static', folder] });
  try {
    const { page, errors } = await browser.newVisitor();
    await page.goto(shop.url);
    const text = (/** @type {string} */ id) => `document.querySelector("#${id}")?.textContent`;
    await sees(page, text('checkout'), 'You pay in three steps.');
    const pictures = await page.evaluate(text('pictures'));
    assert.match(String(pictures), /^The pictures are (?:big|small)\.$/);
    assert.equal(await page.evaluate('document.querySelector("#shipping")'), null);

    await page.evaluate('sessionStorage.setItem("user", "alice")');
    await page.reload();
    await sees(page, text('checkout'), 'You pay in one step.');
    assert.equal(await page.evaluate(text('pictures')), pictures, 'the visitor is the same');
    await shop.run('switches', 'enable', 'FREE_SHIPPING');
    await sees(page, text('shipping'), 'Nobody pays for shipping.');
    assert.deepEqual(errors, []);
  } finally {
    await shop.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
