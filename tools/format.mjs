// @ts-check
//
// node tools/format.mjs [--check]
//
// Lays out all C++ sources as .clang-format says; with --check only names those that are not.
import { spawnSync } from 'node:child_process';
import { cppSources } from './cpp_sources.mjs';
import { root } from './project.mjs';

const files = cppSources(['.cpp', '.h']);
const mode = process.argv.includes('--check') ? ['--dry-run', '-Werror'] : ['-i'];
const run = spawnSync('clang-format', [...mode, ...files], { cwd: root, encoding: 'utf8' });
if (run.error) throw run.error;
process.stderr.write(run.stderr);

const wrong = new Set(run.stderr.split('\n').flatMap((line) => /^([^:]+):\d+:\d+: error/.exec(line)?.[1] ?? []));
if (mode[0] === '--dry-run') console.log(`${files.length - wrong.size} passed, ${wrong.size} failed, 0 skipped`);
process.exit(run.status ?? 1);
