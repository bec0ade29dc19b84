// @ts-check
import { Difference, Skipped } from './deviations.mjs';

/**
 * How a step or a case went.
 * @typedef {{ state: 'passed' } | { state: 'skipped', deviation: import('./deviations.mjs').Deviation } |
 *   { state: 'failed', what: string, expected: unknown, got: unknown }} Verdict
 * @typedef {{ id: string, number: number, op: string } & Verdict} Outcome
 */

/**
 * Runs a comparison that throws Difference or Skipped; any other error is a failure too.
 * @param {() => Promise<void> | void} work
 * @returns {Promise<Verdict>}
 */
export async function attempt(work) {
  try {
    await work();
    return { state: 'passed' };
  } catch (error) {
    if (error instanceof Skipped) return { state: 'skipped', deviation: error.deviation };
    if (error instanceof Difference)
      return { state: 'failed', what: error.message, expected: error.expected, got: error.got };
    return {
      state: 'failed',
      what: 'error',
      expected: 'none',
      got: error instanceof Error ? error.stack : error,
    };
  }
}
