// @ts-check
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const flags = [
  '--no-sandbox', // Chromium refuses its sandbox to root.
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A browser without a window, with a profile of its own that close() deletes.
 * @typedef {object} Browser
 * @property {(url?: string) => Promise<WatchedPage>} newPage opens a page, and a URL when given
 * @property {() => Promise<WatchedPage>} newVisitor a page that shares no cookie with the others
 * @property {import('puppeteer-core').Browser} puppeteer
 * @property {() => Promise<void>} close
 *
 * @typedef {object} WatchedPage
 * @property {import('puppeteer-core').Page} page
 * @property {string[]} errors uncaught exceptions, console.error and failed requests so far
 */

/** Debian's Chromium. @returns {Promise<Browser>} */
export function launchBrowser() {
  return launch({ executablePath: chromium(), args: flags });
}

/** Debian's Firefox, driven by WebDriver BiDi. @returns {Promise<Browser>} */
export function launchFirefox() {
  return launch({ browser: 'firefox', executablePath: firefox() });
}

/** @param {import('puppeteer-core').LaunchOptions} options @returns {Promise<Browser>} */
async function launch(options) {
  const profile = mkdtempSync(join(tmpdir(), `pancake-${options.browser ?? 'chromium'}-`));
  const browser = await puppeteer.launch({ headless: true, userDataDir: profile, ...options });
  // A test that throws must not leave its browser behind.
  const kill = () => void browser.process()?.kill('SIGKILL');
  process.on('exit', kill);
  return {
    puppeteer: browser,
    async newPage(url) {
      const watched = watch(await browser.newPage());
      if (url) await watched.page.goto(url);
      return watched;
    },
    async newVisitor() {
      const context = await browser.createBrowserContext();
      return watch(await context.newPage());
    },
    async close() {
      process.off('exit', kill);
      await browser.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function chromium() {
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (!found) throw new Error('there is no Chromium: node tools/setup.mjs test');
  return found;
}

function firefox() {
  const found = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync);
  if (!found) throw new Error('there is no Firefox: node tools/setup.mjs test');
  return found;
}

/** @param {import('puppeteer-core').Page} page @returns {WatchedPage} */
function watch(page) {
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(`uncaught: ${error instanceof Error ? error.message : error}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console.error: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // A request that the page gave up is no error of it, and Chromium calls each 304 to a fetch with
    // its own If-None-Match aborted too, for it has no body.
    if (why !== 'net::ERR_ABORTED') errors.push(`request: ${request.url()} ${why}`);
  });
  return { page, errors };
}
