// @ts-check
//
// When a client hears of news and asks, second by second, without any I/O: the clock is the test's.
import assert from 'node:assert/strict';
import { before, beforeEach, mock, test } from 'node:test';
import { seeded } from '../support/seeded.mjs';
import { internal } from './support/internals.mjs';

/** @type {any} */
let News;
let now = 0;

before(async () => {
  ({ News } = await internal('news'));
});
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  now = 0;
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Lets time pass, as if each thing in it happened at its time. @param {number} seconds */
async function pass(seconds) {
  await settled();
  for (let i = 0; i < seconds * 2; ++i) {
    now += 0.5;
    mock.timers.tick(500);
    await settled();
  }
}

/**
 * A connection as the server sees it.
 * @typedef {{ at: number, signal: AbortSignal, isOpen: () => boolean, say: (text: string) => Promise<void>, end: () => Promise<void>, cut: () => Promise<void> }} Connection
 */

/** @param {Record<string, unknown>} [options] */
function follower(options = {}) {
  /** @type {Connection[]} */
  const connections = [];
  /** @type {number[]} */
  const asked = [];
  const server = { revision: 5, isUp: true, type: 'text/event-stream; charset=utf-8', status: 200, alive: 0, late: /** @type {number[]} */ ([]) };
  const open = async (/** @type {AbortSignal} */ signal) => {
    /** @type {ReadableStreamDefaultController} */
    let controller = /** @type {any} */ (null);
    let isOpen = true;
    signal.addEventListener('abort', () => {
      if (isOpen) controller.error(new Error('aborted'));
      isOpen = false;
    });
    const body = new ReadableStream({
      start: (given) => void (controller = given),
      cancel: () => void (isOpen = false),
    });
    const act = (/** @type {() => void} */ work) => {
      if (isOpen) work();
      return settled();
    };
    connections.push({
      at: now,
      signal,
      isOpen: () => isOpen,
      say: (text) => act(() => controller.enqueue(new TextEncoder().encode(text))),
      end: () => act(() => ((isOpen = false), controller.close())),
      cut: () => act(() => ((isOpen = false), controller.error(new Error('cut')))),
    });
    if (!server.isUp) throw new TypeError('fetch failed');
    return new Response(body, { status: server.status, headers: { 'Content-Type': server.type } });
  };
  const news = new News({
    interval: 30_000,
    ask: async () => {
      asked.push(now);
      await null;
      return server.isUp ? (server.late.shift() ?? server.revision) : null;
    },
    open,
    alive: () => (server.alive += 1),
    name: '/events/pancake',
    share: undefined,
    ...options,
  });
  const last = () => /** @type {Connection} */ (connections.at(-1));
  return { news, server, connections, asked, last };
}

/** @param {number} revision */
const event = (revision) => `id: ${revision}\ndata: {"revision":${revision}}\n\n`;

test('an event of a newer revision is asked for at once, one that is known is not', async () => {
  const { news, server, asked, last } = follower();
  await news.start();
  await settled();
  await last().say(event(5));
  assert.deepEqual(asked, [0]);
  await pass(3);
  server.revision = 6;
  await last().say(event(6));
  assert.deepEqual(asked, [0, 3]);
  await last().say(event(6));
  assert.deepEqual(asked, [0, 3]);
  news.stop();
});

test('while a stream lives polling is ten times as rare, and each sign of life is told', async () => {
  const { news, server, asked, last } = follower();
  await news.start();
  await settled();
  await last().say(event(5));
  // The pause that began before the stream was known to live.
  await pass(34);
  assert.equal(asked.length, 2);
  for (let i = 0; i < 17; ++i) {
    await last().say(':\n\n');
    await pass(15);
  }
  assert.equal(asked.length, 2);
  assert.equal(server.alive, 18);
  for (let i = 0; i < 6; ++i) {
    await last().say(':\n\n');
    await pass(15);
  }
  assert.equal(asked.length, 3);
  news.stop();
});

test('a stream that ends or is cut is opened again after one to two seconds', async () => {
  for (const way of /** @type {const} */ (['end', 'cut'])) {
    const { news, connections, last } = follower();
    await news.start();
    await settled();
    for (let i = 0; i < 5; ++i) {
      for (const text of [event(5), ':\n\n', ':\n\n']) await last().say(text);
      const began = now;
      await last()[way]();
      await pass(2.5);
      assert.equal(connections.length, i + 2);
      const pause = last().at - began;
      assert.ok(pause >= 1 && pause <= 2, `${way}: ${pause} s`);
    }
    news.stop();
  }
});

