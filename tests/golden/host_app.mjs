// @ts-check
import { Skipped } from './deviations.mjs';

/**
 * @param {import('./application.mjs').Application} app
 * @param {import('./recorded.mjs').Step} step
 * @param {[string, string][]} headers
 * @returns {Promise<void>}
 */
export async function answerOfHostApp(app, step, headers) {
  throw new Skipped('own-routes');
}
