// @ts-check
//
// Runs what the README shows, as it stands there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../../tools/project.mjs';
import { launchBrowser } from '../support/browser.mjs';
import { pancake } from '../support/cli.mjs';
import { pancakeEnvironment } from '../support/pancake.mjs';
import { startRedis } from '../support/redis.mjs';
import { startServer } from '../support/server.mjs';
import { blocksOf } from './markdown.mjs';

const blocks = blocksOf('README.md');

/** The README's only block of a language that holds a text. @param {string} language @param {string} text */
function blockWith(language, text) {
  const found = blocks.filter((block) => block.language === language && block.text.includes(text));
  assert.equal(found.length, 1, `one ${language} block of the README holds ${text}`);
  return found[0].text;
}

/** @type {string} */
let folder;
/** @type {Record<string, string>} */
let env;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'pancake-readme-'));
  writeFileSync(join(folder, 'pancake.json'), blockWith('json', 'extensions'));
  env = { PANCAKE_STORE: `sqlite:${join(folder, 'pancake.db')}`, PANCAKE_DEFINITIONS: join(folder, 'pancake.json') };
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the definitions file holds together', async () => {
  const { code, stdout, stderr } = await pancake(['overview'], { env, cwd: folder });
  assert.equal(stderr, '');
  assert.equal(code, 0);
  for (const name of ['FREE_SHIPPING', 'NEW_CHECKOUT', 'BIG_PICTURES']) assert.ok(stdout.includes(name), stdout);
});

test('the lines of the first screen work beside the demo shop', async () => {
  const lines = blockWith('sh', 'npm start').split('\n').filter((line) => !line.startsWith('npm start'));
  const here = join(folder, 'repository');
  mkdirSync(join(here, 'examples/shop'), { recursive: true });
  symlinkSync(join(root, 'build'), join(here, 'build'));
  copyFileSync(join(root, 'examples/shop/pancake.json'), join(here, 'examples/shop/pancake.json'));
  const { stdout } = await promisify(execFile)('bash', ['-euc', lines.join('\n')], {
    cwd: here,
    env: pancakeEnvironment(),
  });
  assert.equal(stdout, "Switch 'FREE_SHIPPING' enabled.\n");
});

test('each command of the command line is done', async () => {
  const lines = blockWith('sh', 'pancake flags list').trim().split('\n');
  for (const line of lines) {
    const words = line.replace(/\s+#.*$/, '').split(' ').slice(1);
    if (words[0] === 'serve') continue;
    const { code, stderr } = await pancake(words, { env, cwd: folder });
    assert.equal(code, 0, `${line}: ${stderr}`);
  }
});

test('the server starts with the words that are given', async () => {
  const [line] = blockWith('sh', 'pancake flags list').split('\n');
  assert.equal(line, 'pancake serve --listen 127.0.0.1:8080');
  const server = await startServer({ env, cwd: folder });
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
  assert.equal((await server.stop()).code, 0);
});

test('beside a Flask app the server signs cookies', async () => {
  const redis = await startRedis();
  try {
    const words = blockWith('sh', '--secret-file').trim().split(' ').slice(2);
    const definitions = JSON.parse(blockWith('json', 'extensions'));
    definitions.extensions.pancake.cookie = { format: 'flask-pancake' };
    const here = mkdtempSync(join(folder, 'flask-'));
    writeFileSync(join(here, 'pancake.json'), JSON.stringify(definitions));
    writeFileSync(join(here, 'secret'), 'a secret of the tests\n');
    const store = words.indexOf('redis://127.0.0.1:6379/0');
    assert.notEqual(store, -1);
    const server = await startServer({ args: words.with(store, redis.url), cwd: here });
    await redis.client.command('SET', 'SWITCH:pancake:FREE_SHIPPING', '1');
    const answer = await eventually(async () => {
      const response = await fetch(`${server.url}/status`);
      return response.ok && (await response.clone().text()).includes('"is_active":true,"name":"FREE_SHIPPING"') && response;
    });
    assert.match(answer.headers.get('Set-Cookie') ?? '', /^pancake=[\w.-]+\.[\w-]+; HttpOnly; Path=\/; SameSite=Lax$/);
    await server.stop();
  } finally {
    await redis.stop();
  }
});

test('the page of the browser section decides for its visitor', async () => {
  const site = join(folder, 'site');
  mkdirSync(site);
  writeFileSync(join(site, 'index.html'), `<!doctype html><link rel="icon" href="data:,"><body>\n${blockWith('html', 'createPancake')}`);
  await pancake(['flags', 'clear', 'NEW_CHECKOUT'], { env });
  await pancake(['flags', 'enable-group', 'NEW_CHECKOUT', 'user', 'alice'], { env });
  const server = await startServer({ args: ['--static', site], env });
  const browser = await launchBrowser();
  try {
    const { page, errors } = await browser.newPage(server.url);
    const look = () => page.evaluate(() => document.body.className);
    assert.equal(await eventually(look), 'old');
    await page.evaluate(() => sessionStorage.setItem('user', 'alice'));
    await page.reload();
    assert.equal(await eventually(async () => (await look()) === 'new' && 'new'), 'new');
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
    await server.stop();
  }
});

test('the edge worker is the one in examples/cloudflare-worker', () => {
  assert.equal(blockWith('js', 'pancake-flags/edge'), readFileSync(join(root, 'examples/cloudflare-worker/worker.js'), 'utf8'));
});

test('the lines for Hono and Express are those of their examples', () => {
  const [hono = '', ...express] = blockWith('js', 'pancake.run').trimEnd().split('\n');
  const linesOf = (/** @type {string} */ file) => readFileSync(join(root, 'examples', file), 'utf8').split('\n');
  assert.ok(linesOf('hono/server.mjs').includes(hono), hono);
  const all = linesOf('express-flask/server.mjs');
  for (const line of express) assert.ok(all.includes(line), line);
});

/**
 * What `look` gives, as soon as it is something.
 * @template Found
 * @param {() => Promise<Found>} look
 * @returns {Promise<Exclude<Found, false | '' | null | undefined>>}
 */
async function eventually(look) {
  for (const end = Date.now() + 5000; ; ) {
    const found = await look();
    if (found) return /** @type {never} */ (found);
    if (Date.now() > end) throw new Error('nothing came within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
