// @ts-check
import { deviations } from './deviations.mjs';
import { scenarioFiles } from './recorded.mjs';
/** @typedef {import('./outcome.mjs').Outcome} Outcome */

/** Counts outcomes by file and tells about every step that failed. */
export class Report {
  /** @type {Map<string, Outcome[]>} */
  #files = new Map();
  #verbose;

  /** @param {{ verbose: boolean }} options verbose: also each step that passed or was skipped */
  constructor({ verbose }) {
    this.#verbose = verbose;
  }

  /** @param {string} file @param {Outcome[]} outcomes */
  add(file, outcomes) {
    this.#files.set(file, [...(this.#files.get(file) ?? []), ...outcomes]);
  }

  get passed() {
    return this.#count('passed');
  }

  get failed() {
    return this.#count('failed');
  }

  get skipped() {
    return this.#count('skipped');
  }

  /** @param {Outcome['state']} state @param {Outcome[]} [outcomes] */
  #count(state, outcomes = [...this.#files.values()].flat()) {
    return outcomes.filter((outcome) => outcome.state === state).length;
  }

  /** Lines for people; the last one has the totals. */
  text() {
    const all = [...this.#files.values()].flat();
    const lines = all.flatMap((outcome) => this.#lines(outcome));
    lines.push(...skippedByReason(all));
    for (const [file, outcomes] of this.#files) {
      lines.push(`${file}: ${this.#totals((state) => this.#count(state, outcomes))}`);
    }
    const steps = [...this.#files]
      .filter(([file]) => scenarioFiles.includes(file))
      .flatMap(([, outcomes]) => outcomes);
    lines.push(`recorded steps: ${this.#totals((state) => this.#count(state, steps))}`);
    return [...lines, this.#totals((state) => this.#count(state))].join('\n');
  }

  /** @param {(state: Outcome['state']) => number} count */
  #totals(count) {
    return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
  }

  /** @param {Outcome} outcome @returns {string[]} */
  #lines(outcome) {
    const place = `${outcome.id} step ${outcome.number} ${outcome.op}`;
    if (outcome.state === 'failed') {
      return [
        `FAILED ${place}: ${outcome.what}`,
        `  expected ${shown(outcome.expected)}`,
        `  got      ${shown(outcome.got)}`,
      ];
    }
    if (!this.#verbose) return [];
    return [outcome.state === 'skipped' ? `skipped ${place}: ${outcome.deviation}` : `passed ${place}`];
  }
}

/** @param {unknown} value @returns {string} one line of moderate length */
function shown(value) {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 1500 ? `${text.slice(0, 1500)}…` : text;
}

/** @param {Outcome[]} outcomes @returns {string[]} */
function skippedByReason(outcomes) {
  /** @type {Map<import('./deviations.mjs').Deviation, Set<string>>} */
  const places = new Map();
  const counts = new Map();
  for (const outcome of outcomes) {
    if (outcome.state !== 'skipped') continue;
    places.set(outcome.deviation, (places.get(outcome.deviation) ?? new Set()).add(outcome.id));
    counts.set(outcome.deviation, (counts.get(outcome.deviation) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const lines = [...places].map(
    ([deviation, ids]) =>
      `  ${deviation} (${counts.get(deviation)}): ${deviations[deviation]}\n    in ${[...ids].join(', ')}`,
  );
  return ['skipped, each a deliberate difference:', ...lines];
}
