// @ts-check
//
// node tests/instructions/run.mjs [--write]
//
// Counts the instructions of the hot paths (hot_paths.cpp) with callgrind and holds them against
// ceilings.json: times depend on the machine's mood, these do not. A few more than the ceiling are
// let pass, since the C library copies in other ways on other processors.
//
// After a change that makes a path dearer for a reason, or with another compiler than Debian 12's:
// --write keeps what is counted now as the ceilings. Say why in the commit.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../tools/project.mjs';

const program = join(root, 'build/release/tests/instructions/hot_paths');
const ceilingsFile = fileURLToPath(new URL('ceilings.json', import.meta.url));
/** The part of a ceiling, and the instructions, by which a count may exceed it. */
const allowed = { share: 0.04, instructions: 4 };

const counts = countInstructions();
if (process.argv.includes('--write')) {
  writeFileSync(ceilingsFile, `${JSON.stringify(Object.fromEntries(counts), null, 2)}\n`);
}
/** @type {Record<string, number>} */
const ceilings = JSON.parse(readFileSync(ceilingsFile, 'utf8'));
const verdicts = [...new Set([...counts.keys(), ...Object.keys(ceilings)])].map(judge);
console.log(`${'instructions of a hot path'.padEnd(44)} ${'counted'.padStart(12)} ${'ceiling'.padStart(12)}`);
for (const { name, counted, ceiling, problem } of verdicts) {
  const numbers = [counted, ceiling].map((number) => (number?.toLocaleString('en') ?? '-').padStart(12));
  console.log(`${name.padEnd(44)} ${numbers.join(' ')}${problem ? `  FAILED: ${problem}` : ''}`);
}
const failed = verdicts.filter(({ problem }) => problem).length;
console.log(`${verdicts.length - failed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed > 0 ? 1 : 0;

/** @param {string} name */
function judge(name) {
  const counted = counts.get(name);
  const ceiling = ceilings[name];
  return { name, counted, ceiling, problem: problemOf(counted, ceiling) };
}

/** @param {number | undefined} counted @param {number | undefined} ceiling */
function problemOf(counted, ceiling) {
  if (counted === undefined) return 'hot_paths.cpp no longer counts it';
  if (ceiling === undefined) return 'it has no ceiling';
  const most = ceiling * (1 + allowed.share) + allowed.instructions;
  return counted > most ? `more than ${Math.floor(most)}` : '';
}

/** Instructions of one run of each path. @returns {Map<string, number>} */
function countInstructions() {
  mkdirSync(join(root, 'build/test'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build/test/instructions-'));
  execFileSync('valgrind', [
    '--tool=callgrind',
    '--instr-atstart=no',
    `--callgrind-out-file=${join(folder, 'count')}`,
    program,
  ], { stdio: ['ignore', 'inherit', 'pipe'] });
  const found = readdirSync(folder)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap((file) => countIn(readFileSync(join(folder, file), 'utf8')));
  rmSync(folder, { recursive: true });
  return new Map(found);
}

/**
 * What a file of callgrind's counted, if hot_paths.cpp asked for it.
 * @param {string} text
 * @returns {[string, number][]}
 */
function countIn(text) {
  const asked = /^desc: Trigger: Client Request: (\d+) (.*)$/m.exec(text);
  const total = /^totals: (\d+)$/m.exec(text);
  return asked && total ? [[asked[2] ?? '', Math.round(Number(total[1]) / Number(asked[1]))]] : [];
}
