// @ts-check
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createPancake } from 'pancake-flags';
import { PancakeProvider } from 'pancake-flags/react';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { FeaturesPage } from './features_page.mjs';

/**
 * A small server that renders a page of all features for the visitor of each request.
 * @param {Awaited<ReturnType<typeof import('../../js/support/many_features.mjs').manyFeatures>>} many
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function startRenderingSite({ bytes, groups, features: all }) {
  const features = all.filter(({ client }) => client);
  const groupFunctions = groups.map((group) => [group, (/** @type {any} */ request) => idsOf(request)[group]]);
  const pancake = await createPancake({ snapshot: bytes, groups: Object.fromEntries(groupFunctions) });
  const script = await bundled();

  const server = createServer(async (request, response) => {
    if (request.url === '/page.js') {
      response.setHeader('Content-Type', 'text/javascript').end(script);
      return;
    }
    if (request.url === '/blank') {
      response.setHeader('Content-Type', 'text/html').end(document(''));
      return;
    }
    const visit = await pancake.forRequest(request);
    const page = createElement(FeaturesPage, { features });
    const html = renderToString(createElement(PancakeProvider, { pancake: visit, children: page }));
    const given = { text: await visit.dehydrate(), ids: idsOf(request), features };
    await visit.apply(response);
    if (request.url === '/rendered') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ ...given, html }));
      return;
    }
    const json = JSON.stringify(given).replaceAll('<', '\\u003c');
    const body = `<div id="root">${html}</div><script type="application/json" id="given">${json}</script>`;
    response.setHeader('Content-Type', 'text/html').end(document(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      pancake.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** @param {string} body */
function document(body) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Features</title><link rel="icon" href="data:,">
<style>p { margin: 0 } .on { font-size: 2em }</style></head><body>${body}<script type="module" src="/page.js"></script></body></html>`;
}

/** @param {import('node:http').IncomingMessage} request @returns {Record<string, string | null>} */
function idsOf(request) {
  return JSON.parse(decodeURIComponent(String(request.headers['x-ids'] ?? '%7B%7D')));
}

async function bundled() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.mjs', import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
