// @ts-check
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser } from '../../support/browser.mjs';
import { pancake } from '../../support/cli.mjs';
import { startServer } from '../../support/server.mjs';

export const writer = 'a-token-that-may-write-0123456789abcdef';
export const reader = 'a-token-that-may-read-only-0123456789abc';
export const evil = '<img src=x onerror=alert(1)>"\'&';

/** What the page is tried on: each kind, groups with and without candidates, and names that look like markup. */
const definitions = {
  extensions: {
    pancake: {
      groups: [
        { id: 'user', from: 'client' },
        { id: 'admin', from: 'client', candidates: ['yes', 'no'] },
      ],
      switches: {
        FREE_SHIPPING: { default: false, description: 'Nobody pays for shipping, and a banner says so', client: true },
        SIGN_UP: { default: true, description: 'New customers are let in' },
        [evil]: { default: true, description: evil },
      },
      flags: {
        NEW_CHECKOUT: { default: false, description: 'Pay in one step instead of three', client: true },
        GIFT_WRAP: { default: true, description: 'Offered at the checkout', client: true },
      },
      samples: { BIG_PICTURES: { default: 50, description: 'Larger pictures of the products', client: true } },
    },
    kitchen: { switches: { OVEN: { default: true, description: 'Preheat it at six' } } },
  },
};

/**
 * @typedef {object} Desk
 * @property {string} url
 * @property {(...words: string[]) => Promise<string>} cli runs `pancake` as another terminal does
 * @property {() => Promise<DeskPage>} open a page that shares nothing with the others, nobody signed in
 * @property {(token?: string) => Promise<DeskPage>} openSignedIn
 * @property {() => Promise<void>} close
 *
 * @typedef {object} DeskPage
 * @property {import('puppeteer-core').Page} page
 * @property {string[]} errors everything that a clean page does not print, CSP violations included
 * @property {(keys: string) => Promise<void>} type
 * @property {(key: import('puppeteer-core').KeyInput, times?: number) => Promise<void>} press
 * @property {(label: string | RegExp) => Promise<void>} tabTo presses Tab until the element of this
 *   accessible name has the focus
 * @property {(selector: string, wanted: string | RegExp) => Promise<void>} sees waits until an element's text says so
 * @property {(selector: string) => Promise<string>} text
 * @property {() => Promise<string[]>} axe what axe-core finds, a line each
 */

/**
 * @param {{ args?: string[], tokens?: boolean, picture?: boolean }} [options] `picture`: without the names that
 *   look like markup
 * @returns {Promise<Desk>}
 */
