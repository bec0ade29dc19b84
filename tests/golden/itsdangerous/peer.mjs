// @ts-check
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Debian's Python, which has Debian's itsdangerous; another one on the PATH may not. */
const python = '/usr/bin/python3';

/**
 * itsdangerous at work, see peer.py.
 * @typedef {{
 *   write: (secret: string, state: [string, unknown][]) => Promise<string>,
 *   read: (secret: string, cookie: string) => Promise<[string, unknown][] | null>, stop: () => void
 * }} Peer
 */

/** @returns {Peer} */
export function startPeer() {
  const child = spawn(python, [fileURLToPath(new URL('peer.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let before = Promise.resolve();
  const ask = (/** @type {object} */ request) => {
    const answer = before.then(async () => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${python} ended: is python3-itsdangerous installed?`);
      return JSON.parse(value);
    });
    before = answer.then(
      () => {},
      () => {},
    );
    return answer;
  };
  return {
    write: async (secret, state) => (await ask({ secret, write: state })).cookie,
    read: async (secret, cookie) => (await ask({ secret, read: cookie })).state ?? null,
    stop: () => void child.stdin.end(),
  };
}
