// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from './project.mjs';
import { runStep } from './run_step.mjs';

/**
 * Configures a preset of CMakePresets.json where that is due (ninja itself sees when a
 * CMakeLists.txt changed) and builds targets of it.
 *
 * @param {string} preset
 * @param {string[]} [targets] all when left out
 * @param {{ tests?: boolean }} [options] tests: whether the C++ tests are to be built too. A
 *   machine that only builds needs no Catch2.
 */
export async function buildPreset(preset, targets = [], { tests = false } = {}) {
  const folder = join(root, 'build', preset);
  if (isConfigureDue(folder, tests)) {
    await runStep(['cmake', '--preset', preset, `-DPANCAKE_TESTS=${tests ? 'ON' : 'OFF'}`]);
  }
  const jobs = String(availableParallelism());
  const chosen = targets.length > 0 ? ['--target', ...targets] : [];
  await runStep(['cmake', '--build', '--preset', preset, '-j', jobs, ...chosen]);
}

/** Once the tests are configured they stay: a build without them leaves them out by its targets. */
function isConfigureDue(/** @type {string} */ folder, /** @type {boolean} */ tests) {
  const cache = join(folder, 'CMakeCache.txt');
  if (!existsSync(join(folder, 'build.ninja')) || !existsSync(cache)) return true;
  return tests && !readFileSync(cache, 'utf8').includes('PANCAKE_TESTS:BOOL=ON');
}