test('a stream that is silent for longer than two heartbeats is given up and opened anew', async () => {
  const { news, connections, last } = follower();
  await news.start();
  await settled();
  await last().say(event(5));
  await pass(30);
  assert.ok(last().isOpen());
  await last().say(':\n\n');
  await pass(38);
  assert.ok(last().isOpen());
  await pass(6);
  assert.equal(connections.length, 2);
  assert.ok(!connections[0]?.isOpen());
  assert.ok(last().isOpen());
  news.stop();
});

test('where a stream is refused, is none, or is held back on the way, polling goes on as without it', async () => {
  /** @type {Partial<ReturnType<typeof follower>['server']>[]} */
  const answers = [{ status: 404 }, { status: 401 }, { status: 503 }, { type: 'text/html' }, { type: '' }, {}];
  for (const answer of answers) {
    const { news, server, asked, connections } = follower();
    Object.assign(server, answer);
    await news.start();
    await pass(600);
    assert.ok(asked.length >= 18 && asked.length <= 23, `${JSON.stringify(answer)}: asked ${asked.length} times`);
    assert.ok(connections.length <= 13, `connected ${connections.length} times`);
    assert.ok(connections.slice(0, -1).every((each) => !each.isOpen()), 'refused answers are not left open');
    assert.equal(server.alive, 0);
    news.stop();
  }
});

test('a server that says one word and ends is come back to more and more rarely', async () => {
  const { news, connections, last, asked } = follower();
  await news.start();
  for (let i = 0; i < 600; ++i) {
    await settled();
    if (last().isOpen()) {
      await last().say(event(5));
      await last().end();
    }
    await pass(1);
  }
  assert.ok(connections.length <= 12, `connected ${connections.length} times`);
  assert.ok(asked.length >= 18, `asked ${asked.length} times`);
  news.stop();
});

test('an answer that was on its way before the news is asked for again at once, then after growing pauses', async () => {
  const { news, server, asked, last } = follower();
  await news.start();
  await settled();
  await last().say(event(5));
  server.late.push(5, 5, 5);
  server.revision = 6;
  await last().say(event(6));
  assert.deepEqual(asked, [0, 0, 0]);
  await pass(2);
  assert.equal(asked.length, 5);
  await pass(20);
  assert.equal(asked.length, 5);
  news.stop();
});

test('a failed question is repeated as soon as the server is heard again', async () => {
  const { news, server, asked, last } = follower();
  await news.start();
  await settled();
  await last().say(event(5));
  server.isUp = false;
  await last().cut();
  await pass(600);
  const [before, connectedAt] = [asked.length, now];
  assert.ok(before <= 7, `asked ${before} times`);
  server.isUp = true;
  while (!last().isOpen()) await pass(1);
  await last().say(event(5));
  assert.equal(asked.length - before >= 1, true, `back at ${now}, up since ${connectedAt}`);
  news.stop();
});

test('a stopped follower has no timer and no connection, and asks at once when it starts again', async () => {
  const { news, asked, connections, last } = follower();
  await news.start();
  await settled();
  await last().say(event(5));
  news.stop();
  await settled();
  assert.ok(!last().isOpen());
  await pass(1_000);
  assert.deepEqual([asked.length, connections.length], [1, 1]);
  await news.ask();
  await pass(1_000);
  assert.equal(asked.length, 2, 'who asks meanwhile gets an answer, and starts nothing');
  void news.start();
  void news.start();
  await settled();
  assert.deepEqual([asked.length, connections.length], [3, 2]);
  news.stop();
});

test('without a stream it polls; with an interval of 0 it does neither', async () => {
  const polls = follower({ open: null });
  const never = follower({ open: null, interval: 0 });
  const live = follower({ interval: 0 });
  for (const { news } of [polls, never, live]) await news.start();
  await pass(600);
  assert.ok(polls.asked.length >= 18, `${polls.asked.length}`);
  assert.equal(never.asked.length, 1);
  assert.equal(live.asked.length, 1);
  for (const { news } of [polls, never, live]) news.stop();
});

