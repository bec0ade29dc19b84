// @ts-check
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seed } from '../../../examples/shop/seed.mjs';
import { root } from '../../../tools/project.mjs';
import { launchBrowser } from '../../support/browser.mjs';
import { pancake } from '../../support/cli.mjs';
import { pancakeProgram } from '../../support/pancake.mjs';
import { startServer } from '../../support/server.mjs';

/**
 * The demo shop as `npm start` serves it, on a store and a port of its own.
 * @typedef {object} Shop
 * @property {string} url
 * @property {(line: string) => Promise<string>} cli runs `pancake` as another terminal does and gives
 *   its output; throws when it is refused
 * @property {(cookie?: string) => Promise<VisitedPage>} visit opens the shop as a visitor nobody has
 *   seen, or as the one of a cookie
 * @property {() => Promise<void>} down stops the server; the store stays
 * @property {() => Promise<void>} up starts it again on the same port
 * @property {() => Promise<void>} close
 *
 * @typedef {object} VisitedPage
 * @property {import('puppeteer-core').Page} page
 * @property {string[]} errors everything that a clean page does not print, CSP violations included
 * @property {(name: string) => Promise<Decision>} decision what the card of a feature says
 * @property {(name: string, wanted: Partial<Decision>, timeoutMs?: number) => Promise<Decision>} decides
 *   waits until the card says so (5 s: the page asks every second, on a machine with other work)
 * @property {(who: string) => Promise<void>} signIn '' signs out
 * @property {(selector: string) => Promise<string>} text
 *
 * @typedef {object} Decision
 * @property {boolean} on
 * @property {string} why
 */

const folder = join(root, 'examples/shop');

/** @returns {Promise<Shop>} */
export async function openShop() {
  const home = mkdtempSync(join(tmpdir(), 'pancake-shop-'));
  const file = join(home, 'pancake.db');
  seed(pancakeProgram, () => {}, file);
  const env = { PANCAKE_STORE: `sqlite:${file}`, PANCAKE_DEFINITIONS: join(folder, 'pancake.json') };
  const serve = (/** @type {string} */ listen) =>
    startServer({ args: ['--static', join(folder, 'public'), '--listen', listen], env });
  let server = await serve('127.0.0.1:0');
  const browser = await launchBrowser();
  const { url, port } = server;
  return {
    url,
    async cli(line) {
      const { code, stdout, stderr } = await pancake(line.split(' '), { env });
      if (code !== 0) throw new Error(`pancake ${line}: exit ${code}: ${stderr}`);
      return stdout;
    },
    async visit(cookie) {
      const watched = await browser.newVisitor();
      if (cookie) await watched.page.browserContext().setCookie({ name: 'pancake', value: cookie, domain: '127.0.0.1' });
      return visit(watched, url);
    },
    down: async () => void (await server.stop()),
    async up() {
      server = await serve(`127.0.0.1:${port}`);
    },
    async close() {
      await browser.close();
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/**
 * @param {import('../../support/browser.mjs').WatchedPage} watched
 * @param {string} url
 * @returns {Promise<VisitedPage>}
 */
async function visit({ page, errors }, url) {
  await page.exposeFunction('tellViolation', (/** @type {string} */ text) => errors.push(`CSP: ${text}`));
  await page.evaluateOnNewDocument(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      // @ts-expect-error exposed above
      window.tellViolation(`${violatedDirective} ${blockedURI}`),
    );
  });
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(url);
  /** @type {VisitedPage} */
  const visited = {
    page,
    errors,
    decision: (name) =>
      page.$eval(`#${name}`, (card) => ({
        on: card.querySelector('.answer')?.textContent === 'on',
        why: card.querySelector('.why')?.textContent ?? '',
      })),
    async decides(name, wanted, timeoutMs = 5000) {
      const end = Date.now() + timeoutMs;
      for (;;) {
        const said = await visited.decision(name);
        const fits = Object.entries(wanted).every(([member, value]) => said[/** @type {'on'} */ (member)] === value);
        if (fits) return said;
        if (Date.now() > end) {
          throw new Error(`${name} says ${JSON.stringify(said)}, not ${JSON.stringify(wanted)}; ${errors.join('; ')}`);
        }
        await sleep(20);
      }
    },
    signIn: (who) => page.$eval(`input[name=who][value="${who}"]`, (input) => input.click()),
    text: (selector) => page.$eval(selector, (element) => element.textContent ?? ''),
  };
  await page.waitForSelector('#standing[data-ready]', { timeout: 5000 });
  return visited;
}

/**
 * Photographs the shop as the README shows it: a visitor whom the sample takes, signed in as alice,
 * with free shipping.
 *
 * @param {Shop} shop as the first start leaves it
 * @param {string} path of the PNG
 */
export async function photograph(shop, path) {
  const visitor = await shop.visit('1egg');
  await shop.cli('switches enable FREE_SHIPPING');
  await visitor.signIn('alice');
  await visitor.decides('FREE_SHIPPING', { on: true });
  await visitor.decides('NEW_CHECKOUT', { on: true });
  await visitor.decides('BIG_PICTURES', { on: true });
  mkdirSync(dirname(path), { recursive: true });
  await visitor.page.screenshot({ path, fullPage: true });
  await visitor.page.close();
}
