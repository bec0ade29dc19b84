// @ts-check
import { Difference } from './deviations.mjs';
import { groupOf, needsDefinition, refused } from './feature_commands.mjs';
import { define, registry, setDefault } from './feature_definitions.mjs';
import { featureIsActive, keyOf, overrideOf, overrideWords, ratioOf, stateOf } from './feature_questions.mjs';
import { extensionOf } from './recorded.mjs';
import { sampleIsActive } from './sample_draws.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./recorded.mjs').Step} Step */

/**
 * Calls of the Python classes, made by the command line instead. Each gives nothing, or throws
 * Difference or Skipped.
 * @type {Record<string, (app: Application, step: Step) => Promise<void> | void>}
 */
export const featureSteps = {
  is_active: (app, step) => (step.type === 'sample' ? sampleIsActive(app, step) : featureIsActive(app, step)),
  is_active_globally: stateOf,
  is_active_group: overrideOf,
  get: ratioOf,
  key: keyOf,
  enable: (app, step) => change(app, step, 'enable', [step.name]),
  disable: (app, step) => change(app, step, 'disable', [step.name]),
  clear: (app, step) => change(app, step, 'clear', [step.name]),
  set: (app, step) => change(app, step, 'set', [step.name, step.value_repr ?? String(step.value)]),
  enable_group: (app, step) => change(app, step, 'enable-group', overrideWords(app, step)),
  disable_group: (app, step) => change(app, step, 'disable-group', overrideWords(app, step)),
  clear_group: (app, step) => change(app, step, 'clear-group', overrideWords(app, step)),
  clear_all_group: (app, step) => change(app, step, 'clear-all-group', [step.name, step.group]),
  define,
  set_default: setDefault,
  registry,
  group_values: (app, step) =>
    void app.groupValues.set(extensionOf(step), {
      ...app.groupValues.get(extensionOf(step)),
      ...step.values_text,
    }),
  new_context: (app) => app.remembered.clear(),
  async redis(app, step) {
    await app.redis.client.command(...step.command);
  },
};

/** @param {Application} app @param {Step} step @param {string} command @param {string[]} operands */
async function change(app, step, command, operands) {
  const extension = extensionOf(step);
  const words = [groupOf(step), command, '--', ...operands];
  if (step.result.error) return void (await refused(app, extension, words, [1, 2]));
  await needsDefinition(app, step);
  const { code, stderr } = await app.run(extension, words);
  if (code !== 0 || stderr !== '')
    throw new Difference(words.join(' '), { code: 0, stderr: '' }, { code, stderr });
}
