// @ts-check
import { defaultText, isDefinable } from './definitions_file.mjs';
import { Difference, Skipped, same } from './deviations.mjs';
import { number, readExactJson } from './exact_json.mjs';
import { groupOf, groups, refused } from './feature_commands.mjs';
import { extensionOf } from './recorded.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./recorded.mjs').Step} Step */
/** @typedef {import('./recorded.mjs').Definition} Definition */

/**
 * A further definition, or a new default: another definitions file.
 * @param {Application} app
 * @param {Step} step
 */
export function define(app, step) {
  return takeDefinitions(app, step, [...app.definitions, /** @type {any} */ (step)]);
}

/** @param {Application} app @param {Step} step */
export function setDefault(app, step) {
  const { type, name, extension } = app.definition(step.type, step.name, extensionOf(step));
  const changed = { type, name, extension, default: step.default, default_repr: step.default_repr };
  return takeDefinitions(app, step, [...app.definitions, changed]);
}

/**
 * @param {Application} app
 * @param {Step} step
 * @param {Definition[]} definitions with the new one
 */
async function takeDefinitions(app, step, definitions) {
  if (!step.result.error) return app.redefine(definitions);
  const broken = `${app.file}.broken.json`;
  app.writeDefinitions(definitions, broken);
  const why = await refused(app, extensionOf(step), [groupOf(step), 'list'], [1], broken);
  const place = `broken.json:1: extensions.${extensionOf(step)}.${groupOf(step)}.${step.name}.default:`;
  if (!why.includes(place)) throw new Difference('line and field of the error', place, why);
}

/** What is defined, in its order. @param {Application} app @param {Step} step */
export async function registry(app, step) {
  if (!app.extension(extensionOf(step))) {
    await refused(app, extensionOf(step), ['flags', 'list', '--json'], [1]);
    throw new Skipped('extension-needed');
  }
  for (const type of /** @type {const} */ (['flag', 'sample', 'switch'])) {
    const { code, stdout } = await app.run(extensionOf(step), [groups[type], 'list', '--json']);
    same('exit code', 0, code);
    const rows = readExactJson(stdout).filter((/** @type {any} */ row) => row.default !== null);
    const expected = app.defined(type, extensionOf(step)).filter(({ name }) => isDefinable(name));
    const recorded = step.result.ok[groups[type]].filter((/** @type {any[]} */ [name]) => isDefinable(name));
    same(
      `names of the ${groups[type]}`,
      recorded.map((/** @type {any[]} */ [name]) => name),
      rows.map((/** @type {any} */ row) => row.name),
    );
    same(
      `defaults of the ${groups[type]}`,
      expected.map(jsonDefault),
      rows.map((/** @type {any} */ row) => row.default),
    );
  }
}

/** @param {Definition} definition */
function jsonDefault(definition) {
  const text = defaultText(definition);
  return definition.type === 'sample' ? number(text) : text === 'true';
}
