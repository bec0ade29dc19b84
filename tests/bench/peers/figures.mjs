// @ts-check
import { median, printTable } from '../table.mjs';

/** @typedef {import('./turns.mjs').Entrant} Entrant */

/**
 * @template Result
 * @typedef {Map<string, { results: Result[], failure: string | null }>} Found by name of the adapter
 */

/**
 * The median of one figure over all turns of each SDK; none of those that failed.
 * @template Result
 * @param {Found<Result>} found
 * @param {(result: Result) => number | readonly number[] | undefined} figure
 * @returns {Map<string, number>} by name of the adapter
 */
export function medians(found, figure) {
  /** @type {Map<string, number>} */
  const all = new Map();
  for (const [name, { results }] of found) {
    const numbers = results.flatMap((result) => figure(result) ?? []);
    if (numbers.length > 0) all.set(name, median(numbers));
  }
  return all;
}

/** Ours of a figure. @param {ReadonlyMap<string, number>} figures */
export function ours(figures) {
  return figures.get('pancake') ?? NaN;
}

/**
 * The best figure of an SDK that evaluates: what a server evaluated and what is written by hand for this
 * bench is no rival.
 * @param {readonly Entrant[]} all
 * @param {ReadonlyMap<string, number>} figures
 * @param {'most' | 'least'} best
 * @returns {{ title: string, figure: number }}
 */
export function bestPeer(all, figures, best) {
  const sign = best === 'most' ? -1 : 1;
  const peers = all.filter(({ adapter }) => !adapter.looksUp && adapter.modules !== undefined);
  const known = peers.flatMap(({ name, adapter: { title } }) => {
    const figure = figures.get(name);
    return figure === undefined ? [] : [{ title, figure }];
  });
  return known.sort((a, b) => sign * (a.figure - b.figure))[0] ?? { title: 'nobody', figure: NaN };
}

/** Figures as an object, for JSON. @param {Record<string, ReadonlyMap<string, number>>} columns */
export function asJson(columns) {
  return Object.fromEntries(Object.entries(columns).map(([name, figures]) => [name, Object.fromEntries(figures)]));
}

/**
 * Prints a row for each SDK, and below them why one has no figures or fewer.
 * @param {string} title
 * @param {readonly string[]} head of the columns behind the SDK's
 * @param {readonly Entrant[]} all
 * @param {Found<any>} found
 * @param {(name: string) => readonly string[]} cells
 */
export function printEntrants(title, head, all, found, cells) {
  const rows = all.map(({ name, adapter: { title, isAsync } }) => [isAsync ? `${title} (promises)` : title, ...cells(name)]);
  printTable(title, ['', ...head], rows);
  const failures = all.flatMap(({ name, adapter }) => {
    const failure = found.get(name)?.failure;
    return failure ? [`${adapter.title}: ${failure}`] : [];
  });
  if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
}

/** How many times, as text: 24.3x. @param {number} ratio */
export function times(ratio) {
  return Number.isNaN(ratio) ? '' : `${Number(ratio.toPrecision(3))}x`;
}
