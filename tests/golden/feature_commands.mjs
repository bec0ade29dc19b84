// @ts-check
import { isDefinable } from './definitions_file.mjs';
import { Difference, Skipped } from './deviations.mjs';
import { readExactJson } from './exact_json.mjs';
import { extensionOf } from './recorded.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./recorded.mjs').Step} Step */

/** The command group of each type of feature. */
export const groups = /** @type {const} */ ({ flag: 'flags', switch: 'switches', sample: 'samples' });

/** @param {Step} step the command group of its feature */
export const groupOf = (step) => groups[/** @type {keyof typeof groups} */ (step.type)];

/**
 * Leaves out steps of a feature that cannot be defined: a file that tries is refused.
 * @param {Application} app
 * @param {Step} step
 */
export async function needsDefinition(app, step) {
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
export async function read(app, extension, words, stderr = 'quiet') {
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
 * @param {string} [definitions] another definitions file
 * @returns {Promise<string>} what it said
 */
export async function refused(app, extension, words, codes, definitions) {
  const { code, stdout, stderr } = await app.run(extension, words, definitions);
  if (!codes.includes(code ?? -1))
    throw new Difference(`exit code of ${words.join(' ')}`, codes, { code, stdout, stderr });
  if (stdout !== '') throw new Difference('standard output of a refusal', '', stdout);
  if (code === 1 && stderr.trimEnd().split('\n').length !== 1)
    throw new Difference('lines on standard error', 1, stderr);
  if (stderr.trim() === '') throw new Difference('a reason on standard error', 'some text', stderr);
  return stderr;
}

/** @param {Step} step whether the store refused: WRONGTYPE, or a text that is no number */
export const unusable = (step) => ['ResponseError', 'ValueError'].includes(step.result.error?.type ?? '');

/** @param {string} name @param {any[]} entries of list --json @returns {any} */
export function entry(name, entries) {
  const found = entries.find((row) => row.name === name);
  if (!found) throw new Difference('the list', `an entry ${JSON.stringify(name)}`, entries);
  return found;
}
