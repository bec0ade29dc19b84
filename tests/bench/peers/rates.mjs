// @ts-check

/** @typedef {{ warm: number, sample: number, samples: number }} Budget milliseconds, milliseconds, a number */

/**
 * Times `run(count)`, which does a thing so many times: once warm, by samples of about equal length.
 * @param {(count: number) => unknown} run
 * @param {Budget} budget
 * @returns {Promise<number[]>} how often a second, a sample each
 */
export async function rates(run, { warm, sample, samples }) {
  const time = async (/** @type {number} */ count) => {
    const begin = performance.now();
    await run(count);
    return performance.now() - begin;
  };
  let count = 1;
  let spent = 0;
  const isWarm = performance.now() + warm;
  do {
    if (spent < sample / 2) count *= 2;
    spent = await time(count);
  } while (performance.now() < isWarm || spent < sample / 4);
  count = Math.max(1, Math.round((count * sample) / spent));
  /** @type {number[]} */
  const found = [];
  while (found.length < samples) found.push((count * 1_000) / (await time(count)));
  return found;
}

/**
 * What rates() runs for a function that is asked for users in turn.
 * @param {(user: any) => any} ask
 * @param {readonly any[]} users as many as a power of two
 * @param {boolean | undefined} isAsync
 */
export function inTurn(ask, users, isAsync) {
  const mask = users.length - 1;
  // What nobody uses the optimizer would leave out.
  let active = 0;
  if (isAsync) {
    return async (/** @type {number} */ count) => {
      for (let n = 0; n < count; ++n) if (await ask(users[n & mask])) ++active;
      return active;
    };
  }
  return (/** @type {number} */ count) => {
    for (let n = 0; n < count; ++n) if (ask(users[n & mask])) ++active;
    return active;
  };
}
