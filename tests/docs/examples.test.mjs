// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { node, root } from '../../tools/project.mjs';
import { startWorker } from '../edge/support.mjs';
import { startChild } from '../support/child.mjs';
import { pancake } from '../support/cli.mjs';
import { startServer } from '../support/server.mjs';

/** @type {string} */
let folder;
/** @type {Record<string, string>} */
let env;
/** @type {import('../support/server.mjs').Server} */
let server;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pancake-examples-'));
  env = {
    PANCAKE_STORE: `sqlite:${join(folder, 'pancake.db')}`,
    PANCAKE_DEFINITIONS: join(root, 'examples/shop/pancake.json'),
    PANCAKE_SERVER_KEY: 'a-key-of-the-tests',
  };
  await pancake(['flags', 'enable-group', 'NEW_CHECKOUT', 'user', 'alice'], { env });
  server = await startServer({ env });
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the edge worker decides for each user and sets the cookie of a new visitor', async () => {
  const worker = await startWorker('../../examples/edge/worker.js', {
    bindings: { PANCAKE_URL: server.url, PANCAKE_SERVER_KEY: env.PANCAKE_SERVER_KEY },
  });
  try {
    await decidesForEachUser((headers) => worker.dispatchFetch('https://shop.example/', { headers }));
  } finally {
    await worker.dispose();
  }
});

test('the Node server decides for each user and sets the cookie of a new visitor', async () => {
  const child = startChild(node(), [join(root, 'examples/node/server.mjs')], {
    env: { ...process.env, PORT: '0', PANCAKE_URL: server.url, PANCAKE_SERVER_KEY: env.PANCAKE_SERVER_KEY },
  });
  try {
    const [, url] = await child.sees(/listening on (\S+)/);
    await decidesForEachUser((headers) => fetch(url, { headers }));
  } finally {
    await child.stop();
  }
});

/** @param {(headers: Record<string, string>) => Promise<{ text(): Promise<string>, headers: { get(name: string): string | null } }>} ask */
async function decidesForEachUser(ask) {
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
