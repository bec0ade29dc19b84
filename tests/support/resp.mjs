// @ts-check
import { connect } from 'node:net';

/** An error reply of Redis: `code` is its first word (`WRONGTYPE`, `OOM`). */
export class RedisError extends Error {
  /** @param {string} text */
  constructor(text) {
    super(text);
    this.code = text.split(' ', 1)[0];
  }
}

/** @typedef {string | number | null | RedisError | Reply[]} Reply bulk and simple texts are strings */

/**
 * One connection to Redis that speaks RESP2. Commands that are not awaited one by one are pipelined.
 * @typedef {object} RedisClient
 * @property {(...words: (string | number | Buffer)[]) => Promise<any>} command
 *   the reply; rejects with a RedisError, or an Error when the connection is lost. Errors within an
 *   array (EXEC) are values of it.
 * @property {() => void} close
 */

/**
 * @param {number} port on loopback
 * @returns {Promise<RedisClient>}
 */
export function connectRedis(port) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  /** @type {{ resolve: (reply: Reply) => void, reject: (error: Error) => void }[]} */
  const waiting = [];
  /** @type {Buffer} */
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    let at = 0;
    for (let parsed = parse(received, at); parsed; parsed = parse(received, at)) {
      at = parsed.end;
      const asked = waiting.shift();
      if (parsed.reply instanceof RedisError) asked?.reject(parsed.reply);
      else asked?.resolve(parsed.reply);
    }
    received = received.subarray(at);
  });
  const lost = (/** @type {Error} */ error) => {
    for (const asked of waiting.splice(0)) asked.reject(error);
  };
  socket.on('error', lost);
  socket.on('close', () => lost(new Error('the connection to Redis was closed')));
  /** @type {RedisClient} */
  const client = {
    command(...words) {
      return new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('the connection to Redis is closed'));
        waiting.push({ resolve, reject });
        socket.write(request(words));
      });
    },
    close: () => socket.destroy(),
  };
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(client));
    socket.once('error', reject);
  });
}

/** @param {(string | number | Buffer)[]} words */
function request(words) {
  /** @type {Buffer[]} */
  const parts = [Buffer.from(`*${words.length}\r\n`)];
  for (const word of words) {
    const bytes = Buffer.isBuffer(word) ? word : Buffer.from(String(word));
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

/**
 * @param {Buffer} bytes
 * @param {number} start
 * @returns {{ reply: Reply, end: number } | null} null when the reply is not complete yet
 */
function parse(bytes, start) {
  const stop = bytes.indexOf('\r\n', start);
  if (stop < 0) return null;
  const text = bytes.toString('utf8', start + 1, stop);
  const end = stop + 2;
  switch (bytes[start]) {
    case 0x2b: // +
      return { reply: text, end };
    case 0x2d: // -
      return { reply: new RedisError(text), end };
    case 0x3a: // :
      return { reply: Number(text), end };
    case 0x24: { // $
      const size = Number(text);
      if (size < 0) return { reply: null, end };
      if (bytes.length < end + size + 2) return null;
      return { reply: bytes.toString('utf8', end, end + size), end: end + size + 2 };
    }
    case 0x2a: // *
      return parseArray(bytes, Number(text), end);
    default:
      throw new Error(`not RESP2: ${JSON.stringify(text)}`);
  }
}

/** @param {Buffer} bytes @param {number} count @param {number} start @returns {ReturnType<typeof parse>} */
function parseArray(bytes, count, start) {
  if (count < 0) return { reply: null, end: start };
  /** @type {Reply[]} */
  const reply = [];
  let end = start;
  for (let n = 0; n < count; n += 1) {
    const item = parse(bytes, end);
    if (!item) return null;
    reply.push(item.reply);
    end = item.end;
  }
  return { reply, end };
}
