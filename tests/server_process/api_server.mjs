// @ts-check
import { createHash } from 'node:crypto';

/** Tokens, as their owners keep them. */
export const alice = 'alice-0123456789abcdef0123456789abcdef';
export const bob = 'bob-0123456789abcdef0123456789abcdef';

/** @param {string} token */
const hash = (token) => `sha256:${createHash('sha256').update(token).digest('hex')}`;

/** The token file of the server: alice may do everything, bob reads the extension `other`. */
export const tokenLines = `${hash(alice)} alice read,write *\n${hash(bob)} bob read other\n`;

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
