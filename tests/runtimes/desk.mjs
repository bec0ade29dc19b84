// @ts-check
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { root } from '../../tools/project.mjs';
import { startServer } from '../support/server.mjs';

/**
 * A real server, and the site beside it that the runtimes load their files from and have the
 * server's features changed by.
 * @typedef {object} Desk
 * @property {string} url the site, a public origin to the server
 * @property {string} serverUrl
 * @property {() => Promise<void>} close
 */

const types = /** @type {Record<string, string>} */ ({
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
});

/** What every runtime asks for, in an extension of its own. */
const features = {
  groups: [{ id: 'user', from: 'client' }],
  switches: { SALE: { default: false, client: true } },
  flags: { GREETING: { default: true, client: true } },
};

/** @param {string[]} extensions @param {string} sdk the folder with the built package @returns {Promise<Desk>} */
export async function startDesk(extensions, sdk) {
  // A connection that the site ends while a slow machine writes on it would look like a lost server.
  const site = createServer({ keepAliveTimeout: 600_000 });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (site.address());
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    args: ['--cors-origin', url],
    definitions: { extensions: Object.fromEntries(extensions.map((extension) => [extension, features])) },
  });
  site.on('request', async (request, response) => {
    const path = new URL(request.url ?? '/', url).pathname;
    const [, where = '', ...rest] = path.split('/');
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (where === 'slow') request.socket.on('close', () => response.destroy());
    else if (where === 'change') await change(request, response, server.url, rest);
    else if (where === 'sdk') await file(response, join(sdk, ...rest));
    else if (where === 'tests') await file(response, join(root, path));
    else response.setHeader('Content-Type', 'text/html').end('<!doctype html><link rel="icon" href="data:,"><title>page</title>');
  });
  return {
    url,
    serverUrl: server.url,
    async close() {
      site.closeAllConnections();
      site.close();
      await server.stop();
    },
  };
}

/** @param {import('node:http').ServerResponse} response @param {string} path */
async function file(response, path) {
  try {
    const body = await readFile(path);
    response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream').end(body);
  } catch {
    response.writeHead(404).end();
  }
}

/**
 * Puts a state by the server's API, which pages of other origins are not let near.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} serverUrl
 * @param {string[]} path extension, kind, name, and the rest for an override
 */
async function change(request, response, serverUrl, [extension, kind, name, ...override]) {
  const what = override.length > 0 ? override.join('/') : 'state';
  let body = '';
  for await (const chunk of request) body += chunk;
  const answer = await fetch(`${serverUrl}/api/v1/extensions/${extension}/${kind}/${name}/${what}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  response.writeHead(answer.status).end(await answer.text());
}
