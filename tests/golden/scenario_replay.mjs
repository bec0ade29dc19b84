// @ts-check
import { Application } from './application.mjs';
import { commandStep } from './command_steps.mjs';
import { same } from './deviations.mjs';
import { featureSteps } from './feature_steps.mjs';
import { httpStep } from './http_steps.mjs';
import { attempt } from './outcome.mjs';
/** @typedef {import('./recorded.mjs').Scenario} Scenario */
/** @typedef {import('./recorded.mjs').Step} Step */
/** @typedef {import('./outcome.mjs').Outcome} Outcome */

/**
 * Replays a scenario step by step and compares each result, and all of Redis after it. A step that
 * failed or was skipped leaves Redis as it should be, so that the next one stands for itself.
 * @param {Scenario} scenario
 * @param {import('../support/redis.mjs').Redis} redis emptied first
 * @param {{ handedOver?: boolean }} [options] handedOver: each step begins with Redis as
 *   flask-pancake itself had left it, its frozen defaults and int ratios included
 * @returns {Promise<Outcome[]>}
 */
export async function replay(scenario, redis, { handedOver = false } = {}) {
  await redis.client.command('FLUSHALL');
  const app = new Application(scenario.setup, redis);
  /** @type {Outcome[]} */
  const outcomes = [];
  try {
    await app.preload();
    for (const [number, step] of scenario.steps.entries()) {
      const verdict = await verdictOf(app, step);
      outcomes.push({ id: scenario.id, number, op: step.op, ...verdict });
      if (handedOver) app.keys.adopt();
      if (handedOver || verdict.state !== 'passed') await app.writeKeyspace(app.keys.current);
    }
  } finally {
    await app.close();
  }
  return outcomes;
}

/** @param {Application} app @param {Step} step @returns {Promise<import('./outcome.mjs').Verdict>} */
async function verdictOf(app, step) {
  const verdict = await attempt(() => perform(app, step));
  app.keys.follow(step);
  if (verdict.state !== 'passed') return verdict;
  return attempt(async () => same('Redis', app.keys.current, await app.keyspace()));
}

/** @param {Application} app @param {Step} step */
function perform(app, step) {
  if (step.op === 'cli') return commandStep(app, step);
  if (step.op === 'http') return httpStep(app, step);
  return featureSteps[step.op](app, step);
}
