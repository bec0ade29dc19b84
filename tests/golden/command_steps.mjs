// @ts-check
import { isDefinable } from './definitions_file.mjs';
import { Difference, Skipped, same } from './deviations.mjs';
import { designedRatio, designedState } from './designed_answer.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./recorded.mjs').Step} Step */

const sections = /** @type {Record<string, 'flag' | 'switch' | 'sample'>} */ ({
  flags: 'flag',
  switches: 'switch',
  samples: 'sample',
});

/**
 * A command, run with the recorded words: standard output and exit code as recorded, standard
 * error by meaning (silent, one line for a refusal, some words for wrong usage).
 * @param {Application} app
 * @param {Step} step
 * @throws {Difference | Skipped}
 */
export async function commandStep(app, step) {
  const [, ...words] = step.args;
  const recorded = step.result.ok;
  const run = await app.runWords(words, step.color === true);
  if (recorded.exit_code === 0 && recorded.stdout.startsWith('Usage:')) return ownHelp(recorded, run);
  if (words[1] === 'list-group' && recorded.exit_code === 0 && !app.setup.extensions[0].groups) {
    same('exit code', 1, run.code);
    throw new Skipped('unknown-group');
  }
  const rows = rowsOfList(app, words);
  const differing = rows.filter((row) => row.because && !shows(recorded.stdout, row));
  if (differing.length > 0) return designedList(rows, differing, run);

  const { code, stdout, stderr } = run;
  same('exit code', { code: recorded.exit_code }, code === recorded.exit_code ? { code } : run);
  // A terminal mixes both outputs.
  if (step.color && code !== 0) return someReason(stdout);
  same('standard output', withoutUndefinable(app, words, recorded.stdout), withoutDiscovered(stdout));
  const warns = rows.some(({ because }) => because === 'unusable-value');
  if (code === 0 && !warns) return same('standard error', '', stderr);
  someReason(stderr);
  if (code === 1) same('lines on standard error', 1, stderr.trimEnd().split('\n').length);
}

/** @typedef {{ code: number | null, stdout: string, stderr: string }} Run */

/** @param {string} text */
function someReason(text) {
  if (text.trim() === '') throw new Difference('standard error', 'some words', text);
}

/** Help is our own, but names the same commands. @param {{ stdout: string }} recorded @param {Run} run */
function ownHelp(recorded, { code, stdout }) {
  same('exit code of help', 0, code);
  const [, commands = ''] = recorded.stdout.split('Commands:\n');
  for (const [, name] of commands.matchAll(/^ {2}([a-z-]+)/gm)) {
    if (!stdout.includes(name)) throw new Difference('help', `names ${name}`, stdout);
  }
  throw new Skipped('own-help');
}

/**
 * A line of `flags list` and its like, as it should be by design.
 * @typedef {{ name: string, shown: string, because: import('./deviations.mjs').Deviation | null }} Row
 */

/** @param {Application} app @param {string[]} words @returns {Row[]} none for other commands */
function rowsOfList(app, words) {
  const [section, command, ...rest] = words;
  const type = sections[section];
  if (!type || command !== 'list' || rest.length > 0) return [];
  const definitions = app.defined(type, 'pancake');
  return definitions
    .filter(({ name }) => isDefinable(name))
    .map(({ name }) => {
      // Of two names with one key the list itself stores the default of the first that it reads.
      const key = app.key(type, name, 'pancake');
      const shares = definitions.filter((other) => app.key(type, other.name, 'pancake') === key).length > 1;
      const shared = shares && !app.keys.current[key] ? 'reads-do-not-write' : null;
      if (type === 'sample') {
        const { value, because } = designedRatio(app, name, 'pancake');
        return { name, shown: value.text, because: because ?? shared };
      }
      const { value, because } = designedState(app, type, name, 'pancake');
      return { name, shown: value ? 'Yes' : 'No', because: because ?? shared };
    });
}

/** @param {string} list @param {Row} row */
function shows(list, { name, shown }) {
  const plain = list.replace(/\x1b\[\d+m/g, '');
  return plain.split('\n').some((line) => line.startsWith(`${name}: ${shown} `));
}

/**
 * A list that differs from the recorded one, or ended there in an error.
 * @param {Row[]} rows
 * @param {Row[]} differing
 * @param {Run} run
 */
function designedList(rows, differing, { code, stdout, stderr }) {
  same('exit code', 0, code);
  for (const row of rows) {
    if (!shows(stdout, row)) throw new Difference('the list', `${row.name}: ${row.shown}`, stdout);
  }
  if (differing.some(({ because }) => because === 'unusable-value')) someReason(stderr);
  throw new Skipped(/** @type {import('./deviations.mjs').Deviation} */ (differing[0].because));
}

/**
 * A recorded list without the lines of what cannot be defined.
 * @param {Application} app
 * @param {string[]} words
 * @param {string} stdout
 */
function withoutUndefinable(app, [section], stdout) {
  const names = app
    .defined(sections[section] ?? '', 'pancake')
    .map(({ name }) => name)
    .filter((name) => !isDefinable(name));
  const isShown = (/** @type {string} */ line) => !names.some((name) => line.startsWith(`${name}: `));
  return names.length === 0 ? stdout : stdout.split('\n').filter(isShown).join('\n');
}

/** Our list without features that are in Redis but not defined. @param {string} stdout */
const withoutDiscovered = (stdout) =>
  stdout
    .split('\n')
    .filter((line) => !line.endsWith('(default: -)'))
    .join('\n');
