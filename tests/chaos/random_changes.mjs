// @ts-check
import { pancake } from '../support/cli.mjs';

/**
 * One random change, and what the store's key holds after it.
 * @typedef {object} RandomChange
 * @property {'switches' | 'flags' | 'samples'} kind
 * @property {string} name
 * @property {{ group: string, id: string }} [of] an override
 * @property {string | null} text null: cleared
 */

export const definitions = {
  extensions: {
    pancake: {
      groups: [
        { id: 'user', from: 'client' },
        { id: 'admin', from: 'client', candidates: ['yes', 'no'] },
      ],
      switches: named(20, 'SWITCH', true),
      flags: named(20, 'FLAG', false),
      samples: { ...named(5, 'SAMPLE', 42), COUNTER: { default: 0, client: true } },
    },
  },
};

/** @param {number} count @param {string} word @param {boolean | number} fallback */
function named(count, word, fallback) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`${word}_${n}`, { default: fallback, client: true }]),
  );
}

/** @param {() => number} random @returns {RandomChange} */
export function randomChange(random) {
  const below = (/** @type {number} */ n) => Math.floor(random() * n);
  const kind = /** @type {const} */ (['switches', 'flags', 'flags', 'flags', 'samples'])[below(5)];
  if (kind === 'samples') {
    return { kind, name: `SAMPLE_${below(5)}`, text: below(5) === 0 ? null : `${below(1001) / 10}`.replace(/^(\d+)$/, '$1.0') };
  }
  const text = [null, '0', '1'][below(3)];
  if (kind === 'switches') return { kind, name: `SWITCH_${below(20)}`, text };
  const name = `FLAG_${below(20)}`;
  if (below(2) === 0) return { kind, name, text };
  const group = below(2) === 0 ? 'user' : 'admin';
  return { kind, name, text, of: { group, id: group === 'user' ? `u${below(300)}` : ['yes', 'no'][below(2)] } };
}

/** @param {RandomChange} change as one MULTI of a Flask application */
export function redisCommands({ kind, name, of, text }) {
  const word = { switches: 'SWITCH', flags: 'FLAG', samples: 'SAMPLE' }[kind];
  if (!of) {
    const key = `${word}:pancake:${name}`;
    return [text === null ? ['DEL', key] : ['SET', key, text]];
  }
  const key = `FLAG:pancake:k:${of.group}:${name}:${of.id}`;
  const tracking = `FLAG:pancake:t:${of.group}:${name}`;
  return text === null
    ? [['DEL', key], ['SREM', tracking, key]]
    : [['SADD', tracking, key], ['SET', key, text]];
}

/** @param {RandomChange} change @returns {string[]} */
export function cliWords({ kind, name, of, text }) {
  const verb = text === null ? 'clear' : { 0: 'disable', 1: 'enable' }[text];
  if (kind === 'samples') return text === null ? ['samples', 'clear', name] : ['samples', 'set', name, text];
  return of ? [kind, `${verb}-group`, name, of.group, of.id] : [kind, `${verb}`, name];
}

/** @param {RandomChange} change @returns {{ method: string, path: string, body?: object }} */
export function apiRequest({ kind, name, of, text }) {
  const place = of ? `overrides/${of.group}/${of.id}` : 'state';
  const path = `/api/v1/extensions/pancake/${kind}/${name}/${place}`;
  if (text === null) return { method: 'DELETE', path };
  return { method: 'PUT', path, body: kind === 'samples' ? { ratio: Number(text) } : { on: text === '1' } };
}

/**
 * Carries a change out through the command line; false when the store was away.
 * @param {RandomChange} change @param {string[]} where the options that name the store or the server
 * @throws {Error} when it was refused for another reason, which trying again would not mend
 */
export async function changeByCli(change, where) {
  const { code, stderr } = await pancake([...where, ...cliWords(change)]);
  if (code !== 0 && !/redis:\/\//.test(stderr)) throw new Error(`${cliWords(change).join(' ')}: ${stderr}`);
  return code === 0;
}

/** The same through a server's API. @param {RandomChange} change @param {string} url @throws {Error} likewise */
export async function changeByApi(change, url) {
  const { method, path, body } = apiRequest(change);
  const headers = body ? { 'Content-Type': 'application/json' } : undefined;
  try {
    const answer = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
    const said = await answer.text();
    if (!answer.ok && answer.status !== 503) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
    return answer.ok;
  } catch (error) {
    if (error instanceof TypeError) return false; // no answer
    throw error;
  }
}
