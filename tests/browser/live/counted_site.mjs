// @ts-check
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pancake } from '../../support/cli.mjs';
import { startServer } from '../../support/server.mjs';
import { startSite } from '../vectors/site.mjs';

/**
 * A site with the package and a real Pancake server behind one origin, which counts what pages ask.
 * @typedef {object} CountedSite
 * @property {string} url
 * @property {{ path: string, headers: import('node:http').IncomingHttpHeaders }[]} asked questions for snapshots so far
 * @property {() => number} streams event streams that are open now
 * @property {() => number} connects event streams that were opened so far
 * @property {(line: string) => Promise<void>} cli changes what the server serves, and waits until it does
 * @property {(path: string) => Promise<Response>} get asks the server itself
 * @property {(isGone: boolean) => void} setGone whether the server's paths are refused from now on
 * @property {() => void} reset forgets the counts
 * @property {() => Promise<void>} close
 */

const definitions = {
  extensions: {
    pancake: {
      groups: [{ id: 'user', from: 'client' }],
      switches: { OPEN: { default: false, client: true }, OTHER: { default: true, client: true } },
      flags: { CHECKOUT: { default: false, client: true } },
      samples: { HALF: { default: 50, client: true } },
    },
  },
};

/** Says what it hears to the pages of its origin. Service workers may not wait while they start. */
const serviceWorker = `
  import { createPancake } from '/sdk/pancake.js';
  const channel = new BroadcastChannel('test');
  createPancake({ url: '', pollInterval: 3_600_000 }).then((pancake) => {
    pancake.on('change', ({ features }) => channel.postMessage(features));
    channel.postMessage('ready');
  });
`;

/** @returns {Promise<CountedSite>} */
export async function startCountedSite() {
  const folder = mkdtempSync(join(tmpdir(), 'pancake-live-'));
  const file = join(folder, 'pancake.json');
  writeFileSync(file, JSON.stringify(definitions));
  const env = { PANCAKE_STORE: `sqlite:${join(folder, 'pancake.db')}`, PANCAKE_DEFINITIONS: file };
  const server = await startServer({ env });
  /** @type {CountedSite['asked']} */
  const asked = [];
  /** @type {Set<import('node:http').ServerResponse>} */
  const streams = new Set();
  let connects = 0;
  let isGone = false;
  const site = await startSite({
    answer(request, response) {
      const path = request.url ?? '';
      // For a frame without an origin.
      if (path.startsWith('/sdk/')) response.setHeader('Access-Control-Allow-Origin', '*');
      if (path === '/service_worker.js') {
        response.setHeader('Content-Type', 'text/javascript').end(serviceWorker);
        return true;
      }
      if (!/^\/(snapshot|events)\//.test(path)) return false;
      if (isGone) {
        response.destroy();
        return true;
      }
      if (path.startsWith('/snapshot/')) {
        asked.push({ path, headers: request.headers });
      } else {
        connects += 1;
        streams.add(response);
        response.on('close', () => streams.delete(response));
      }
      const upstream = ask(server.url + path, { headers: request.headers, agent: false }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      });
      upstream.on('error', () => response.destroy());
      response.on('close', () => upstream.destroy());
      upstream.end();
      return true;
    },
  });
  /** The revision that the server is at. */
  const served = async () => {
    const response = await fetch(`${server.url}/snapshot/pancake?scope=public`);
    await response.arrayBuffer();
    return Number(response.headers.get('Pancake-Revision'));
  };
  return {
    url: site.url,
    asked,
    streams: () => streams.size,
    connects: () => connects,
    async cli(line) {
      const { code, stderr } = await pancake(line.split(' '), { env });
      if (code !== 0) throw new Error(`pancake ${line}: exit ${code}: ${stderr}`);
      const { stdout } = await pancake(['log', '--limit', '1', '--json'], { env });
      const revision = Number(/"revision": ?(\d+)/.exec(stdout)?.[1] ?? 0);
      for (let i = 0; i < 200 && (await served()) < revision; ++i) await new Promise((resolve) => setTimeout(resolve, 25));
    },
    get: (path) => fetch(server.url + path),
    setGone(value) {
      isGone = value;
      if (isGone) for (const stream of streams) stream.destroy();
    },
    reset() {
      asked.length = 0;
      connects = 0;
    },
    async close() {
      site.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
