// @ts-check
//
// node tests/run_fuzz.mjs [SECONDS]      5 for each fuzzer by default
//
// Builds the fuzzers (tests/fuzz/fuzz_NAME.cpp is the program fuzz_NAME) and runs each for some
// seconds from its seeds in tests/fuzz/seeds/fuzz_NAME, if there are any. What they learn stays in
// build/fuzz-corpus, and an input that breaks one in build/fuzz-found.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPreset } from '../tools/cmake.mjs';
import { root } from '../tools/project.mjs';

const seconds = Number(process.argv[2] ?? 5);
const names = readdirSync(join(root, 'tests/fuzz')).flatMap((file) => /^(fuzz_\w+)\.cpp$/.exec(file)?.[1] ?? []);
await buildPreset('fuzz', names);

const failed = names.filter((name) => !fuzz(name));
console.log(`${names.length - failed.length} passed, ${failed.length} failed, 0 skipped`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** @param {string} name @returns {boolean} whether nothing broke it */
function fuzz(name) {
  const corpus = join(root, 'build/fuzz-corpus', name);
  const found = join(root, 'build/fuzz-found', name);
  mkdirSync(corpus, { recursive: true });
  mkdirSync(found, { recursive: true });
  const seeds = join(root, 'tests/fuzz/seeds', name);
  const run = spawnSync(
    join(root, 'build/fuzz/tests/fuzz', name),
    [
      `-max_total_time=${seconds}`,
      '-timeout=5',
      '-rss_limit_mb=2048',
      '-max_len=65536',
      '-print_final_stats=1',
      `-artifact_prefix=${found}/`,
      corpus,
      ...(existsSync(seeds) ? [seeds] : []),
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const runs = /number_of_executed_units: *(\d+)/.exec(run.stderr ?? '')?.[1] ?? 'no';
  console.log(`${name}: ${runs} inputs in ${seconds} s`);
  if (run.status === 0) return true;
  console.log(run.error?.message ?? run.stderr.split('\n').slice(-60).join('\n'));
  return false;
}
