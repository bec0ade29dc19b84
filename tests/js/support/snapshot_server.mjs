// @ts-check
import { createServer } from 'node:http';

/**
 * The part of a Pancake server that clients ask, with the answers given by the test.
 *
 * @typedef {object} SnapshotServer
 * @property {string} url
 * @property {import('node:http').IncomingMessage[]} requests all so far for snapshots
 * @property {Set<import('node:http').ServerResponse>} streams who listens at /events
 * @property {(revision: number) => void} tell says a revision to all who listen
 * @property {(bytes: Uint8Array, etag: string) => void} serve what is answered from now on
 * @property {(bytesFor: (request: import('node:http').IncomingMessage) => Uint8Array) => void} answer the same by request, without a tag of before
 * @property {(status: number) => void} refuse answers only this status from now on
 * @property {() => () => void} hold lets no answer out until the function that it gives is called
 * @property {() => void} close
 */

/** @returns {Promise<SnapshotServer>} */
export async function startSnapshotServer() {
  /** @typedef {(request: import('node:http').IncomingMessage) => Uint8Array} BytesFor */
  /** @type {{ status: number, bytesFor: BytesFor, etag: string }} */
  let state = { status: 503, bytesFor: () => new Uint8Array(0), etag: '""' };
  /** Settled while answers may go out. */
  let gate = Promise.resolve();
  /** @type {import('node:http').IncomingMessage[]} */
  const requests = [];
  /** @type {Set<import('node:http').ServerResponse>} */
  const streams = new Set();
  const server = createServer(async (request, response) => {
    if (request.url?.includes('/events/')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    requests.push(request);
    const { status, bytesFor, etag } = state;
    await gate;
    if (status !== 200) response.writeHead(status).end();
    else if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { etag, 'content-type': 'application/vnd.pancake.snapshot' }).end(bytesFor(request));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    streams,
    tell(revision) {
      for (const stream of streams) stream.write(`id: ${revision}\ndata: {"revision":${revision}}\n\n`);
    },
    serve(bytes, etag) {
      state = { status: 200, bytesFor: () => bytes, etag: `"${etag}"` };
    },
    answer(bytesFor) {
      state = { status: 200, bytesFor, etag: '"another"' };
    },
    refuse(status) {
      state = { ...state, status };
    },
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => (release = resolve));
      return release;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
