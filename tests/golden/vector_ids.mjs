// @ts-check
import { Application } from './application.mjs';
import { same } from './deviations.mjs';
import { readKeyspace } from './keyspace.mjs';
import { attempt } from './outcome.mjs';
import { recorded } from './recorded.mjs';
import { plainSetup } from './vector_names.mjs';
/** @typedef {import('./outcome.mjs').Outcome} Outcome */

/**
 * Object ids as the commands show and store them.
 * @param {import('../support/redis.mjs').Redis} redis
 * @returns {Promise<Outcome[]>}
 */
export async function idVectors(redis) {
  const app = new Application(
    {
      ...plainSetup,
      extensions: [{ name: 'pancake', groups: [{ id: 'g', candidates: null }] }],
      definitions: [{ type: 'flag', name: 'f', default: false }],
    },
    redis,
  );
  /** @type {Outcome[]} */
  const outcomes = [];
  try {
    for (const [number, row] of recorded('vectors_repr').cases.entries()) {
      await redis.client.command('FLUSHALL');
      const verdict = await attempt(async () => {
        const { code, stdout } = await app.run('pancake', [
          'flags',
          'enable-group',
          '--',
          'f',
          'g',
          row.object_id,
        ]);
        same('flags enable-group', { code: 0, stdout: row.stdout }, { code, stdout });
        const stored = {
          [row.object_key]: { type: 'string', value: '1' },
          'FLAG:pancake:t:g:F': { type: 'set', members: [row.object_key] },
        };
        same('Redis', stored, await readKeyspace(redis.client));
      });
      outcomes.push({ id: 'vectors_repr', number, op: row.repr, ...verdict });
    }
  } finally {
    await app.close();
  }
  return outcomes;
}
