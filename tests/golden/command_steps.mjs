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
  const deviation = deviationOf(app, words, recorded);
  const { code, stdout, stderr } = await app.runWords(words, step.color === true);
  if (deviation) {
    deviation.check({ code, stdout, stderr });
    throw new Skipped(deviation.name);
  }
  same(
    'exit code',
    { code: recorded.exit_code },
    { code, ...(code === recorded.exit_code ? {} : { stdout, stderr }) },
  );
  same('standard output', withoutUndefinable(app, words, recorded.stdout), stdout);
  if (step.color) return; // A terminal mixes both outputs; they were compared together.
  if (code === 0) same('standard error', '', stderr);
  else if (stderr.trim() === '') throw new Difference('standard error', 'a reason', stderr);
  if (code === 1 && stderr.trimEnd().includes('\n'))
    throw new Difference('standard error', 'one line', stderr);
}

/** @typedef {{ code: number | null, stdout: string, stderr: string }} Run */

/**
 * @param {Application} app @param {string[]} words @param {any} recorded
 * @returns {{ name: import('./deviations.mjs').Deviation, check: (run: Run) => void } | null}
 */
function deviationOf(app, words, recorded) {
  if (recorded.exit_code === 0 && /^Usage:/.test(recorded.stdout)) {
    return {
      name: 'own-help',
      check({ code, stdout, stderr }) {
        same('exit code of help', 0, code);
        for (const name of commandsOf(recorded.stdout)) {
          if (!(stdout + stderr).includes(name)) throw new Difference('help', `names ${name}`, stdout);
        }
      },
    };
  }
  const [section, command] = words;
  if (command === 'list-group' && recorded.exit_code === 0 && !app.setup.extensions[0].groups) {
    return { name: 'unknown-group', check: ({ code }) => same('exit code', 1, code) };
  }
  const type = sections[section];
  if (command !== 'list' || !type || ![0, 1].includes(recorded.exit_code) || words.length > 2) return null;
  const rows = app
    .defined(type, 'pancake')
    .map(({ name }) => ({
      name,
      because:
        type === 'sample'
          ? designedRatio(app, name, 'pancake').because
          : designedState(app, type, name, 'pancake').because,
      shown: shownValue(app, type, name),
    }));
  const different = rows.filter(({ because }) => because !== null);
  if (
    different.length === 0 ||
    recorded.stdout.split('\n').every((/** @type {string} */ line) => line === '' || agrees(rows, line))
  ) {
    if (recorded.exit_code === 0) return null;
  }
  return {
    name: different[0]?.because ?? 'unusable-value',
    check({ code, stdout, stderr }) {
      same('exit code', 0, code);
      for (const { name, shown } of rows) {
        if (!stdout.includes(`${name}: ${shown}`))
          throw new Difference('the list', `${name}: ${shown}`, stdout);
      }
      if (different.some(({ because }) => because === 'unusable-value') && stderr === '')
        throw new Difference('standard error', 'a warning', stderr);
    },
  };
}

/** @param {{ name: string, shown: string }[]} rows @param {string} line */
const agrees = (rows, line) => rows.some(({ name, shown }) => line.startsWith(`${name}: ${shown}`));

/** @param {Application} app @param {'flag' | 'switch' | 'sample'} type @param {string} name */
function shownValue(app, type, name) {
  if (type === 'sample') return designedRatio(app, name, 'pancake').value.text;
  return designedState(app, type, name, 'pancake').value ? 'Yes' : 'No';
}

/** @param {string} help @returns {string[]} the commands that a recorded help text names */
function commandsOf(help) {
  const [, list = ''] = help.split('Commands:\n');
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name);
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
  return names.length === 0
    ? stdout
    : stdout
        .split('\n')
        .filter((line) => !names.some((name) => line.startsWith(`${name}: `)))
        .join('\n');
}
