// @ts-check
/** @typedef {import('./recorded.mjs').Keyspace} Keyspace */
/** @typedef {import('./recorded.mjs').Step} Step */

const kinds = /** @type {Record<string, string>} */ ({
  flags: 'FLAG',
  switches: 'SWITCH',
  samples: 'SAMPLE',
});

/**
 * What Redis holds after each step when reads do not write.
 *
 * flask-pancake stores a feature's default when it is read (SETNX). Such a key is a ghost to us:
 * it is left out until somebody writes it on purpose. And the commands store every ratio as a
 * float, so where a call stored the int 10, ours have stored 10.0.
 */
export class ExpectedKeys {
  /** @type {Keyspace} as recorded after the last step */
  #recorded;
  /** @type {Set<string>} */
  #ghosts = new Set();
  /** @type {Map<string, { recorded: string, ours: string }>} */
  #texts = new Map();

  /** @param {Keyspace} preloaded */
  constructor(preloaded) {
    this.#recorded = preloaded;
  }

  /** @param {string} key whether it is there only because somebody read a feature */
  isGhost(key) {
    return this.#ghosts.has(key);
  }

  /** What Redis should hold now. @returns {Keyspace} */
  get current() {
    const kept = Object.entries(this.#recorded).filter(([key]) => !this.#ghosts.has(key));
    return Object.fromEntries(
      kept.map(([key, content]) => {
        const text = this.#texts.get(key);
        return [key, text && content.value === text.recorded ? { ...content, value: text.ours } : content];
      }),
    );
  }

  /** What flask-pancake had left in Redis, ghosts included. @returns {Keyspace} */
  get recorded() {
    return this.#recorded;
  }

  /** Takes everything as recorded, ghosts included: what an application of flask-pancake hands over. */
  adopt() {
    this.#ghosts.clear();
    this.#texts.clear();
  }

  /** Goes on to after a step. @param {Step} step */
  follow(step) {
    const after = { ...step.redis, ...step.redis_db1 };
    for (const words of commandsOf(step, this.#recorded, after)) this.#command(words);
    const stored = step.op === 'set' && 'ok' in step.result && step.commands?.at(-1)?.filter(isNoConnection);
    if (stored && /^-?\d+$/.test(String(stored[2]))) {
      this.#texts.set(String(stored[1]), { recorded: String(stored[2]), ours: `${stored[2]}.0` });
    }
    this.#recorded = after;
    for (const key of this.#ghosts) if (!(key in after)) this.#ghosts.delete(key);
  }

  /** @param {any[]} words */
  #command([name, ...keys]) {
    if (name === 'SETNX') {
      if (!(keys[0] in this.#recorded)) this.#ghosts.add(keys[0]);
      return;
    }
    const written = name === 'SET' ? keys.slice(0, 1) : name === 'DEL' ? keys : [];
    for (const key of written) {
      this.#ghosts.delete(key);
      this.#texts.delete(key);
    }
  }
}

/** @param {unknown} word a first word "@name" tells the connection */
const isNoConnection = (word) => typeof word !== 'string' || !word.startsWith('@');

/**
 * The commands of a step; those of the command line are not recorded and are told from its words.
 * @param {Step} step @param {Keyspace} before @param {Keyspace} after
 * @returns {any[][]}
 */
function commandsOf(step, before, after) {
  if (step.op === 'redis') return [step.command];
  if (step.op !== 'cli')
    return (step.commands ?? []).map((words) => (isNoConnection(words[0]) ? words : words.slice(1)));
  const appeared = Object.keys(after).filter((key) => !(key in before));
  const written = writtenByCommand(step);
  return [
    ...appeared.filter((key) => key !== written && !/:[kt]:/.test(key)).map((key) => ['SETNX', key]),
    ...(written ? [['SET', written]] : []),
  ];
}

/** @param {Step} step @returns {string | null} the key that `flags enable N` and its like wrote */
function writtenByCommand(step) {
  if (step.result.ok?.exit_code !== 0) return null;
  const [, group, command, ...rest] = step.args;
  if (!['enable', 'disable', 'set'].includes(command)) return null;
  const at = rest.findIndex((/** @type {string} */ word) => word.startsWith('--extension'));
  const joined = at >= 0 && rest[at].includes('=');
  const extension = at < 0 ? 'pancake' : joined ? rest[at].split('=')[1] : rest[at + 1];
  const names = rest.filter(
    (/** @type {string} */ word, /** @type {number} */ n) =>
      word !== '--' && !(at >= 0 && (n === at || (!joined && n === at + 1))),
  );
  return `${kinds[group]}:${extension}:${names[0].toUpperCase()}`;
}
