// @ts-check
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../../tools/project.mjs';

/**
 * So many clients of server-sent events, once all of them listen.
 * @param {number} port the server's
 * @param {number} clients
 */
export async function startAudience(port, clients) {
  const program = join(root, 'build/bench/fanout_clients');
  mkdirSync(join(root, 'build/bench'), { recursive: true });
  const source = join(root, 'tests/bench/fanout/clients.cpp');
  execFileSync('c++', ['-std=c++20', '-O2', '-o', program, source], { stdio: 'inherit' });
  const child = spawn(program, [String(port), String(clients), '/events/pancake'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the clients ended');
    return value;
  };
  for (let line = await said(); line !== 'listening'; line = await said());
  return {
    /** When the last client has heard the next event. @returns {Promise<bigint>} nanoseconds */
    async heard() {
      const [, , nanoseconds] = (await said()).split(' ');
      return BigInt(nanoseconds);
    },
    stop: () => void child.stdin.end(),
  };
}
