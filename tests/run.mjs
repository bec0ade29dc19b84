// @ts-check
//
// npm test                     builds, then runs every suite
// npm test -- golden js        only these, with their output as it comes
// npm test -- --list           the suites
//
// Ends with a table, a line `N passed, N failed, N skipped`, and exit code 1 when a test failed.
import { build } from '../tools/build.mjs';
import { runSuite } from './run_suite.mjs';
import { suites } from './suites.mjs';

const words = process.argv.slice(2);
if (words.includes('--list')) {
  for (const [name, suite] of Object.entries(suites)) console.log(`${name.padEnd(12)} ${suite.title}`);
  process.exit(0);
}
const unknown = words.filter((word) => !Object.hasOwn(suites, word));
if (unknown.length > 0) {
  console.error(`no such suite: ${unknown.join(', ')} (there are: ${Object.keys(suites).join(', ')})`);
  process.exit(2);
}
const chosen = Object.entries(suites).filter(([name]) => words.length === 0 || words.includes(name));

if (chosen.some(([, suite]) => !suite.unbuilt)) {
  try {
    await build();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('\nThe build failed, no test ran.');
    process.exit(1);
  }
}

/** @type {import('./run_suite.mjs').Outcome[]} */
const outcomes = [];
const live = words.length > 0;
for (const [name, suite] of chosen) {
  const outcome = await runSuite(name, suite, { live });
  outcomes.push(outcome);
  if (live) continue;
  console.log(row(outcome));
  if (outcome.failed > 0) console.log(`${endOf(outcome.output)}\n(all of it: ${outcome.log})\n`);
  else if (suite.shows) for (const line of outcome.output.split('\n')) if (suite.shows.test(line)) console.log(`  ${line}`);
}
report(outcomes);

/** @param {import('./run_suite.mjs').Outcome[]} outcomes */
function report(outcomes) {
  const total = { name: 'all', passed: 0, failed: 0, skipped: 0, seconds: 0 };
  for (const outcome of outcomes) {
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    total.skipped += outcome.skipped;
    total.seconds += outcome.seconds;
  }
  console.log(`\n${['suite       ', 'passed', 'failed', 'skipped', 'seconds'].map((head) => head.padStart(8)).join(' ')}`);
  for (const outcome of [...outcomes, total]) console.log(row(outcome));
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

/** @param {import('./counts.mjs').Counts & { name: string, seconds: number }} outcome */
function row({ name, passed, failed, skipped, seconds }) {
  const numbers = [passed, failed, skipped, seconds.toFixed(1)].map((number) => String(number).padStart(8));
  return [name.padEnd(12), ...numbers].join(' ');
}

/** What a reader needs of a failed suite: which tests failed, and how it ended. @param {string} output */
function endOf(output) {
  const lines = output.trimEnd().split('\n');
  const end = Math.max(0, lines.length - 60);
  const named = lines.slice(0, end).filter((line) => /^\s*(?:\d+: )?(?:FAILED|✖|.*\berror:)/.test(line));
  return [...named.slice(0, 40), ...lines.slice(end)].join('\n');
}
