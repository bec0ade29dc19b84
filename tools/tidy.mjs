// @ts-check
//
// node tools/tidy.mjs [FILE…]
//
// Runs clang-tidy over the sources of the release build (what ships, not the tests), as many at a
// time as there are processors.
// A source that was clean is not read again until it, a header of ours that it includes, its
// compile command, .clang-tidy or clang-tidy itself changes: noted in the user's cache folder, as
// ccache does, so that every clone knows.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { join, relative } from 'node:path';
import { buildPreset } from './cmake.mjs';
import { root } from './project.mjs';

/** @typedef {{ file: string, output: string, command: string }} Compiled one of compile_commands.json */

const folder = join(root, 'build/release');
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'pancake-tidy');
await buildPreset('release', ['pancake']); // The headers that the build generates, and what includes what.
mkdirSync(cache, { recursive: true });

const only = process.argv.slice(2);
const includes = headersByObject();
const settings = execFileSync('clang-tidy', ['--version'], { encoding: 'utf8' }) + read('.clang-tidy');
/** @type {Compiled[]} */
const compiled = JSON.parse(readFileSync(join(folder, 'compile_commands.json'), 'utf8'));
const sources = compiled
  .map((source) => ({ ...source, file: relative(root, source.file) }))
  .filter(({ file }) => !/^(?:\.\.|build|tests)\//.test(file))
  .filter(({ file }) => only.length === 0 || only.includes(file));
// The longest first, so that both processors end together.
sources.sort((a, b) => (includes.get(b.output)?.length ?? 0) - (includes.get(a.output)?.length ?? 0));

let passed = 0;
let failed = 0;
const left = sources.values();
await Promise.all(Array.from({ length: availableParallelism() }, worker));
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed > 0 ? 1 : 0;

async function worker() {
  for (const source of left) {
    const stamp = join(cache, fingerprint(source));
    const clean = existsSync(stamp) || (await tidy(source.file));
    if (clean) writeFileSync(stamp, source.file);
    clean ? (passed += 1) : (failed += 1);
  }
}

/** @param {string} file @returns {Promise<boolean>} whether nothing was found */
function tidy(file) {
  return new Promise((resolve) => {
    // The compile commands are GCC's, with warnings that clang has never heard of.
    const known = '--extra-arg=-Wno-unknown-warning-option';
    const child = spawn('clang-tidy', ['-p', folder, '--quiet', known, file], { cwd: root });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      if (code !== 0) console.log(output.trim());
      resolve(code === 0);
    });
  });
}

/** @param {Compiled} source */
function fingerprint(source) {
  const hash = createHash('sha256').update(settings).update(source.command.replaceAll(root, '.'));
  for (const file of [source.file, ...(includes.get(source.output) ?? [])]) hash.update(file).update(read(file));
  return hash.digest('hex');
}

/** The headers of the repository that each object file was made from, as ninja noted them. */
function headersByObject() {
  /** @type {Map<string, string[]>} */
  const headers = new Map();
  let current = '';
  const notes = execFileSync('ninja', ['-C', folder, '-t', 'deps'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  for (const line of notes.split('\n')) {
    const object = /^(\S.*): #deps/.exec(line);
    if (object) headers.set((current = object[1]), []);
    if (!line.startsWith('    ')) continue;
    const file = relative(root, join(line.trim().startsWith('/') ? '/' : folder, line.trim()));
    if (!file.startsWith('..')) headers.get(current)?.push(file);
  }
  return headers;
}

/** @param {string} file relative to the root */
function read(file) {
  return readFileSync(join(root, file), 'utf8');
}
