// @ts-check
import { Application } from './application.mjs';
import { Difference, Skipped, same } from './deviations.mjs';
import { numberText, readExactJson } from './exact_json.mjs';
import { attempt } from './outcome.mjs';
import { recorded } from './recorded.mjs';
import { plainSetup } from './vector_names.mjs';
/** @typedef {import('./outcome.mjs').Outcome} Outcome */

const key = 'SAMPLE:pancake:S';
/** A default that no case has, so that a fall-back shows. */
const fallback = 3.25;

/**
 * Ratios as they are written, stored, read and shown.
 * @param {import('../support/redis.mjs').Redis} redis
 * @returns {Promise<Outcome[]>}
 */
export async function ratioVectors(redis) {
  const app = new Application(
    {
      ...plainSetup,
      extensions: [{ name: 'pancake', groups: null }],
      definitions: [{ type: 'sample', name: 's', default: fallback }],
    },
    redis,
  );
  /** @type {Outcome[]} */
  const outcomes = [];
  try {
    for (const [number, row] of recorded('vectors_float').cases.entries()) {
      await redis.client.command('DEL', key);
      const verdict = await attempt(() => checks[/** @type {keyof typeof checks} */ (row.kind)](app, row));
      outcomes.push({ id: 'vectors_float', number, op: row.kind, ...verdict });
    }
  } finally {
    await app.close();
  }
  return outcomes;
}

const checks = {
  /** @param {Application} app @param {any} row */
  async format(app, row) {
    const { code, stdout } = await app.run('pancake', ['samples', 'set', '--', 's', row.number]);
    same('samples set', { code: 0, stdout: row.cli_stdout }, { code, stdout });
    same('what is stored', row.cli_redis, await app.redis.client.command('GET', key));
    same('what is read of it', row.get_repr, await shownRatio(app));
    await app.redis.client.command('SET', key, row.redis);
    same('what is read of what an application stored', row.json_value, await shownRatio(app));
  },

  /** @param {Application} app @param {any} row */
  async parse_redis(app, row) {
    await app.redis.client.command('SET', key, row.text);
    const value = Number(row.get_repr);
    const usable = row.get_repr !== undefined && value >= 0 && value <= 100;
    if (usable) return same('ratio', row.get_repr, await shownRatio(app));
    same('the default in its place', String(fallback), await shownRatio(app, 'warning'));
    if (row.get_repr !== undefined) throw new Skipped('unusable-value');
  },

  /** @param {Application} app @param {any} row */
  async parse_cli(app, row) {
    const { code, stdout, stderr } = await app.run('pancake', ['samples', 'set', ...row.args_after_set]);
    same('samples set', { code: row.exit_code, stdout: row.stdout }, { code, stdout });
    same('what is stored', row.redis, await app.redis.client.command('GET', key));
    if (row.exit_code !== 0 && stderr.trim() === '')
      throw new Difference('standard error', row.error_line, stderr);
  },
};

/** @param {Application} app @param {'quiet' | 'warning'} [stderr] */
async function shownRatio(app, stderr = 'quiet') {
  const run = await app.run('pancake', ['samples', 'list', '--json']);
  same('exit code', 0, run.code);
  if ((run.stderr === '') !== (stderr === 'quiet'))
    throw new Difference('standard error', stderr, run.stderr);
  return numberText(readExactJson(run.stdout)[0].value);
}
