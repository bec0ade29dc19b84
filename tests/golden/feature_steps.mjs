// @ts-check
import { Difference, Skipped, same } from './deviations.mjs';
import { defaultText, isDefinable } from './definitions_file.mjs';
import { designedFlag, designedRatio, designedState } from './designed_answer.mjs';
import { findVisitor } from './draw_search.mjs';
import { number, numberText, readExactJson } from './exact_json.mjs';
import { rememberedAnswer } from './http_steps.mjs';
import { extensionOf } from './recorded.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./recorded.mjs').Step} Step */
/** @typedef {import('./recorded.mjs').Definition} Definition */

const groups = /** @type {const} */ ({ flag: 'flags', switch: 'switches', sample: 'samples' });
/** @param {Step} step the command group of its feature */
const groupOf = (step) => groups[/** @type {keyof typeof groups} */ (step.type)];

/**
 * Calls of the Python classes, made by the command line instead. Each gives nothing, or throws
 * Difference or Skipped.
 * @type {Record<string, (app: Application, step: Step) => Promise<void> | void>}
 */
export const featureSteps = {
  is_active: (app, step) => (step.type === 'sample' ? sampleIsActive(app, step) : featureIsActive(app, step)),
  is_active_globally: (app, step) => stateOf(app, step),
  is_active_group: overrideOf,
  get: ratioOf,
  key: keyOf,
  enable: (app, step) => change(app, step, ['enable'], [step.name]),
  disable: (app, step) => change(app, step, ['disable'], [step.name]),
  clear: (app, step) => change(app, step, ['clear'], [step.name]),
  set: (app, step) => change(app, step, ['set'], [step.name, step.value_repr ?? String(step.value)]),
  enable_group: (app, step) => change(app, step, ['enable-group'], overrideWords(app, step)),
  disable_group: (app, step) => change(app, step, ['disable-group'], overrideWords(app, step)),
  clear_group: (app, step) => change(app, step, ['clear-group'], overrideWords(app, step)),
  clear_all_group: (app, step) => change(app, step, ['clear-all-group'], [step.name, step.group]),
  define: (app, step) => define(app, step, [...app.definitions, /** @type {any} */ (step)]),
  set_default: (app, step) =>
    define(app, step, [...app.definitions, { ...step, ...definitionPlace(app, step) }]),
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

/** @param {Application} app @param {Step} step @returns {any} */
function definitionPlace(app, step) {
  const { type, name, extension } = app.definition(step.type, step.name, extensionOf(step));
  return { type, name, extension, default: step.default, default_repr: step.default_repr };
}

/**
 * Leaves out steps of a feature that cannot be defined: a file that tries is refused.
 * @param {Application} app
 * @param {Step} step
 */
async function needsDefinition(app, step) {
  if (isDefinable(step.name)) return;
  const file = `${app.file}.names.json`;
  app.writeDefinitions([app.definition(step.type, step.name, extensionOf(step))], file, { anyName: true });
  await refused(app, extensionOf(step), [groupOf(step), 'list'], [1], file);
  throw new Skipped('name-rules');
}

/**
 * Runs a command that reads, as JSON.
 * @param {Application} app @param {string} extension @param {string[]} words
 * @param {'quiet' | 'warning'} [stderr] whether it should warn
 */
async function read(app, extension, words, stderr = 'quiet') {
  const { code, stdout, stderr: said } = await app.run(extension, words);
  if (code !== 0) throw new Difference(`exit code of ${words.join(' ')}`, 0, { code, stderr: said });
  if (stderr === 'quiet' && said !== '')
    throw new Difference(`standard error of ${words.join(' ')}`, '', said);
  if (stderr === 'warning' && said === '')
    throw new Difference(`standard error of ${words.join(' ')}`, 'a warning', said);
  return readExactJson(stdout);
}

/**
 * A command that is refused: an exit code, one line that says why, and no answer.
 * @param {Application} app
 * @param {string} extension
 * @param {string[]} words
 * @param {number[]} codes
 * @param {string} [definitions]
 */
async function refused(app, extension, words, codes, definitions) {
  const { code, stdout, stderr } = await app.run(extension, words, definitions);
  if (!codes.includes(code ?? -1))
    throw new Difference(`exit code of ${words.join(' ')}`, codes, { code, stdout, stderr });
  if (stdout !== '') throw new Difference('standard output of a refusal', '', stdout);
  if (code === 1 && stderr.trimEnd().split('\n').length !== 1)
    throw new Difference('lines on standard error', 1, stderr);
  if (stderr.trim() === '') throw new Difference('a reason on standard error', 'some text', stderr);
}

/** @param {Step} step whether the store refused: WRONGTYPE, or a text that is no number */
const unusable = (step) => ['ResponseError', 'ValueError'].includes(step.result.error?.type ?? '');

/** @param {string} name @param {any[]} entries of list --json @returns {any} */
function entry(name, entries) {
  const found = entries.find((row) => row.name === name);
  if (!found) throw new Difference('the list', `an entry ${JSON.stringify(name)}`, entries);
  return found;
}

/** @param {Application} app @param {Step} step @returns {string[]} `--group G=ID` for each id in force */
function idWords(app, step) {
  const ids = app.groupValues.get(extensionOf(step)) ?? {};
  const groups = (app.extension(extensionOf(step))?.groups ?? []).map(({ id }) => id);
  return groups
    .filter((group) => typeof ids[group] === 'string')
    .flatMap((group) => ['--group', `${group}=${ids[group]}`]);
}

/** @param {Application} app @param {Step} step */
async function featureIsActive(app, step) {
  const extension = extensionOf(step);
  const ids = step.type === 'flag' ? idWords(app, step) : [];
  const words = [groupOf(step), 'check', '--json', ...ids, '--', step.name];
  if (step.result.error && !unusable(step)) return refused(app, extension, words, [1]);
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

/** @param {Application} app @param {Step} step */
async function stateOf(app, step) {
  const extension = extensionOf(step);
  if (step.result.error && !unusable(step))
    return refused(app, extension, [groupOf(step), 'list', '--json'], [1]);
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
 * @returns {string[]} the flag, the group and, if there is one, the id
 */
function overrideWords(app, step) {
  const id = step.object_id_text ?? app.groupValues.get(extensionOf(step))?.[step.group];
  return [step.name, step.group, ...(typeof id === 'string' ? [id] : [])];
}

/** @param {Application} app @param {Step} step */
async function overrideOf(app, step) {
  const extension = extensionOf(step);
  const [, ...words] = overrideWords(app, step);
  const list = ['flags', 'list-group', '--json', '--', ...words];
  if (step.result.error && !unusable(step)) return refused(app, extension, list, [1, 2]);
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

/** @param {Application} app @param {Step} step */
async function ratioOf(app, step) {
  const extension = extensionOf(step);
  const words = ['samples', 'list', '--json'];
  if (step.result.error && !unusable(step)) return refused(app, extension, words, [1]);
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

/** @param {Application} app @param {Step} step */
async function sampleIsActive(app, step) {
  const extension = extensionOf(step);
  const remembered = app.remembered.get(extension) ?? {};
  if (step.name in remembered) return rememberedAnswer(app, extension, step, remembered);
  if (step.result.error && !unusable(step)) {
    return refused(app, extension, ['samples', 'check', '--json', '--visitor', 'v', '--', step.name], [1]);
  }
  await needsDefinition(app, step);
  const {
    value: { ratio },
    because,
  } = designedRatio(app, step.name, extension);
  const active = designedDraw(step.draws[0], ratio);
  const visitor = findVisitor(extension, [{ sample: step.name, ratio, active }]);
  const words = ['samples', 'check', '--json', '--visitor', String(visitor), '--', step.name];
  const answer = await read(app, extension, words, because === 'unusable-value' ? 'warning' : 'quiet');
  same('answer', active, answer.is_active);
  if ('ok' in step.result) app.remembered.set(extension, { ...remembered, [step.name]: step.result.ok });
  if (step.result.error) throw new Skipped('unusable-value');
  if (answer.is_active !== step.result.ok) throw new Skipped(because ?? 'draw-below-ratio');
}

/**
 * Whether a recorded draw is under a ratio. Ours are below 100, theirs could be 100 itself.
 * @param {number} draw @param {number} ratio
 */
export const designedDraw = (draw, ratio) => Math.min(draw, 100 - 2 ** -40) < ratio;

/** @param {Application} app @param {Step} step */
async function keyOf(app, step) {
  const extension = extensionOf(step);
  await needsDefinition(app, step);
  const words = [groupOf(step), 'check', '--json', '--', step.name];
  if (!app.extension(extension)) {
    await refused(app, extension, words, [1]);
    throw new Skipped('extension-needed');
  }
  same('key', step.result.ok, (await read(app, extension, words)).key);
}

/** @param {Application} app @param {Step} step @param {[string]} command @param {string[]} operands */
async function change(app, step, [command], operands) {
  const extension = extensionOf(step);
  const words = [groupOf(step), command, '--', ...operands];
  if (step.result.error) {
    await refused(app, extension, words, [1, 2]);
    return;
  }
  await needsDefinition(app, step);
  const { code, stderr } = await app.run(extension, words);
  if (code !== 0 || stderr !== '')
    throw new Difference(words.join(' '), { code: 0, stderr: '' }, { code, stderr });
}

/** @param {Application} app @param {Step} step @param {Definition[]} definitions with the new one */
async function define(app, step, definitions) {
  if (!step.result.error) return app.redefine(definitions);
  const broken = `${app.file}.broken.json`;
  app.writeDefinitions(definitions, broken);
  await refused(app, extensionOf(step), [groupOf(step), 'list'], [1], broken);
}

/** @param {Application} app @param {Step} step */
async function registry(app, step) {
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
