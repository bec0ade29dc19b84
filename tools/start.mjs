// @ts-check
//
// node tools/start.mjs [ARGUMENTS of `pancake serve`…]
//
// Builds, fills the demo shop's embedded store if there is none yet, and serves the shop on
// http://127.0.0.1:8080.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { seed } from '../examples/shop/seed.mjs';
import { build } from './build.mjs';
import { environment, root, say } from './project.mjs';

const extra = process.argv.slice(2);
const program = join(root, 'build/bin/pancake');
const given = (/** @type {string} */ option) => extra.some((word) => word === option || word.startsWith(`${option}=`));
try {
  await build();
  if (!given('--store')) seed(program, say);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
if (!given('--listen') && !(await isFree(8080))) {
  say('Port 8080 of this machine is taken. Another one: npm start -- --listen 127.0.0.1:8081');
  process.exit(1);
}
const shop = 'examples/shop';
const demo = [
  ...['--definitions', `${shop}/pancake.json`],
  ...['--store', `sqlite:${shop}/pancake.db`],
  ...['--static', `${shop}/public`],
];
const server = spawn(program, ['serve', ...demo, ...extra], {
  cwd: root,
  env: environment(),
  stdio: 'inherit',
});
// Ctrl-C reaches the server by the terminal; a SIGTERM is passed on. The server drains and ends.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
server.on('error', (error) => {
  say(`the server does not start: ${error.message}`);
  process.exit(1);
});
server.on('exit', (code, signal) => process.exit(signal ? 0 : (code ?? 1)));

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(false));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
