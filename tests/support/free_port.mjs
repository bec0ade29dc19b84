// @ts-check
import { createServer } from 'node:net';

/**
 * A loopback port that was free a moment ago, for programs that cannot ask for port 0 themselves.
 * Somebody else may take it meanwhile: be ready to try another.
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}
