// @ts-check
import { readFileSync } from 'node:fs';

/**
 * One suite of `npm test`: steps in order, until one fails.
 * @typedef {object} Suite
 * @property {string} title what it shows
 * @property {string[]} needs files and folders without which the suite is broken
 * @property {boolean} [unbuilt] it runs without the build
 * @property {string[][]} steps commands; the first word `node` is the pinned Node
 * @property {'closing' | 'node' | 'catch' | 'steps'} counts how its output tells its counts: by a closing
 *   line `N passed, N failed, N skipped`, as node:test or as Catch2 does, or each step as one test
 * @property {Record<string, string>} [env]
 * @property {RegExp} [shows] lines of its output that are worth showing even when all is well
 */

/** @type {Record<string, Suite>} */
export const suites = {
  format: {
    title: 'C++ sources are laid out as .clang-format says',
    needs: ['.clang-format'],
    unbuilt: true,
    steps: [['node', 'tools/format.mjs', '--check']],
    counts: 'closing',
  },
  tools: {
    title: 'the set-up, the test run itself, the parts of the golden runner, and what the simulation reckons',
    needs: ['tests/tools', 'tests/golden', 'tests/simulate'],
    unbuilt: true,
    steps: [[...nodeTests('tests/tools'), 'tests/golden/*.test.mjs', 'tests/simulate/*.test.mjs']],
    counts: 'node',
  },
  types: {
    title: 'TypeScript, and the JavaScript of tools and tests, in strict mode',
    needs: ['js/tsconfig.json'],
    steps: [
      ['tsc', '-p', 'js'],
      ['tsc', '-p', 'tools'],
    ],
    counts: 'steps',
  },
  js: {
    title: 'the npm package on Node, with the vectors through Wasm',
    needs: ['tests/js'],
    steps: [nodeTests('tests/js')],
    counts: 'node',
  },
  package: {
    title: 'the packed npm package in an empty project: entries, types, bundles, no effect of importing it',
    needs: ['tests/package'],
    steps: [nodeTests('tests/package')],
    counts: 'node',
  },
  frameworks: {
    title: 'React on Node and in Chromium, OpenFeature, the admin client, features for tests',
    needs: ['tests/frameworks'],
    steps: [nodeTests('tests/frameworks')],
    counts: 'node',
  },
  edge: {
    title: 'the npm package in workerd',
    needs: ['tests/edge'],
    steps: [nodeTests('tests/edge')],
    counts: 'node',
  },
  runtimes: {
    title: 'the npm package in browsers, workers, Node, Deno, Bun and edge runtimes',
    needs: ['tests/runtimes/run.mjs'],
    steps: [['node', 'tests/runtimes/run.mjs']],
    counts: 'closing',
    shows: /^(?:seed |runtime {9}|.{26} (?:[\d.]+ +\d+ +\d+$|not had:))/,
  },
  bundlers: {
    title: 'the npm package bundled by esbuild, Vite, webpack and Rollup, without configuration',
    needs: ['tests/bundlers'],
    steps: [nodeTests('tests/bundlers')],
    counts: 'node',
  },
  examples: {
    title: 'each example, run as it is: pages in Chromium, workers in workerd, servers on Node',
    needs: ['tests/examples', 'examples'],
    steps: [nodeTests('tests/examples')],
    counts: 'node',
  },
  soak: {
    title: 'the memory of a Node process under checks and updates, 20 seconds of them',
    needs: ['tests/soak'],
    steps: [nodeTests('tests/soak')],
    counts: 'node',
  },
  ofrep: {
    title: 'the unmodified OpenFeature clients against the server',
    needs: ['tests/ofrep'],
    // Node has EventSource, which the web provider listens with, behind a flag.
    steps: [['node', '--experimental-eventsource', ...nodeTests('tests/ofrep').slice(1)]],
    counts: 'node',
  },
  golden: {
    title: 'what flask-pancake did, against the real program and a real Redis',
    needs: ['tests/golden/run.mjs'],
    steps: [['node', 'tests/golden/run.mjs']],
    counts: 'closing',
    shows: /^(?:skipped| {2}[\w-]+ \(\d+\):| {4}in |recorded steps:)/,
  },
  server: {
    title: 'the running server: strict HTTP, events, TLS, encodings',
    needs: ['tests/server_process'],
    steps: [nodeTests('tests/server_process')],
    counts: 'node',
  },
  chaos: {
    title: 'two servers and a Redis that is paused, killed and restarted under 10,000 changes',
    needs: ['tests/chaos'],
    steps: [nodeTests('tests/chaos')],
    counts: 'node',
    shows: /^(?:. )?(?:chaos seed|made |events: )/,
  },
  browser: {
    title: 'the npm package and the demo in Chromium',
    needs: ['tests/browser'],
    steps: [nodeTests('tests/browser')],
    counts: 'node',
  },
  itsdangerous: {
    title: "signed cookies against Debian's python3-itsdangerous, both ways",
    needs: ['tests/golden/itsdangerous'],
    steps: [nodeTests('tests/golden/itsdangerous')],
    counts: 'node',
  },
  docs: {
    title: 'what the README and docs/ name and show is so',
    needs: ['README.md', 'tests/docs'],
    steps: [nodeTests('tests/docs')],
    counts: 'node',
  },
  asan: {
    title: 'C++ unit tests with AddressSanitizer and UBSan',
    needs: ['tests/core', 'tests/server'],
    steps: sanitized('asan'),
    counts: 'catch',
    env: { UBSAN_OPTIONS: 'print_stacktrace=1', ASAN_OPTIONS: 'detect_stack_use_after_return=1' },
  },
  tsan: {
    title: 'the C++ unit tests that have threads, with ThreadSanitizer',
    needs: ['tests/server'],
    steps: sanitized('tsan', ['store_test', 'http_tests']),
    counts: 'catch',
    env: { TSAN_OPTIONS: 'halt_on_error=1' },
  },
  instructions: {
    title: 'how many instructions the hot paths of the core take, counted by callgrind',
    needs: ['tests/instructions/ceilings.json'],
    steps: [
      ['node', 'tools/build_preset.mjs', 'release', 'hot_paths'],
      ['node', 'tests/instructions/run.mjs'],
    ],
    counts: 'closing',
    shows: /^(?:instructions of|.{44} +[\d,]+ +[\d,]+$)/,
  },
  fuzz: {
    title: 'libFuzzer on what comes from outside, some seconds each',
    needs: ['tests/fuzz/CMakeLists.txt'],
    steps: [['node', 'tests/run_fuzz.mjs']],
    counts: 'closing',
  },
  tidy: {
    title: 'clang-tidy finds nothing in the C++ sources',
    needs: ['.clang-tidy'],
    steps: [['node', 'tools/tidy.mjs']],
    counts: 'closing',
  },
};

/** @param {string} folder */
function nodeTests(folder) {
  return ['node', '--test', '--test-reporter=spec', `${folder}/**/*.test.{mjs,js,ts}`];
}

/**
 * @param {'asan' | 'tsan'} preset
 * @param {string[]} [programs] all when left out
 */
function sanitized(preset, programs = []) {
  const chosen = programs.length > 0 ? ['-R', `^(${programs.join('|')})$`] : [];
  const run = ['ctest', '--test-dir', `build/${preset}`, '-V', '-j', '2', ...chosen];
  return [
    ['node', 'tools/build_preset.mjs', preset, ...programs],
    hasWideAddresses() ? ['setarch', '-R', ...run] : run,
  ];
}

/** ThreadSanitizer of GCC 12 does not start where the kernel spreads addresses over more than 28 bits. */
function hasWideAddresses() {
  try {
    return Number(readFileSync('/proc/sys/vm/mmap_rnd_bits', 'utf8')) > 28;
  } catch {
    return false;
  }
}
