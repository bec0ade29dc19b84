// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import * as vite from 'vite';
import { node } from '../../tools/project.mjs';
import { shopBytes } from '../js/support/snapshots.mjs';
import { launchBrowser } from '../support/browser.mjs';
import { freePort } from '../support/free_port.mjs';
import { projectWithPackage } from '../support/installed_package.mjs';
import { bundleForNode, bundlers, writePage } from './bundlers.mjs';

/** @type {import('../support/browser.mjs').Browser} */
let browser;
/** @type {string} */
let project;
/** @type {Uint8Array} */
let snapshot;

before(async () => {
  browser = await launchBrowser();
  project = projectWithPackage('bundlers');
  writePage(project);
  snapshot = await shopBytes({ flags: [{ name: 'CHECKOUT', default: true }], overrides: [] });
});
after(() => browser?.close());

/**
 * What a page at this address comes to, with all that went wrong on the way.
 * @param {string} url
 */
async function visit(url) {
  const { page, errors } = await browser.newVisitor();
  const complaints = /** @type {string[]} */ ([]);
  const requests = /** @type {string[]} */ ([]);
  page.on('console', (message) => message.type() === 'warn' && complaints.push(message.text()));
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(url);
  await page.waitForFunction("document.title !== 'waiting'", { timeout: 10_000 }).catch(() => {});
  const title = await page.title();
  await page.close();
  return { title, complaints: [...errors, ...complaints], requests };
}

/** Answers as the Pancake server. @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
function isPancake({ url }, response) {
  if (!url?.startsWith('/snapshot/pancake') && !url?.startsWith('/events/')) return false;
  if (url.startsWith('/events/')) response.writeHead(204).end();
  else response.setHeader('ETag', '"only"').end(snapshot);
  return true;
}

/** @param {import('node:http').Server} server @returns {Promise<string>} its address */
async function listen(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`;
}

/** @param {string} folder */
function site(folder) {
  const types = /** @type {Record<string, string>} */ ({ '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' });
  return createServer((request, response) => {
    if (isPancake(request, response)) return;
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    try {
      response.setHeader('Content-Type', types[extname(path)] ?? 'text/plain').end(readFileSync(join(folder, path)));
    } catch {
      response.writeHead(404).end();
    }
  });
}

for (const [name, build] of Object.entries(bundlers)) {
  test(`${name} builds a page without configuration, and it runs`, async (context) => {
    const folder = await build(project);
    const server = site(folder);
    try {
      const { title, complaints, requests } = await visit(await listen(server));
      assert.deepEqual([title, complaints], ['new sample default', []]);
      assert.ok(!requests.some((path) => path.endsWith('.wasm')), `a .wasm is asked for: ${requests}`);
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
      const bytes = Buffer.concat(files.map((file) => readFileSync(join(folder, file))));
      context.diagnostic(`${files.join(' ')}: ${bytes.length} bytes, ${brotliCompressSync(bytes).length} as brotli`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}

test("Vite's development server serves the page without configuration", async () => {
  const server = site(project);
  const target = await listen(server);
  const dev = await vite.createServer({
    root: project,
    configFile: false,
    logLevel: 'error',
    cacheDir: join(project, 'cache'),
    server: { host: '127.0.0.1', port: await freePort(), proxy: { '/snapshot': target, '/events': target } },
  });
  try {
    await dev.listen();
    const { title, complaints } = await visit(dev.resolvedUrls?.local[0] ?? '');
    assert.deepEqual([title, complaints], ['new sample default', []]);
  } finally {
    await dev.close();
    server.closeAllConnections();
    server.close();
  }
});

test('a program for Node bundled to one file runs wherever it is put', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'pancake-bundled-'));
  try {
    const file = join(elsewhere, 'server.mjs');
    copyFileSync(await bundleForNode(project), file);
    assert.equal(execFileSync(node(), [file], { cwd: elsewhere, encoding: 'utf8' }), 'true default\n');
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
});

test('an application pays for what it uses alone', async () => {
  for (const entry of ['pancake-flags', 'pancake-flags/json']) {
    const contents = `import { PancakeError } from '${entry}'; console.log(PancakeError);`;
    const { outputFiles } = await esbuild.build({ stdin: { contents, resolveDir: project }, bundle: true, minify: true, write: false, format: 'esm' });
    const length = outputFiles[0]?.contents.length ?? 0;
    assert.ok(length < 1_000, `an error of ${entry} brings ${length} bytes`);
  }
});
