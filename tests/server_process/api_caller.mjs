// @ts-check
import assert from 'node:assert/strict';
import { call } from './api_contract.mjs';
import { alice } from './api_server.mjs';

/** @typedef {Parameters<typeof call>[2]} Given */
/** @typedef {ReturnType<typeof apiOf>} Api */

/**
 * Calls the API of a server for the extension `shop`, as alice, who may do everything.
 * @param {() => import('../support/server.mjs').Server} server that runs when something is asked
 */
export function apiOf(server) {
  /** @param {string} id @param {Given} [given] */
  const ask = (id, given = {}) => call(server().url, id, { token: alice, ...given, path: { extension: 'shop', ...given.path } });

  /** The same, where it has to work; waits until the server shows it. @param {string} id @param {Given} [given] */
  async function done(id, given) {
    const answer = await ask(id, given);
    assert.equal(answer.status, 200, answer.text);
    if (answer.body.revision) await ask('getOverview', { query: { 'min-revision': answer.body.revision } });
    return answer.body;
  }

  return {
    ask,
    done,
    refused,
    get url() {
      return server().url;
    },
  };
}

/** @param {Promise<{ status: number, body: any, text: string }>} asked @param {number} status @param {string} code @param {RegExp} [message] */
async function refused(asked, status, code, message = /./) {
  const answer = await asked;
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.body.error.code, code);
  assert.match(answer.body.error.message, message);
}
