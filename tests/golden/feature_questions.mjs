// @ts-check
import { Difference, Skipped, same } from './deviations.mjs';
import { designedFlag, designedRatio, designedState } from './designed_answer.mjs';
import { numberText, readExactJson } from './exact_json.mjs';
import { entry, groupOf, needsDefinition, read, refused, unusable } from './feature_commands.mjs';
import { extensionOf } from './recorded.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./recorded.mjs').Step} Step */

/** @param {Application} app @param {Step} step @returns {string[]} `--group G=ID` for each id in force */
function idWords(app, step) {
  const ids = app.groupValues.get(extensionOf(step)) ?? {};
  const groups = (app.extension(extensionOf(step))?.groups ?? []).map(({ id }) => id);
  return groups
    .filter((group) => typeof ids[group] === 'string')
    .flatMap((group) => ['--group', `${group}=${ids[group]}`]);
}

/** A flag's or switch's `is_active`. @param {Application} app @param {Step} step */
export async function featureIsActive(app, step) {
  const extension = extensionOf(step);
  const ids = step.type === 'flag' ? idWords(app, step) : [];
  const words = [groupOf(step), 'check', '--json', ...ids, '--', step.name];
  if (step.result.error && !unusable(step)) return void (await refused(app, extension, words, [1]));
  await needsDefinition(app, step);
  const designed =
    step.type === 'flag'
      ? designedFlag(app, step.name, extension, app.groupValues.get(extension) ?? {})
      : designedState(app, 'switch', step.name, extension);
  const state = designedState(app, /** @type {any} */ (step.type), step.name, extension);
  const problem = unusable(step) || state.because === 'unusable-value';
  const answer = await read(app, extension, words, problem ? 'warning' : 'quiet');
  if (unusable(step)) {
    same('the default in place of what cannot be read', designed.value, answer.is_active);
    throw new Skipped('unusable-value');
  }
  if (designed.because === 'unusable-value') same('reason', 'problem', answer.reason);
  expectDesigned(step.result.ok, designed, answer.is_active);
}

/**
 * @param {unknown} recorded
 * @param {import('./designed_answer.mjs').Designed<any>} designed
 * @param {unknown} got
 */
function expectDesigned(recorded, { value, because }, got) {
  same(because ? 'answer by design' : 'answer', value, got);
  if (JSON.stringify(recorded) === JSON.stringify(value)) return;
  if (because) throw new Skipped(because);
  throw new Difference('the record and the design differ without a reason', recorded, value);
}

/** `is_active_globally`. @param {Application} app @param {Step} step */
export async function stateOf(app, step) {
  const extension = extensionOf(step);
  if (step.result.error && !unusable(step))
    return void (await refused(app, extension, [groupOf(step), 'list', '--json'], [1]));
  await needsDefinition(app, step);
  const designed = designedState(app, /** @type {any} */ (step.type), step.name, extension);
  const { code, stdout } = await app.run(extension, [groupOf(step), 'list', '--json']);
  same('exit code', 0, code);
  const answer = entry(step.name, readExactJson(stdout)).is_active;
  if (unusable(step)) {
    same('the default in place of what cannot be read', designed.value, answer);
    throw new Skipped('unusable-value');
  }
  expectDesigned(step.result.ok, designed, answer);
}

/**
 * @param {Application} app
 * @param {Step} step
 * @returns {string[]} what names an override: the flag, the group and, if there is one, the id
 */
export function overrideWords(app, step) {
  const id = step.object_id_text ?? app.groupValues.get(extensionOf(step))?.[step.group];
  return [step.name, step.group, ...(typeof id === 'string' ? [id] : [])];
}

/** `is_active_group`. @param {Application} app @param {Step} step */
export async function overrideOf(app, step) {
  const extension = extensionOf(step);
  const [, ...words] = overrideWords(app, step);
  const list = ['flags', 'list-group', '--json', '--', ...words];
  if (step.result.error && !unusable(step)) return void (await refused(app, extension, list, [1, 2]));
  await needsDefinition(app, step);
  const { code, stdout } = await app.run(extension, list);
  same('exit code', 0, code);
  const answer = entry(step.name, readExactJson(stdout)).is_active;
  if (unusable(step)) {
    same('an override that cannot be read is none', null, answer);
    throw new Skipped('unusable-value');
  }
  same('override', step.result.ok, answer);
}

/** A sample's `get`. @param {Application} app @param {Step} step */
export async function ratioOf(app, step) {
  const extension = extensionOf(step);
  const words = ['samples', 'list', '--json'];
  if (step.result.error && !unusable(step)) return void (await refused(app, extension, words, [1]));
  await needsDefinition(app, step);
  const designed = designedRatio(app, step.name, extension);
  const { code, stdout, stderr } = await app.run(extension, words);
  same('exit code', 0, code);
  const answer = numberText(entry(step.name, readExactJson(stdout)).value);
  if (designed.because) {
    same('the default', designed.value.text, answer);
    if (designed.because === 'unusable-value' && stderr === '')
      throw new Difference('standard error', 'a warning', stderr);
    if (step.result.repr !== answer) throw new Skipped(designed.because);
  }
  same('ratio', step.result.repr, answer);
}

/** The Redis key of a feature. @param {Application} app @param {Step} step */
export async function keyOf(app, step) {
  const extension = extensionOf(step);
  await needsDefinition(app, step);
  const words = [groupOf(step), 'check', '--json', '--', step.name];
  if (!app.extension(extension)) {
    await refused(app, extension, words, [1]);
    throw new Skipped('extension-needed');
  }
  same('key', step.result.ok, (await read(app, extension, words)).key);
}
