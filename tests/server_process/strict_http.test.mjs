// @ts-check
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { badRequests, goodRequest } from '../support/random_requests.mjs';
import { seeded } from '../support/seeded.mjs';
import { startServer } from '../support/server.mjs';

const seed = Number(process.env.PANCAKE_SEED ?? Date.now() % 1e9);
const random = seeded(seed);
/** @type {import('../support/server.mjs').Server} */
let server;

before(async () => {
  server = await startServer({ definitions: { extensions: { pancake: {} } } });
  console.log(`seed ${seed} (PANCAKE_SEED repeats it)`);
});
after(async () => {
  await server.stop();
});

/**
 * Everything that the server says to these bytes, sent in parts, until it closes. A connection that
 * stays open is closed by us with the last request, which asks for it.
 * @param {string[]} parts one byte a character @returns {Promise<string>}
 */
function conversation(parts) {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1');
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text) => (answer += text));
    socket.on('error', () => {}); // the server may close before it has read all
    socket.on('close', () => resolve(answer));
    socket.on('connect', async () => {
      for (const part of parts) {
        socket.write(part, 'latin1');
        await new Promise((done) => setImmediate(done));
      }
    });
  });
}

/** Cuts a text at random places. @param {string} text */
function cut(text) {
  const parts = [];
  for (let rest = text; rest !== ''; ) {
    const size = random() < 0.3 ? rest.length : 1 + Math.floor(random() * Math.min(rest.length, 200));
    parts.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return parts;
}

/** The statuses of all answers. @param {string} answers */
const statuses = (answers) => [...answers.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
const healthy = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
const behind = 'GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

/** Runs several at a time. @template T @param {T[]} list @param {(item: T) => Promise<void>} work */
async function each(list, work) {
  const waiting = [...list];
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await work(item);
    }),
  );
}

test('at least 500 requests with one rule broken are refused, and nothing behind them is answered', async () => {
  const bad = badRequests(random, 600, true);
  await each(bad, async ({ rule, statuses: expected, text }) => {
    for (const first of ['', healthy]) {
      const seen = statuses(await conversation(cut(first + text + behind)));
      const shown = `${rule}: ${JSON.stringify(text.slice(0, 500))} gave ${seen}`;
      assert.equal(seen.length, first === '' ? 1 : 2, shown);
      assert.ok(expected.includes(/** @type {number} */ (seen.at(-1))), shown);
    }
  });
});

test('at least 100 requests that keep all rules are answered, and so is the one behind them', async () => {
  const good = Array.from({ length: 150 }, () => goodRequest(random));
  await each(good, async ({ text }) => {
    const seen = statuses(await conversation(cut(text + healthy + behind)));
    const shown = `${JSON.stringify(text)} gave ${seen}`;
    assert.equal(seen.length, 3, shown);
    assert.ok(![400, 408, 413, 414, 417, 431, 505].includes(seen[0] ?? 0), shown);
    assert.deepEqual(seen.slice(1), [200, 200], shown);
  });
});
