// @ts-check
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const types = /** @type {Record<string, string>} */ ({
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
});

/**
 * A site on a free loopback port: js/dist at /sdk/, tests/ at /tests/, an empty page elsewhere.
 *
 * @param {object} [options]
 * @param {string} [options.policy] its Content-Security-Policy
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean} [options.answer]
 *   answers a request itself, or gives false
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function startSite({ policy, answer } = {}) {
  const server = createServer(async (request, response) => {
    if (answer?.(request, response)) return;
    const path = normalize(new URL(request.url ?? '/', 'http://site').pathname);
    const file = path.startsWith('/sdk/') ? join('js/dist', path.slice(5)) : path.startsWith('/tests/') ? path : null;
    if (policy) response.setHeader('Content-Security-Policy', policy);
    if (file === null) {
      response.setHeader('Content-Type', 'text/html').end('<!doctype html><link rel="icon" href="data:,"><title>page</title>');
      return;
    }
    try {
      const body = await readFile(join(root, file));
      response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream').end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
