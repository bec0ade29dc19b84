// @ts-check
import { readFileSync } from 'node:fs';

/**
 * The record under data/, see data/README.md there.
 * @typedef {{
 *   type: 'flag' | 'switch' | 'sample', name: string, default: any, default_repr?: string,
 *   extension?: string | null
 * }} Definition
 * @typedef {{ id: string, candidates: any[] | null, header?: string }} Group
 * @typedef {{
 *   name: string, cookie_name?: string | null, cookie_options?: Record<string, any> | null,
 *   redis_extension_name?: string, groups: Group[] | null
 * }} Extension
 * @typedef {{
 *   secret_key: string | null, debug: boolean, url_prefix: string, extensions: Extension[],
 *   redis_extensions?: Record<string, number>, definitions: Definition[], redis_preload?: string[][]
 * }} Setup
 * @typedef {{
 *   type: string, value?: string, members?: string[], items?: string[], fields?: Record<string, string>
 * }} Content
 * @typedef {Record<string, Content>} Keyspace
 * @typedef {{ ok?: any, repr?: string, error?: { type: string, message: string } }} Result
 * @typedef {{ op: string, result: Result, redis: Keyspace, commands?: any[][], extension?: string | null } & Record<string, any>} Step
 * @typedef {{ id: string, title: string, portable: boolean, setup: Setup, steps: Step[] }} Scenario
 */

/** @param {string} name a file of data/, without its ending @returns {any} */
export function recorded(name) {
  return JSON.parse(readFileSync(new URL(`data/${name}.json`, import.meta.url), 'utf8'));
}

/** Files of scenarios, in the order in which they are replayed. */
export const scenarioFiles = ['api', 'cli', 'http', 'cookie'];

/** @param {string} file @returns {Scenario[]} what a re-implementation can follow */
export function portableScenarios(file) {
  return recorded(file).scenarios.filter((/** @type {Scenario} */ scenario) => scenario.portable);
}

/** @param {{ extension?: string | null }} subject a definition or a step */
export const extensionOf = (subject) => subject.extension ?? 'pancake';