export async function openDesk({ args = [], tokens = true, picture = false } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'pancake-desk-'));
  const file = join(home, 'pancake.json');
  const tokenFile = join(home, 'tokens');
  writeFileSync(file, JSON.stringify(definitions, (name, value) => (picture && name === evil ? undefined : value)));
  writeFileSync(tokenFile, tokenLines(), { mode: 0o600 });
  const env = { PANCAKE_STORE: `sqlite:${join(home, 'pancake.db')}`, PANCAKE_DEFINITIONS: file };
  const server = await startServer({ args: [...(tokens ? ['--token-file', tokenFile] : []), ...args], env });
  const browser = await launchBrowser();
  const { url } = server;
  /** @type {Desk} */
  const desk = {
    url,
    async cli(...words) {
      const { code, stdout, stderr } = await pancake(words, { env });
      if (code !== 0) throw new Error(`pancake ${words.join(' ')}: exit ${code}: ${stderr}`);
      return stdout;
    },
    open: async () => watchedPage(await browser.newVisitor()),
    async openSignedIn(token = writer) {
      const opened = await desk.open();
      await opened.page.goto(`${url}/overview`);
      await opened.sees('.sign-in [role=alert]', '');
      await opened.type(token);
      await opened.press('Enter');
      await opened.sees('.count', /^\d features/);
      await opened.sees('#standing', 'Live');
      opened.errors.length = 0; // The page that asked for the token was a 401, which Chromium prints.
      return opened;
    },
    async close() {
      await browser.close();
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return desk;
}

/** The file that --token-file reads. */
function tokenLines() {
  return [`sha256:${sha256(writer)} ada read,write *`, `sha256:${sha256(reader)} rita read *`, ''].join('\n');
}

/** @param {string} text */
function sha256(text) {
  return createRequire(import.meta.url)('node:crypto').createHash('sha256').update(text).digest('hex');
}

/** @param {import('../../support/browser.mjs').WatchedPage} watched @returns {Promise<DeskPage>} */
async function watchedPage({ page, errors }) {
  await page.exposeFunction('tellViolation', (/** @type {string} */ text) => errors.push(`CSP: ${text}`));
  await page.evaluateOnNewDocument(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      // @ts-expect-error exposed above
      window.tellViolation(`${violatedDirective} ${blockedURI}`),
    );
  });
  page.on('dialog', (dialog) => {
    errors.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.setViewport({ width: 1200, height: 900 });
  const text = (/** @type {string} */ selector) => page.$eval(selector, (found) => found.textContent ?? '');
  return {
    page,
    errors,
    text,
    type: (keys) => page.keyboard.type(keys),
    async press(key, times = 1) {
      for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
    },
    async tabTo(label) {
      const passed = [];
      for (let step = 0; step < 150; step += 1) {
        await page.keyboard.press('Tab');
        const name = await page.evaluate(focusedName);
        if (typeof label === 'string' ? name === label : label.test(name)) return;
        passed.push(name);
      }
      throw new Error(`Tab does not come to ${label}; it passes ${[...new Set(passed)].join(' | ')}`);
    },
    async sees(selector, wanted) {
      const end = Date.now() + 10_000;
      let said = '';
      for (;;) {
        said = await text(selector).catch(() => 'nothing');
        if (typeof wanted === 'string' ? said === wanted : wanted.test(said)) return;
        if (Date.now() > end) throw new Error(`${selector} says ${JSON.stringify(said)}, not ${wanted}; ${errors.join('; ')}`);
        await sleep(20);
      }
    },
    async axe() {
      const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
      // Through the debugger, for the page's own policy lets no other script in.
      const { readFileSync } = await import('node:fs');
      await page.evaluate(readFileSync(source, 'utf8'));
      const violations = await page.evaluate(async () => {
        // @ts-expect-error set by axe-core
        const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
        return violations;
      });
      return violations.flatMap((/** @type {any} */ { id, nodes }) =>
        nodes.map((/** @type {any} */ node) => `${id}: ${node.html} ${node.failureSummary}`),
      );
    },
  };
}

/** What a reader of the page is told of the element that has the focus: its group and its name. */
function focusedName() {
  const focused = /** @type {HTMLInputElement | null} */ (document.activeElement);
  if (!focused || focused === document.body) return '';
  const group = focused.closest('[role=group]')?.getAttribute('aria-label');
  const row = focused.closest('.feature')?.getAttribute('data-name');
  const name = focused.getAttribute('aria-label') ?? focused.labels?.[0]?.textContent ?? focused.textContent ?? '';
  return `${group ? `${group}: ` : row ? `${row}: ` : ''}${name.trim()}`;
}

/**
 * Takes the picture of the page that the README shows: some things decided, one row open.
 * @param {Desk} desk @param {string} file
 */
export async function photograph(desk, file) {
  mkdirSync(dirname(file), { recursive: true });
  const { page, sees } = await desk.openSignedIn();
  await page.setViewport({ width: 1280, height: 1000 });
  await page.$eval(`.feature[data-name="NEW_CHECKOUT"] .opener`, (opener) => /** @type {any} */ (opener).click());
  await sees('.feature[data-name="NEW_CHECKOUT"] .history', /set to/);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: /** @type {`${string}.png`} */ (file) });
  await page.close();
}
