// @ts-check
import { existsSync } from 'node:fs';
import { launchBrowser, launchFirefox } from '../support/browser.mjs';
import { NotHad } from './not_had.mjs';

/** What of a page runs the cases, as a function for the page. */
const places = {
  /** @param {import('./run.mjs').Asking} asking */
  async page(asking) {
    const module = '/tests/runtimes/page.mjs';
    return (await import(module)).run(asking);
  },

  /** @param {import('./run.mjs').Asking} asking */
  worker(asking) {
    const worker = new Worker('/tests/runtimes/page.mjs', { type: 'module' });
    return new Promise((resolve, reject) => {
      worker.onmessage = (event) => resolve(event.data);
      worker.onerror = (event) => reject(new Error(`the worker failed: ${event.message}`));
      worker.postMessage(asking);
    });
  },

  'service worker': async (/** @type {import('./run.mjs').Asking} */ asking) => {
    const registration = await navigator.serviceWorker.register('/tests/runtimes/page.mjs', { type: 'module' });
    const answer = new Promise((resolve) => {
      navigator.serviceWorker.onmessage = (event) => resolve(event.data);
      navigator.serviceWorker.startMessages();
    });
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    worker?.postMessage(asking);
    return answer;
  },
};

/**
 * Chromium and Firefox, each with a page, a worker and a service worker.
 * @returns {{ runtimes: import('./run.mjs').Runtime[], close: () => Promise<void> }}
 */
export function browsers() {
  const opened = /** @type {Promise<import('../support/browser.mjs').Browser>[]} */ ([]);
  const once = (/** @type {() => Promise<import('../support/browser.mjs').Browser>} */ launch) => {
    /** @type {Promise<import('../support/browser.mjs').Browser> | undefined} */
    let browser;
    return () => {
      if (browser === undefined) opened.push((browser = launch()));
      return browser;
    };
  };
  const of = (/** @type {string} */ name, /** @type {() => Promise<import('../support/browser.mjs').Browser>} */ launch) =>
    Object.entries(places).map(([place, run]) => ({
      name: `${name}, ${place}`,
      /** @param {import('./run.mjs').Asking} asking */
      async run(asking) {
        const browser = await launch();
        const version = /[\d.]+/.exec(await browser.puppeteer.version())?.[0] ?? '?';
        const { page } = await browser.newVisitor();
        await page.goto(`${asking.desk}/`);
        const result = /** @type {object} */ (await page.evaluate(/** @type {any} */ (run), asking));
        await page.close();
        return /** @type {import('./run.mjs').Result} */ ({ ...result, version });
      },
    }));
  return {
    runtimes: [...of('Chromium', once(launchBrowser)), ...of('Firefox', once(firefox))],
    async close() {
      for (const browser of await Promise.allSettled(opened)) {
        if (browser.status === 'fulfilled') await browser.value.close();
      }
    },
  };
}

async function firefox() {
  if (!['/usr/bin/firefox-esr', '/usr/bin/firefox'].some(existsSync)) {
    throw new NotHad('there is no firefox-esr: node tools/setup.mjs test');
  }
  return launchFirefox();
}
