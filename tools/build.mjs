// @ts-check
//
// node tools/build.mjs
//
// Builds what ships: the server (build/bin/pancake), the Wasm modules (build/wasm) and the npm
// package (js/dist). What is up to date is left alone.
import { fileURLToPath } from 'node:url';
import { buildPackage } from './build_package.mjs';
import { buildPreset } from './cmake.mjs';
import { say } from './project.mjs';
import { timed } from './run_step.mjs';

/** @throws {import('./run_step.mjs').StepFailed} */
export async function build() {
  await timed('Building the server', () => buildPreset('release', ['pancake']));
  await timed('Building the Wasm modules', () => buildPreset('wasm'));
  await timed('Building the npm package', buildPackage);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build();
    say('Built build/bin/pancake and js/dist.');
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
