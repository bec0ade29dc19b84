// @ts-check
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

/**
 * A client of server-sent events that stays: it reconnects, says what it heard last, and remembers
 * the id of every event.
 * @typedef {object} EventClient
 * @property {number[]} ids of all events, in the order in which they were heard
 * @property {() => number} connections how often it was connected
 * @property {(listener: (id: number) => void) => void} onEvent called with each event from here on
 * @property {(revision: number, timeoutMs?: number) => Promise<number>} reaches waits for an event of
 *   this revision or a later one; throws with what was heard
 * @property {() => void} close
 */

/**
 * @param {string} url `http://127.0.0.1:PORT/events/pancake`
 * @param {{ headers?: Record<string, string>, tls?: import('node:https').RequestOptions }} [options]
 * @returns {EventClient}
 */
export function listenToEvents(url, { headers = {}, tls = {} } = {}) {
  /** @type {number[]} */
  const ids = [];
  /** @type {Set<(id: number) => void>} */
  const listeners = new Set();
  let connections = 0;
  let closed = false;
  /** @type {import('node:http').ClientRequest | undefined} */
  let request;
  /** @type {NodeJS.Timeout | undefined} */
  let retry;

  const again = () => {
    clearTimeout(retry);
    if (!closed) retry = setTimeout(connect, 20);
  };
  const connect = () => {
    const last = ids.at(-1);
    const get = url.startsWith('https:') ? getHttps : getHttp;
    const known = last === undefined ? {} : { 'Last-Event-ID': String(last) };
    request = get(url, { ...tls, agent: false, headers: { Accept: 'text/event-stream', ...headers, ...known } });
    request.on('response', (response) => {
      if (response.statusCode !== 200) return void response.resume().on('end', again);
      connections += 1;
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          heard(text.slice(0, end));
          text = text.slice(end + 2);
        }
      });
      response.on('close', again);
    });
    request.on('error', again);
  };
  /** @param {string} block the lines of one event or comment */
  const heard = (block) => {
    const id = /^id: ?(\d+)$/m.exec(block)?.[1];
    if (id === undefined) return;
    ids.push(Number(id));
    for (const listener of listeners) listener(Number(id));
  };
  connect();

  return {
    ids,
    connections: () => connections,
    onEvent: (listener) => void listeners.add(listener),
    reaches(revision, timeoutMs = 20_000) {
      return new Promise((resolve, reject) => {
        const look = (/** @type {number} */ id) => {
          if (id < revision) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(id);
        };
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(new Error(`no event of revision ${revision} from ${url}: heard ${ids.slice(-5).join(', ')}`));
        }, timeoutMs);
        listeners.add(look);
        look(ids.at(-1) ?? -1);
      });
    },
    close() {
      closed = true;
      clearTimeout(retry);
      request?.destroy();
    },
  };
}
