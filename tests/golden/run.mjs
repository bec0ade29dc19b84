// @ts-check
import { parseArgs } from 'node:util';
import { startRedis } from '../support/redis.mjs';
import { portableScenarios, scenarioFiles } from './recorded.mjs';
import { Report } from './report.mjs';
import { replay } from './scenario_replay.mjs';
import { packageCookieVectors } from './vector_package_cookies.mjs';
import { cookieVectors } from './vector_cookies.mjs';
import { idVectors } from './vector_ids.mjs';
import { nameVectors, upperCaseTable } from './vector_names.mjs';
import { ratioVectors } from './vector_ratios.mjs';
/** @typedef {import('../support/redis.mjs').Redis} Redis */
/** @typedef {import('./outcome.mjs').Outcome} Outcome */

/**
 * Replays what flask-pancake did against the real program and a real Redis.
 *
 *   node tests/golden/run.mjs [--verbose] [PART OF A SCENARIO'S ID]...
 */
const { values, positionals } = parseArgs({
  options: { verbose: { type: 'boolean', default: false } },
  allowPositionals: true,
});

/** How many run at a time; most of the time goes into waiting for processes. */
const workers = 3;

/** @param {string} id */
const wanted = (id) => positionals.length === 0 || positionals.some((part) => id.includes(part));

const vectors = {
  vectors_cookie: cookieVectors,
  'vectors_cookie in the package': packageCookieVectors,
  vectors_upper: nameVectors,
  vectors_float: ratioVectors,
  vectors_repr: idVectors,
  table_upper: upperCaseTable,
};

const report = new Report({ verbose: values.verbose });
/** @param {string} file @param {{ handedOver: boolean }} options */
const scenarios = (file, options) =>
  portableScenarios(file)
    .filter(({ id }) => wanted(id))
    .map((scenario) => (/** @type {Redis} */ redis) => replay(scenario, redis, options));

/**
 * Everything to do, by section of the report.
 * @type {[string, ((redis: Redis) => Promise<Outcome[]>)[]][]}
 */
const work = [
  ...Object.entries(vectors).map(
    ([file, run]) => /** @type {[string, any]} */ ([file, wanted(file) ? [run] : []]),
  ),
  ...scenarioFiles.map(
    (file) => /** @type {[string, any]} */ ([file, scenarios(file, { handedOver: false })]),
  ),
  ...scenarioFiles.map(
    (file) =>
      /** @type {[string, any]} */ ([
        `${file}, Redis as flask-pancake left it`,
        scenarios(file, { handedOver: true }),
      ]),
  ),
];

const queue = work.flatMap(([section, runs]) => runs.map((run) => ({ section, run }))).values();
await Promise.all(
  Array.from({ length: workers }, async () => {
    const redis = await startRedis({ args: ['--databases', '16'] });
    try {
      for (const { section, run } of queue) report.add(section, await run(redis));
    } finally {
      await redis.stop();
    }
  }),
);

process.stdout.write(`${report.text()}\n`);
process.exitCode = report.failed === 0 && report.passed > 0 ? 0 : 1;
