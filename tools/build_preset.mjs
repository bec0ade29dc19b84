// @ts-check
//
// node tools/build_preset.mjs PRESET [TARGET…]
//
// Configures and builds a preset of CMakePresets.json with the C++ tests.
import { buildPreset } from './cmake.mjs';
import { say } from './project.mjs';

const [preset, ...targets] = process.argv.slice(2);
if (!preset) {
  say('usage: node tools/build_preset.mjs PRESET [TARGET…]');
  process.exit(2);
}
try {
  await buildPreset(preset, targets, { tests: true });
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
