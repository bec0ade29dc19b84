// @ts-check
import { Application } from './application.mjs';
import { isDefinable } from './definitions_file.mjs';
import { Skipped, same } from './deviations.mjs';
import { readExactJson } from './exact_json.mjs';
import { attempt } from './outcome.mjs';
import { recorded } from './recorded.mjs';
/** @typedef {import('./outcome.mjs').Outcome} Outcome */
/** @typedef {import('../support/redis.mjs').Redis} Redis */

/** @param {Application} app @param {string} extension @param {string} group @param {string} name */
async function shownKey(app, extension, group, name) {
  const { code, stdout, stderr } = await app.run(extension, [group, 'check', '--json', '--', name]);
  same('exit code', { code: 0 }, { code, ...(code === 0 ? {} : { stderr }) });
  return readExactJson(stdout).key;
}

/**
 * Names to keys: a flag and a switch of each name, and a sample of it in an extension of that name.
 * @param {Redis} redis
 * @returns {Promise<Outcome[]>}
 */
export async function nameVectors(redis) {
  /** @type {{ text: string, flag_key: string, switch_key: string, sample_key_in_extension_of_that_name: string }[]} */
  const cases = recorded('vectors_upper').cases;
  const texts = cases.map(({ text }) => text).filter(isDefinable);
  const app = new Application(
    {
      ...plainSetup,
      extensions: [{ name: 'pancake', groups: null }, ...texts.map((name) => ({ name, groups: null }))],
      definitions: texts.flatMap((name) => [
        { type: /** @type {const} */ ('flag'), name, default: false },
        { type: /** @type {const} */ ('switch'), name, default: false },
        { type: /** @type {const} */ ('sample'), name, extension: name, default: 1 },
      ]),
    },
    redis,
  );
  /** @type {Outcome[]} */
  const outcomes = [];
  try {
    for (const [number, row] of cases.entries()) {
      const verdict = await attempt(async () => {
        if (!isDefinable(row.text)) throw new Skipped('name-rules');
        same('key of the flag', row.flag_key, await shownKey(app, 'pancake', 'flags', row.text));
        same('key of the switch', row.switch_key, await shownKey(app, 'pancake', 'switches', row.text));
        same(
          'key of the sample',
          row.sample_key_in_extension_of_that_name,
          await shownKey(app, row.text, 'samples', row.text),
        );
      });
      outcomes.push({ id: 'vectors_upper', number, op: JSON.stringify(row.text), ...verdict });
    }
    return outcomes;
  } finally {
    await app.close();
  }
}

/** An application without a server. */
export const plainSetup = { secret_key: null, debug: false, url_prefix: '', definitions: [], extensions: [] };

/** So many characters make a name of at most 128 bytes. */
const charactersOfAName = 30;

/**
 * Every code point that Python upper-cases to something else, as names of thirty of them.
 * @param {Redis} redis
 * @returns {Promise<Outcome[]>}
 */
export async function upperCaseTable(redis) {
  /** @type {{ from: string, to: string[] }[]} */
  const rows = recorded('table_upper').cases;
  const groups = Array.from({ length: Math.ceil(rows.length / charactersOfAName) }, (_, n) =>
    rows.slice(n * charactersOfAName, (n + 1) * charactersOfAName),
  );
  const names = groups.map((group) => group.map(({ from }) => character(from)).join(''));
  const app = new Application(
    {
      ...plainSetup,
      extensions: [{ name: 'pancake', groups: null }],
      definitions: names.map((name) => ({ type: /** @type {const} */ ('flag'), name, default: false })),
    },
    redis,
  );
  /** @type {Outcome[]} */
  const outcomes = [];
  try {
    for (const [n, group] of groups.entries()) {
      const upper = group.map(({ to }) => to.map(character).join('')).join('');
      const verdict = await attempt(async () =>
        same('key', `FLAG:pancake:${upper}`, await shownKey(app, 'pancake', 'flags', names[n])),
      );
      outcomes.push(
        ...group.map(({ from }) => ({
          id: 'table_upper',
          number: rows.findIndex((row) => row.from === from),
          op: `U+${from}`,
          ...verdict,
        })),
      );
    }
    return outcomes;
  } finally {
    await app.close();
  }
}

/** @param {string} hexadecimal */
const character = (hexadecimal) => String.fromCodePoint(parseInt(hexadecimal, 16));
