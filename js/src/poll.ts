/** The longest pause after failures, in milliseconds. */
const longestPause = 5 * 60_000;

/**
 * When to ask again. No clock and no timer of its own: it is told what happened and answers a
 * pause in milliseconds.
 *
 *   after success   interval, give or take 10 %: clients that started together drift apart
 *   after failures  interval × 2, × 4, … up to 5 minutes, each anywhere in its upper half
 */
export class PollSchedule {
  readonly #interval: number;
  readonly #random: () => number;
  #failures = 0;

  /** `random` gives numbers in [0, 1). */
  constructor(interval: number, random: () => number = Math.random) {
    this.#interval = interval;
    this.#random = random;
  }

  afterSuccess(): number {
    this.#failures = 0;
    return this.#interval * (0.9 + 0.2 * this.#random());
  }

  afterFailure(): number {
    this.#failures = Math.min(this.#failures + 1, 30);
    const longest = Math.max(longestPause, this.#interval);
    const pause = Math.min(this.#interval * 2 ** this.#failures, longest);
    return pause * (0.5 + 0.5 * this.#random());
  }
}

export type Timer = ReturnType<typeof setTimeout> | undefined;

/** What timers take at most; beyond it they fire at once. */
export const longestTimer = 2 ** 31 - 1;

/** A timer that does not keep a Node process alive. */
export function later(milliseconds: number, work: () => void): ReturnType<typeof setTimeout> {
  const timer = setTimeout(work, Math.min(milliseconds, longestTimer));
  (timer as { unref?: () => void }).unref?.();
  return timer;
}
