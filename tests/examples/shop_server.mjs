// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node, root } from '../../tools/project.mjs';
import { startChild } from '../support/child.mjs';
import { pancake } from '../support/cli.mjs';
import { startServer } from '../support/server.mjs';

export const serverKey = 'a-key-of-the-tests';

/**
 * A Pancake server with the features of the demo shop, where alice has the new checkout.
 * @param {{ args?: string[] }} [options]
 */
export async function startShop({ args = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pancake-examples-'));
  const env = {
    PANCAKE_STORE: `sqlite:${join(folder, 'pancake.db')}`,
    PANCAKE_DEFINITIONS: join(root, 'examples/shop/pancake.json'),
    PANCAKE_SERVER_KEY: serverKey,
  };
  const run = async (/** @type {string[]} */ ...words) => {
    const { code, stderr } = await pancake(words, { env });
    assert.equal(code, 0, stderr);
  };
  await run('flags', 'enable-group', 'NEW_CHECKOUT', 'user', 'alice');
  const server = await startServer({ args, env });
  await ready(server.url);
  return {
    url: server.url,
    run,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until a Pancake server has read its store. @param {string} url */
export async function ready(url) {
  for (const end = Date.now() + 10_000; !(await fetch(`${url}/readyz`)).ok; ) {
    if (Date.now() > end) throw new Error('the server was not ready within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Runs a server of examples/ on a free port.
 * @param {string} file
 * @param {Record<string, string>} env
 */
export async function startExample(file, env) {
  const child = startChild(node(), [join(root, 'examples', file)], {
    cwd: root,
    env: { ...process.env, PORT: '0', ...env },
  });
  try {
    const [, url] = await child.sees(/listening on (\S+)/);
    return { url: String(url), stop: () => child.stop() };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/**
 * Asks as alice and as a new visitor, who comes back.
 * @param {(headers: Record<string, string>) => Promise<{ text(): Promise<string>, headers: { get(name: string): string | null } }>} ask
 */
export async function decidesForEachUser(ask) {
  assert.match(await (await ask({ 'X-User': 'alice' })).text(), /^new checkout, (?:big|small) pictures\n$/);
  const response = await ask({ 'X-User': 'bob' });
  const first = await response.text();
  assert.match(first, /^old checkout, (?:big|small) pictures\n$/);
  const cookie = response.headers.get('Set-Cookie') ?? '';
  assert.match(cookie, /^pancake=1[\w-]{3}; /);
  const again = await ask({ 'X-User': 'bob', Cookie: cookie.slice(0, cookie.indexOf(';')) });
  assert.equal(await again.text(), first);
  assert.equal(again.headers.get('Set-Cookie'), null);
}

/**
 * Waits until a page, asked again and again, says so.
 * @param {import('puppeteer-core').Page} page @param {string} expression JavaScript @param {unknown} wanted
 */
export async function sees(page, expression, wanted) {
  /** @type {unknown} */
  let seen;
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    seen = await page.evaluate(expression);
    if (seen === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.equal(seen, wanted, `${expression}, after 10 s`);
}
