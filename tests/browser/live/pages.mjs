// @ts-check
import assert from 'node:assert/strict';

/** Waits until it holds. @param {() => boolean | Promise<boolean>} holds @param {() => unknown} [why] */
export async function until(holds, why = () => '') {
  for (let i = 0; i < 400; ++i) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`waited 10 s: ${why()}`);
}

/**
 * Makes `pancake` in the page, which notes its `warnings` and what it `told`; polls are an hour apart.
 * @param {import('puppeteer-core').Page} page
 * @param {string} [options] JavaScript
 */
export async function create(page, options = '') {
  await page.evaluate(`(async () => {
    const { createPancake } = await import('/sdk/pancake.js');
    globalThis.warnings = [];
    globalThis.told = [];
    const logger = { warn: (line) => warnings.push(line) };
    globalThis.pancake = await createPancake({ url: '', logger, pollInterval: 3_600_000, ${options} });
    for (const name of ['change', 'stale', 'error']) pancake.on(name, (event) => told.push([name, event.features ?? event.code ?? event.age]));
  })()`);
}

/** @param {import('puppeteer-core').Page} page @returns {Promise<any[]>} */
export const told = (page) => /** @type {Promise<any[]>} */ (page.evaluate('told'));
