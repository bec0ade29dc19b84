// @ts-check
import { nativeAims } from '../native.mjs';
import { reasons } from './reasons.mjs';

/**
 * A row for each aim: what, the aim, what was reached, whether that holds it, and why not. Those of parts without figures
 * are left out.
 * @param {Record<string, any>} figures
 * @returns {string[][]}
 */
export function aimRows({ peers, deltas, native, nginx, fanout, redis, cold, size }) {
  /** @type {{ what: string, aim: string, reached: string, isMet: boolean }[]} */
  const aims = Object.values(peers ?? {}).flatMap((table) => table.aims);
  const written = (/** @type {number} */ figure) => Number(figure >= 100 ? figure.toFixed(0) : figure.toPrecision(3)).toLocaleString('en');
  const most = (/** @type {string} */ what, /** @type {number} */ figure, /** @type {number} */ limit, /** @type {string} */ unit) =>
    aims.push({ what, aim: `at most ${limit.toLocaleString('en')} ${unit}`, reached: `${written(figure)} ${unit}`, isMet: figure <= limit });
  const least = (/** @type {string} */ what, /** @type {number} */ figure, /** @type {number} */ limit, /** @type {string} */ unit) =>
    aims.push({ what, aim: `at least ${limit} ${unit}`, reached: `${figure.toFixed(2)} ${unit}`, isMet: figure >= limit });
  const million = deltas?.sizes[1_000_000];
  if (million) {
    most('the delta for one of 1,000,000 overrides', million.override.bytes, 1_000, 'B');
    most('the same applied', million.override.milliseconds, 1, 'ms');
    most('memory with 1,000,000 overrides after ten changes', million.heldAfter / 2 ** 20, 64, 'MiB');
  }
  for (const { what, nanoseconds, limit } of native ? nativeAims(new Map(Object.entries(native.nanoseconds))) : []) {
    most(`natively: ${what}`, nanoseconds, limit, 'ns');
  }
  if (nginx) {
    for (const [what, [own, ...others]] of [['/status', nginx.status], ['/snapshot, 304', nginx.snapshot]]) {
      const quickest = others.reduce((/** @type {any} */ a, /** @type {any} */ b) => (b.rate > a.rate ? b : a));
      least(`${what}, answers a second`, quickest.ratio, 1.25, "times nginx'");
      const least99 = Math.min(...others.map((/** @type {any} */ { late }) => late));
      most(`${what}, the latency that 99 % stay below`, own.late / least99, 1, "times nginx'");
    }
  }
  if (fanout) {
    most('one change at the last of 10,000 clients, at its longest', fanout.longest, 150, 'ms');
    most("the server's memory a client", fanout.bytes, 1_024, 'B');
  }
  if (redis) {
    most('1,000 flags and 100,000 overrides read from Redis', redis.milliseconds, 200, 'ms');
    most('the longest command for that', redis.longestCommand, 5, 'ms');
  }
  for (const { node, programs } of cold?.runs ?? []) {
    const whole = programs.find((/** @type {any} */ { title }) => title === 'growthbook, whole');
    most(`first answer in a fresh Node.js ${node.split('.')[0]}, beside GrowthBook's whole bundle`, whole.ratio, 1, 'times its time');
  }
  if (size) {
    most('what a minimal page ships, brotli', size.page.together.brotli, 12_000, 'B');
    most('what a minimal worker ships, brotli', size.edge.together.brotli, 14_000, 'B');
  }
  return aims.map(({ what, aim, reached, isMet }) => [what, aim, reached, isMet ? 'met' : '**missed**', isMet ? '' : (reasons[what] ?? '')]);
}
