// @ts-check
import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';

/** Requests to one server, and the bytes that came for them. */
export class Traffic {
  requests = 0;
  #url;
  #agent = new Agent({ keepAlive: true });
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();
  #bytesOfClosed = 0;

  /** @param {string} url */
  constructor(url) {
    this.#url = url;
  }

  /** Bytes that came so far, heads and framing included. */
  get bytes() {
    let sum = this.#bytesOfClosed;
    for (const socket of this.#sockets) sum += socket.bytesRead;
    return sum;
  }

  /**
   * A whole answer, on a connection that stays or on one of its own.
   * @param {string} path
   * @param {{ headers?: Record<string, string>, alone?: boolean }} [how]
   * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, bytes: number }>}
   */
  async ask(path, { headers = {}, alone = false } = {}) {
    const answer = await this.#answer(path, headers, alone ? false : this.#agent);
    let bytes = 0;
    for await (const part of answer) bytes += part.length;
    return { status: answer.statusCode ?? 0, headers: answer.headers, bytes };
  }

  /** An answer that goes on, on a connection of its own, once its head is there. @param {string} path */
  async stream(path) {
    const answer = await this.#answer(path, {}, false);
    answer.on('error', () => {}).resume();
    return {
      /** Waits for the next piece. */
      heard: () => new Promise((done) => answer.once('data', done)),
      close: () => void answer.destroy(),
    };
  }

  /** The part of `fetch` that the package uses. @type {(url: string, init: RequestInit) => Promise<Response>} */
  fetch = async (url, { headers, signal }) => {
    const path = url.slice(this.#url.length);
    const fields = /** @type {Record<string, string>} */ (headers);
    const answer = await this.#answer(path, fields, path.startsWith('/events') ? false : this.#agent, signal ?? undefined);
    const body = answer.statusCode === 304 ? null : /** @type {any} */ (Readable.toWeb(answer));
    if (body === null) answer.resume();
    return new Response(body, { status: answer.statusCode, headers: /** @type {any} */ (answer.headers) });
  };

  close() {
    this.#agent.destroy();
  }

  /**
   * @param {string} path @param {Record<string, string>} headers @param {Agent | false} agent @param {AbortSignal} [signal]
   * @returns {Promise<import('node:http').IncomingMessage>}
   */
  #answer(path, headers, agent, signal) {
    this.requests += 1;
    return new Promise((resolve, reject) => {
      const asked = request(this.#url + path, { headers, agent, signal }, resolve);
      asked.on('error', reject).on('socket', (socket) => this.#count(socket));
      asked.end();
    });
  }

  /** @param {import('node:net').Socket} socket */
  #count(socket) {
    if (this.#sockets.has(socket)) return;
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#bytesOfClosed += socket.bytesRead;
    });
  }
}
