// @ts-check
//
// node tools/setup.mjs build|test|bench [SCRIPT [ARGUMENTS…]]
//
// Installs what this machine lacks for that job: Debian packages with apt, npm packages from the
// lock file. Silent and quick when all is there. Then runs SCRIPT with the pinned Node.
// Runs itself on Node 18 with no npm package installed.
import { spawn } from 'node:child_process';
import { isGroup, packagesOf } from './debian_packages.mjs';
import { installDebianPackages } from './install_debian.mjs';
import { installNpmPackages, installTestRuntimes } from './install_npm.mjs';
import { environment, node, root, say } from './project.mjs';

const [group = '', script, ...rest] = process.argv.slice(2);
if (!isGroup(group)) {
  say('usage: node tools/setup.mjs build|test|bench [SCRIPT [ARGUMENTS…]]');
  process.exit(2);
}
try {
  if (process.env.PANCAKE_SETUP !== 'npm') installDebianPackages(packagesOf(group));
  installNpmPackages();
  if (group === 'test') installTestRuntimes();
} catch (error) {
  say(`setup: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
if (script) {
  const child = spawn(node(), [script, ...rest], { cwd: root, env: environment(), stdio: 'inherit' });
  // Ctrl-C reaches the child by the terminal; a SIGTERM is passed on. Both are its to act on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    say(`setup: ${script} does not start: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