test('retry of the server makes the pauses longer, and nothing makes them shorter than a second', async () => {
  for (const [retry, least, most] of [[10_000, 10, 20], [0, 1, 2]]) {
    const { news, last, connections } = follower();
    await news.start();
    await settled();
    await last().say(`retry: ${retry}\n${event(5)}`);
    const began = now;
    await last().end();
    await pass(Number(most) + 0.5);
    assert.equal(connections.length, 2);
    const pause = last().at - began;
    assert.ok(pause >= Number(least) && pause <= Number(most), `${pause} s`);
    news.stop();
  }
});

test('of several that share one listens, all hear, and another one goes on when it stops', async () => {
  // The lock and the channel of a browser.
  /** @type {{ hear: (revision: number) => void, lead: () => void, signal: AbortSignal }[]} */
  let queue = [];
  /** @type {unknown} */
  let leader = null;
  const next = () => {
    queue = queue.filter(({ signal }) => !signal.aborted);
    leader = queue[0] ?? null;
    queue[0]?.lead();
  };
  const share = (/** @type {string} */ _, /** @type {(revision: number) => void} */ hear, /** @type {any} */ listen, /** @type {AbortSignal} */ signal) => {
    const lead = async () => {
      await listen((/** @type {number} */ revision) => queue.filter((each) => each !== member && !each.signal.aborted).forEach((each) => each.hear(revision)));
      next();
    };
    const member = { hear, lead, signal };
    queue.push(member);
    if (leader === null) next();
  };
  const tabs = [follower({ share }), follower({ share }), follower({ share })];
  for (const { news } of tabs) await news.start();
  await settled();
  const counts = () => tabs.map(({ connections, asked }) => [connections.length, asked.length]);
  assert.deepEqual(counts(), [[1, 1], [0, 1], [0, 1]]);
  for (const { server } of tabs) server.revision = 6;
  await tabs[0]?.last().say(event(6));
  assert.deepEqual(counts(), [[1, 2], [0, 2], [0, 2]]);
  tabs[0]?.news.stop();
  await settled();
  assert.deepEqual(counts(), [[1, 2], [1, 2], [0, 2]]);
  for (const { server } of tabs) server.revision = 7;
  await tabs[1]?.last().say(event(7));
  assert.deepEqual(counts(), [[1, 2], [1, 3], [0, 3]]);
  for (let i = 0; i < 17; ++i) {
    await tabs[1]?.last().say(':\n\n');
    await pass(15);
  }
  // The one pause that began before they heard anything; from then on they are as calm as their leader.
  assert.deepEqual(counts(), [[1, 2], [1, 3], [0, 3]]);
  for (const { news } of tabs) news.stop();
});

test('in random lives nobody connects twice at once, floods the server, or misses the end', async () => {
  const seed = Date.now() % 2 ** 32;
  console.log(`seed ${seed}`);
  const random = seeded(seed);
  for (let life = 0; life < 100; ++life) {
    const { news, server, connections, asked, last } = follower();
    void news.start();
    let shownSeconds = 0;
    let starts = 1;
    let isShown = true;
    const hours = 600;
    for (let second = 0; second < hours; ++second) {
      await pass(1);
      if (isShown) shownSeconds += 1;
      const open = connections.filter((each) => each.isOpen());
      assert.ok(open.length <= 1, `life ${life} of seed ${seed}: ${open.length} connections at second ${second}`);
      const [stream] = open;
      const chance = random();
      if (chance < 0.01) server.revision += 1;
      else if (chance < 0.015) server.isUp = !server.isUp;
      else if (chance < 0.02) await stream?.cut();
      else if (chance < 0.025) server.status = server.status === 200 ? 404 : 200;
      else if (chance < 0.03 && isShown) isShown = (news.stop(), false);
      else if (chance < 0.05 && !isShown) isShown = (void news.start(), (starts += 1), true);
      if (server.isUp && random() < 0.5) await stream?.say(random() < 0.5 ? ':\n\n' : event(server.revision));
      if (!server.isUp && random() < 0.2) await stream?.cut();
    }
    const most = 6 + starts * 3 + server.revision * 3 + shownSeconds / 20;
    assert.ok(asked.length <= most, `life ${life} of seed ${seed}: asked ${asked.length} times in ${shownSeconds} s`);
    Object.assign(server, { isUp: true, status: 200, revision: server.revision + 1 });
    news.stop();
    void news.start();
    await pass(5);
    await last()?.say(event(server.revision));
    const heardAt = asked.at(-1) ?? 0;
    assert.ok(now - heardAt <= 6, `life ${life} of seed ${seed}: asked last ${now - heardAt} s ago`);
    news.stop();
  }
});
