// @ts-check
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../support/server.mjs';
import { call } from './api_contract.mjs';

/** Tokens, as their owners keep them. */
export const alice = 'alice-0123456789abcdef0123456789abcdef';
export const carol = 'carol-0123456789abcdef0123456789abcdef';
export const bob = 'bob-0123456789abcdef0123456789abcdef';

/** @param {string} token */
const hash = (token) => `sha256:${createHash('sha256').update(token).digest('hex')}`;

/** The token file of the server: alice and carol may do everything, bob reads the extension `other`. */
export const tokenLines = `${hash(alice)} alice read,write *\n${hash(carol)} carol read,write *\n${hash(bob)} bob read other\n`;

export const definitions = {
  extensions: {
    shop: {
      groups: [
        { id: 'user', from: 'client' },
        { id: 'admin', from: 'header:X-Admin', candidates: ['yes', 'no'] },
      ],
      switches: { BANNER: { default: false, description: 'the banner', client: true } },
      flags: { CHECKOUT: { default: false, client: true }, BETA: { default: true } },
      samples: { NEW_SEARCH: { default: 42 } },
    },
    other: { flags: { CHECKOUT: { default: false } } },
  },
};

/**
 * A server whose store was lost while it was down, so that it does not believe the new one.
 * @param {string} folder @param {string[]} args
 */
export async function startOnLostStore(folder, args) {
  const extension = 'shop';
  const lost = [...args, '--store', `sqlite:${join(folder, 'lost.db')}`, '--state-dir', join(folder, 'state')];
  const first = await startServer({ args: lost, definitions });
  let revision = 0;
  for (const on of [true, false, true]) {
    const answer = await call(first.url, 'setState', { path: { extension, kinds: 'flags', name: 'CHECKOUT' }, body: { on }, token: alice });
    revision = answer.body.revision;
  }
  await call(first.url, 'getOverview', { path: { extension }, query: { 'min-revision': revision }, token: alice });
  await first.stop();
  for (const part of ['', '-wal', '-shm']) rmSync(join(folder, `lost.db${part}`), { force: true });
  const second = await startServer({ args: lost, definitions });
  await second.logsMatch(/served as it was/);
  return second;
}

/** A server that was shown too many wrong tokens from this address. @param {string[]} args */
export async function startLocked(args) {
  const server = await startServer({ args, definitions });
  for (let count = 0; count < 10; ++count) await fetch(`${server.url}/session`, { headers: { Authorization: `Bearer guess-${count}` } });
  return server;
}
