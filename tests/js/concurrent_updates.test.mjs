// @ts-check
//
// Requests of a worker each fetch by themselves, so answers may come in any order.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { internal } from './support/internals.mjs';
import { keptLog, shopBytes } from './support/snapshots.mjs';

/** @type {any} */
let EdgePancake;
/** @type {WebAssembly.Module} */
let wasm;

before(async () => {
  ({ EdgePancake } = await internal('edge_pancake'));
  wasm = await WebAssembly.compile(readFileSync(new URL('../../build/wasm/pancake.wasm', import.meta.url)));
});

/** An answer whose headers are there at once and whose body the test ends. @param {string} etag */
function openAnswer(etag) {
  /** @type {ReadableStreamDefaultController} */
  let body = /** @type {any} */ (null);
  const response = new Response(new ReadableStream({ start: (controller) => void (body = controller) }), { headers: { etag } });
  return {
    response,
    /** @param {Uint8Array} bytes */
    end: (bytes) => (body.enqueue(bytes), body.close()),
    fail: () => body.error(new Error('the line is cut')),
  };
}

/** A worker's Pancake that gets these answers one after the other, and 304 when they are all gone. @param {Response[]} answers */
async function create(answers) {
  /** @type {(string | null)[]} */
  const etags = [];
  const platform = { wasm, cookies: () => null, importModule: () => null, pollInterval: 0, isUnderTls: () => false, asyncStorage: () => null };
  const fetch = async (/** @type {string} */ _url, /** @type {RequestInit} */ { headers }) => {
    etags.push(new Headers(headers).get('If-None-Match'));
    return answers.shift() ?? new Response(null, { status: 304 });
  };
  const pancake = await new EdgePancake(platform, { url: 'http://flags', scope: 'full', maxAge: 0, fetch, logger: keptLog() }).start();
  const request = () => pancake.forRequest({ headers: {} });
  /** @type {string[]} */
  const told = [];
  for (const name of ['change', 'error']) pancake.on(name, (/** @type {any} */ { code }) => told.push(code ?? name));
  return { pancake, etags, request, told };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 10));

test('a snapshot is asked for again by its own ETag, whatever else was on its way', async () => {
  const [slow, cut] = [openAnswer('"slow"'), openAnswer('"cut"')];
  const { pancake, etags, request } = await create([slow.response, cut.response]);
  const requests = [request(), request()];
  await soon();
  slow.end(await shopBytes());
  await requests[0];
  cut.fail();
  await requests[1];
  assert.equal(pancake.revision, 7);
  await request();
  assert.deepEqual(etags, [null, null, '"slow"']);
});

test('an older snapshot that comes later leaves the ETag of the one in use', async () => {
  const [older, newer] = [openAnswer('"older"'), openAnswer('"newer"')];
  const { pancake, etags, request, told } = await create([older.response, newer.response]);
  const requests = [request(), request()];
  await soon();
  newer.end(await shopBytes({ revision: 8 }));
  await requests[1];
  older.end(await shopBytes({ revision: 7 }));
  await requests[0];
  await request();
  assert.equal(pancake.revision, 8);
  assert.deepEqual(etags, [null, null, '"newer"']);
  assert.deepEqual(told, ['change'], 'what came too late is no error');
});

test('the same snapshot for several requests is one change', async () => {
  const answers = [openAnswer('"same"'), openAnswer('"same"'), openAnswer('"same"')];
  const { pancake, request, told } = await create(answers.map(({ response }) => response));
  const requests = answers.map(() => request());
  await soon();
  for (const answer of answers) answer.end(await shopBytes());
  await Promise.all(requests);
  assert.equal(pancake.revision, 7);
  assert.deepEqual(told, ['change']);
});

test('durations of a worker that cannot be meant are refused', () => {
  const platform = { wasm, cookies: () => null, importModule: () => null, pollInterval: 0, asyncStorage: () => null };
  for (const wrong of [{ maxAge: -1 }, { maxAge: 'soon' }, { keepFor: NaN }]) {
    assert.throws(() => new EdgePancake(platform, { url: 'http://flags', ...wrong }), { code: 'bad_option' }, JSON.stringify(wrong));
  }
});

test("a closed one leaves no listener on the application's signal", async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (/** @type {[any, any]} */ ...words) => (++listeners, add(...words));
  signal.removeEventListener = (/** @type {[any, any]} */ ...words) => (--listeners, remove(...words));
  const platform = { wasm, cookies: () => null, pollInterval: 0, asyncStorage: () => null };
  const pancake = new EdgePancake(platform, { url: 'http://flags', logger: keptLog(), signal });
  assert.equal(listeners, 1);
  pancake.close();
  assert.equal(listeners, 0);
});
