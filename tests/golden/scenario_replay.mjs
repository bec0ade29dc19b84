// @ts-check
import { Application } from './application.mjs';
import { commandStep } from './command_steps.mjs';
import { same } from './deviations.mjs';
import { featureSteps } from './feature_steps.mjs';
import { httpStep } from './http_steps.mjs';
import { writeKeyspace } from './keyspace.mjs';
import { attempt } from './outcome.mjs';
/** @typedef {import('./recorded.mjs').Scenario} Scenario */
/** @typedef {import('./recorded.mjs').Step} Step */
/** @typedef {import('./outcome.mjs').Outcome} Outcome */

/**
 * Replays a scenario step by step and compares each result, and all of Redis after it. A step that
 * failed or was skipped leaves Redis as it should be, so that the next one stands for itself.
 * @param {Scenario} scenario
 * @param {import('../support/redis.mjs').Redis} redis emptied first
 * @returns {Promise<Outcome[]>}
 */
export async function replay(scenario, redis) {
  await redis.client.command('FLUSHALL');
  const app = new Application(scenario.setup, redis);
  /** @type {Outcome[]} */
  const outcomes = [];
  try {
    await app.preload();
    for (const [number, step] of scenario.steps.entries()) {
      outcomes.push(/** @type {Outcome} */ ({ id: scenario.id, number, op: step.op, ...(await outcomeOf(app, step)) }));
    }
  } finally {
    await app.close();
  }
  return outcomes;
}

/** @param {Application} app @param {Step} step */
async function outcomeOf(app, step) {
  let outcome = await attempt(() => perform(app, step));
  app.keys.follow(step);
  if (outcome.state === 'passed') {
    outcome = await attempt(async () => same('Redis', app.keys.current, await app.keyspace()));
  }
  if (outcome.state !== 'passed') await restore(app);
  return outcome;
}

/** @param {Application} app @param {Step} step */
function perform(app, step) {
  if (step.op === 'cli') return commandStep(app, step);
  if (step.op === 'http') return httpStep(app, step);
  return featureSteps[step.op](app, step);
}

/** @param {Application} app */
async function restore(app) {
  const databases = Object.values(app.setup.redis_extensions ?? { redis: 0 });
  if (databases.length === 1) return writeKeyspace(app.redis.client, app.keys.current);
}
