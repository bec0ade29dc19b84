// @ts-check
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadModule } from './sdks/modules.mjs';

/**
 * How one SDK takes part: each file in adapters/ is one. What is timed says so.
 * @typedef {object} Adapter
 * @property {string} title
 * @property {readonly string[]} [modules] what open() gets: packages, files in packages
 * @property {boolean} [looksUp] a server evaluates for it: it only takes part with plain features
 * @property {boolean} [isAsync] its answers are promises
 * @property {(features: readonly import('./states.mjs').Neutral[]) => string | Uint8Array | Promise<Uint8Array>} state
 *   in the SDK's own format, as it comes from its server
 * @property {(...modules: any[]) => any} [open] what can be done before there is a state; given to load()
 * @property {(sdk: any, state: Buffer) => any} load TIMED: from the bytes of a state to what answers
 * @property {(instance: any, id: string) => any} user a user in the SDK's words, made beforehand
 * @property {(instance: any, key: string) => (user: any) => any} ask
 *   TIMED is the function that it gives: whether the feature is on for a user
 * @property {(instance: any, keys: readonly string[]) => (user: any) => any} askAll
 *   TIMED is the function that it gives: every feature for a user
 * @property {(instance: any, keys: readonly string[]) => (user: any) => any} [askAllByName]
 *   the same as an object or a list with the names, where askAll gives less than that
 * @property {(all: any) => number} countOn how many are on of what askAll or askAllByName gave
 * @property {(instance: any) => any} [close]
 */

const folder = join(import.meta.dirname, 'adapters');

/** The names of all adapters, ours first. */
export function adapterNames() {
  const names = readdirSync(folder).map((file) => file.replace(/\.mjs$/, ''));
  return ['pancake', ...names.filter((name) => name !== 'pancake').sort()];
}

/** @param {string} name @returns {Promise<Adapter>} */
export async function readAdapter(name) {
  return (await import(pathToFileURL(join(folder, `${name}.mjs`)).href)).default;
}

/**
 * The SDK of an adapter, ready to load a state. Rejects where a package is missing or does not start.
 * @param {Adapter} adapter
 */
export async function openSdk({ modules = [], open }) {
  return open?.(...(await Promise.all(modules.map(loadModule))));
}

/** askAll() for an SDK that answers one feature at a time. @param {(instance: any, key: string, user: any) => boolean} ask */
export function oneByOne(ask) {
  return (/** @type {any} */ instance, /** @type {readonly string[]} */ keys) => (/** @type {any} */ user) => {
    /** @type {Record<string, boolean>} */
    const answers = {};
    for (const key of keys) answers[key] = ask(instance, key, user);
    return answers;
  };
}

/** countOn() for an object or a list of answers. @param {(answer: any) => boolean} [isOn] */
export function countValues(isOn = Boolean) {
  return (/** @type {any} */ answers) => Object.values(answers).filter(isOn).length;
}
