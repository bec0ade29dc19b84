// @ts-check
import { request } from 'node:http';

/**
 * An answer as it went over the wire: header values are raw bytes read as UTF-8.
 * @typedef {{ status: number, headers: [string, string][], body: string }} Answer
 */

const agentOptions = { agent: false, host: '127.0.0.1' };

/**
 * Sends one request, its path and headers exactly as given: several headers of one name, empty
 * values and UTF-8 bytes included.
 * @param {number} port
 * @param {string} method
 * @param {string} path
 * @param {[string, string][]} headers without Host, which is `localhost`
 * @returns {Promise<Answer>}
 */
export function send(port, method, path, headers) {
  /** @type {Map<string, { name: string, values: string[] }>} */
  const grouped = new Map();
  for (const [name, value] of [['Host', 'localhost'], ...headers]) {
    const group = grouped.get(name.toLowerCase()) ?? { name, values: [] };
    group.values.push(Buffer.from(value).toString('latin1'));
    grouped.set(name.toLowerCase(), group);
  }
  return new Promise((resolve, reject) => {
    const outgoing = request({ ...agentOptions, port, method, path, setHost: false }, (incoming) => {
      /** @type {Buffer[]} */
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        resolve({
          status: incoming.statusCode ?? 0,
          headers: pairs(incoming.rawHeaders),
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    for (const { name, values } of grouped.values()) {
      // Node would join several Cookie or Host lines by itself; an array keeps the lines apart.
      outgoing.setHeader(name, values.length === 1 ? values[0] : values);
    }
    outgoing.on('error', reject);
    outgoing.setTimeout(10_000, () =>
      outgoing.destroy(new Error(`no answer to ${method} ${path} within 10 s`)),
    );
    outgoing.end();
  });
}

/** @param {string[]} raw name, value, name, value … @returns {[string, string][]} */
function pairs(raw) {
  /** @type {[string, string][]} */
  const headers = [];
  for (let n = 0; n < raw.length; n += 2)
    headers.push([raw[n], Buffer.from(raw[n + 1], 'latin1').toString()]);
  return headers;
}

/** @param {[string, string][]} headers @param {string} name @returns {string[]} all values of that name */
export function valuesOf(headers, name) {
  return headers.filter(([given]) => given.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}
