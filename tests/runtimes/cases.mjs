// @ts-check
//
// What the npm package promises in every runtime. Nothing but its public API and Web APIs is used
// here: the same file runs in pages, workers, Node, Deno, Bun and edge runtimes.
import { runVectors } from '../js/vectors_suite.mjs';
import { offerDamagedSnapshots } from './damaged_snapshots.mjs';
import { codesOf, equal, fail, keptLog, ok, until } from './expect.mjs';
import { askLayeredSnapshot, fileOf } from './layered_snapshot.mjs';

/**
 * What a runtime gives the cases.
 * @typedef {object} Given
 * @property {(options: any) => Promise<any>} createPancake
 * @property {(json: any) => Promise<Uint8Array>} snapshotFromJson
 * @property {string} url a real server
 * @property {string} desk the site that changes its features and keeps the vectors
 * @property {string} extension of the server, this runtime's own
 * @property {number} seed of what is random
 * @property {any} [context] of the request that a worker is answering
 *
 * @typedef {Given & { vectors: any, bytes: (changes?: object) => Promise<Uint8Array> }} Ready
 */

/** A small snapshot with all three kinds, in which user 42 has overrides. */
const shop = {
  extension: 'pancake',
  scope: 'full',
  revision: 7,
  groups: ['user', 'admin'],
  switches: [{ name: 'OPEN', default: true }],
  flags: [{ name: 'CHECKOUT', default: false }, { name: 'DARK', default: false, state: true }],
  samples: [{ name: 'ALL', default: 100 }, { name: 'HALF', default: 50 }],
  overrides: [{ group: 'user', id: '42', flags: { CHECKOUT: true } }],
};

/**
 * Runs all cases one after the other.
 * @param {Given} given
 * @returns {Promise<{ passed: number, failures: string[] }>}
 */
export async function runCases(given) {
  const read = async (/** @type {string} */ name) => (await fetch(`${given.desk}/tests/vectors/${name}.json`)).json();
  const names = ['evaluation', 'layers', 'sample_draw', 'visitor_cookie'];
  const [evaluation, layers, sampleDraw, visitorCookie] = await Promise.all(names.map(read));
  const ready = {
    ...given,
    vectors: { evaluation, layers, sampleDraw, visitorCookie },
    bytes: (/** @type {object | undefined} */ changes) => given.snapshotFromJson({ ...shop, ...changes }),
  };
  const result = { passed: 0, failures: /** @type {string[]} */ ([]) };
  for (const [title, run] of Object.entries(cases)) {
    try {
      await run(ready);
      ++result.passed;
    } catch (/** @type {any} */ error) {
      result.failures.push(`${title}: ${error?.stack ?? error}`);
    }
  }
  return result;
}

/** The answers for the runtime's own visitor, or for that of a request. @param {any} pancake @param {Ready} ready @param {any} [request] */
async function visitOf(pancake, { context }, request = { headers: new Headers() }) {
  return pancake.forRequest === undefined ? pancake : pancake.forRequest(request, context);
}

/** Has the desk put a state into the server's store. @param {Ready} ready @param {string} feature such as flags/CHECKOUT @param {object} state */
async function change({ desk, extension }, feature, state) {
  const response = await fetch(`${desk}/change/${extension}/${feature}`, { method: 'POST', body: JSON.stringify(state) });
  if (!response.ok) throw new Error(`the desk answered ${response.status}: ${await response.text()}`);
}

/** A `fetch` that gives one answer after the other, the last one for ever. @param {(() => any)[]} answers */
function answering(...answers) {
  /** @type {string[]} */
  const asked = [];
  const fetch = async (/** @type {string} */ url) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(url);
    return answer?.();
  };
  return { asked, fetch };
}

let servers = 0;
/** A server of its own, so that nothing kept of another one is found. */
const newUrl = () => `https://flags.example/${++servers}`;

/** @param {Uint8Array} bytes */
const found = (bytes) => () => new Response(/** @type {any} */ (bytes), { headers: { ETag: `"${Math.random()}"` } });

/** @type {Record<string, (ready: Ready) => Promise<void>>} */
const cases = {
  async 'every vector is answered'(ready) {
    const { passed, failures } = await runVectors(ready, ready.vectors);
    equal(failures, []);
    ok(passed > 5_000, `only ${passed} answers were compared`);
  },

  async 'a snapshot of bytes answers without any request'(ready) {
    const log = keptLog();
    const { asked, fetch } = answering();
    const bytes = await ready.bytes();
    for (const snapshot of [bytes, bytes.slice().buffer]) {
      const pancake = await ready.createPancake({ snapshot, logger: log, fetch });
      await pancake.ready;
      const visit = await visitOf(pancake, ready);
      equal(pancake.revision, 7);
      equal([visit.switch('OPEN').isActive(), visit.flag('CHECKOUT').isActive(), visit.sample('ALL').isActive()], [true, false, true]);
      pancake.close();
    }
    equal(asked, []);
    equal(log.lines, []);
  },

  async 'every reason is explained'(ready) {
    const groups = { user: () => '42', admin: () => null };
    const pancake = await ready.createPancake({ snapshot: await ready.bytes(), groups, visitor: 'somebody', logger: keptLog() });
    const visit = await visitOf(pancake, ready);
    equal(visit.explain('OPEN'), { kind: 'switch', name: 'OPEN', isActive: true, reason: 'default' });
    equal(visit.explain('DARK'), { kind: 'flag', name: 'DARK', isActive: true, reason: 'state' });
    equal(visit.explain('CHECKOUT'), { kind: 'flag', name: 'CHECKOUT', isActive: true, reason: 'override', group: 'user', id: '42' });
    const half = visit.explain('HALF');
    equal([half.kind, half.reason, half.ratio, half.isActive], ['sample', 'sample', 50, half.draw < 50]);
    equal(visit.flag('NEW', { default: true }).explain(), { kind: 'flag', name: 'NEW', isActive: true, reason: 'unknown' });
    pancake.close();
    equal(visit.flag('CHECKOUT').reason, 'not_loaded');
  },

  async 'the server gives the first snapshot'(ready) {
    const log = keptLog();
    const pancake = await ready.createPancake({ url: ready.url, extension: ready.extension, logger: log });
    const visit = await visitOf(pancake, ready);
    equal(visit.explain('GREETING'), { kind: 'flag', name: 'GREETING', isActive: true, reason: 'default' });
    ok(pancake.revision !== null, 'a revision');
    equal(await pancake.refresh(), false, 'its ETag is known');
    equal(log.lines, []);
    pancake.close();
  },

  async 'with a snapshot nobody waits for the server'(ready) {
    const fetch = (/** @type {string} */ _, /** @type {RequestInit} */ { signal }) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const options = { url: newUrl(), snapshot: await ready.bytes(), storage: false, timeout: 60_000, requestTimeout: 60_000 };
    const pancake = await ready.createPancake({ ...options, fetch, logger: keptLog() });
    equal(pancake.revision, 7);
    pancake.close();
  },

  async 'a program that may wait hears of a change without polling'(ready) {
    if (ready.context !== undefined) return; // a request of a worker is answered and gone
    const pancake = await ready.createPancake({ url: ready.url, extension: ready.extension, pollInterval: 60_000 });
    const isOn = async () => (await visitOf(pancake, ready)).switch('SALE').isActive();
    await change(ready, 'switches/SALE', { on: true });
    await until('SALE is on', isOn);
    await change(ready, 'switches/SALE', { on: false });
    await until('SALE is off', async () => !(await isOn()));
    pancake.close();
  },

  async 'a page begins with the last known good snapshot'(ready) {
    if (globalThis.localStorage === undefined || globalThis.document === undefined) return;
    const log = keptLog();
    const answer = answering(found(await ready.bytes()), () => fail('offline'));
    const options = { url: newUrl(), fetch: answer.fetch, live: false, pollInterval: 0, logger: log };
    (await ready.createPancake(options)).close();
    const pancake = await ready.createPancake(options);
    equal([pancake.revision, pancake.flag('DARK').isActive()], [7, true]);
    await until('the server is asked', async () => answer.asked.length === 2 && log.lines.length > 0);
    equal([pancake.revision, pancake.flag('DARK').isActive(), codesOf(log.lines)], [7, true, ['fetch_failed']]);
    pancake.close();
  },

  async 'a change on the server is seen'(ready) {
    const pancake = await ready.createPancake({ url: ready.url, extension: ready.extension, pollInterval: 50, maxAge: 50, live: false });
    const isOn = async () => (await visitOf(pancake, ready)).switch('SALE').isActive();
    equal(await isOn(), false);
    /** @type {any[]} */
    const events = [];
    pancake.on('change', (/** @type {any} */ event) => events.push(event));
    await change(ready, 'switches/SALE', { on: true });
    await until('SALE is on', isOn);
    equal(events.map(({ features }) => features), [['SALE']]);
    equal(events.at(-1).revision, pancake.revision);
    await change(ready, 'switches/SALE', { on: false });
    await until('SALE is off', async () => !(await isOn()));
    pancake.close();
  },

  async "a visitor's overrides come with the snapshot"(ready) {
    await change(ready, 'flags/GREETING/overrides/user/alice', { on: false });
    const log = keptLog();
    let user = 'alice';
    const options = { url: ready.url, extension: ready.extension, groups: { user: () => user }, pollInterval: 50, maxAge: 50 };
    const pancake = await ready.createPancake({ ...options, logger: log });
    const answer = async () => (await visitOf(pancake, ready)).flag('GREETING').isActive();
    equal(await answer(), false);
    user = 'bob';
    await until('bob is greeted', answer);
    user = 'alice';
    await until('alice is not', async () => !(await answer()));
    equal(log.lines, []);
    pancake.close();
  },

  async 'a visitor keeps its place in samples, in a cookie where there is one'(ready) {
    const options = { snapshot: await ready.bytes(), logger: keptLog() };
    const pancake = await ready.createPancake(options);
    const place = (/** @type {any} */ visit) => visit.sample('HALF').explain().draw;
    if (pancake.forRequest !== undefined) {
      const visit = await visitOf(pancake, ready);
      const draw = place(visit);
      const [cookie = '', ...others] = (await visit.apply(new Response('hello'))).headers.getSetCookie();
      equal(others, []);
      ok(/^pancake=1[\w-]{3}; Max-Age=31536000; Path=\/; SameSite=Lax$/.test(cookie), cookie);
      const again = await visitOf(pancake, ready, { headers: new Headers({ Cookie: cookie.slice(0, 12) }) });
      equal(place(again), draw);
      equal(await again.setCookies(), [], 'a known visitor needs no cookie');
      const draws = await Promise.all(Array.from({ length: 20 }, async () => place(await visitOf(pancake, ready))));
      ok(new Set(draws).size > 10, 'others have other places');
    } else {
      const draw = place(pancake);
      equal(place(pancake), draw);
      if (globalThis.document !== undefined) {
        ok(/(^|; )pancake=1[\w-]{3}(;|$)/.test(document.cookie), `the cookies are ${document.cookie}`);
        const second = await ready.createPancake(options);
        equal(place(second), draw);
        second.close();
      }
    }
    pancake.close();
  },

  async 'the text that a server dehydrates answers as the server did'(ready) {
    const forClients = { flags: [{ name: 'CHECKOUT', default: false, client: true }], samples: [{ name: 'HALF', default: 50, client: true }] };
    const groups = { user: () => '42' };
    const pancake = await ready.createPancake({ snapshot: await ready.bytes(forClients), groups, visitor: 'v1', logger: keptLog() });
    const there = await visitOf(pancake, ready);
    // A page dehydrates nothing: it gets what a server wrote.
    const text = await (there.dehydrate?.() ?? pageText());
    ok(/^[\w-]+$/.test(text), text);
    const log = keptLog();
    const second = await ready.createPancake({ snapshot: text, groups, visitor: 'v1', logger: log });
    const here = await visitOf(second, ready);
    for (const name of ['CHECKOUT', 'HALF']) equal(here.explain(name).isActive, there.explain(name).isActive, name);
    equal(here.flag('CHECKOUT').reason, 'override');
    equal(here.switch('OPEN').reason, there.dehydrate ? 'unknown' : 'default');
    pancake.close();
    second.close();

    async function pageText() {
      const letters = String.fromCharCode(...(await ready.bytes(forClients)));
      return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    }
  },

  async 'a snapshot function of a server is asked at each refresh, a page refuses it'(ready) {
    let revision = 6;
    const log = keptLog();
    const snapshot = () => (++revision === 9 ? null : ready.bytes({ revision }));
    const pancake = await ready.createPancake({ snapshot, pollInterval: 0, maxAge: 0, logger: log }).catch(
      (/** @type {any} */ { code }) => equal(code, 'bad_option'),
    );
    if (pancake === undefined) return;
    await visitOf(pancake, ready);
    equal(pancake.revision, 7);
    equal([await pancake.refresh(), await pancake.refresh(), pancake.revision], [true, false, 8]);
    equal(log.lines.length, 1);
    pancake.close();
  },

  async 'a server signs the cookies that it shares with a Flask app, a page refuses to know how'(ready) {
    const cookie = { format: 'flask-pancake', secret: 's3cr!t' };
    const pancake = await ready.createPancake({ snapshot: await ready.bytes(), cookie, logger: keptLog() }).catch(
      (/** @type {any} */ { code }) => equal(code, 'bad_option'),
    );
    if (pancake === undefined) return;
    const visit = await visitOf(pancake, ready);
    const isIn = visit.sample('HALF').isActive();
    const [set = ''] = await visit.setCookies();
    ok(/^pancake=[\w.-]+; HttpOnly; Path=\/; SameSite=Lax$/.test(set), set);
    const again = await visitOf(pancake, ready, { headers: new Headers({ Cookie: set.split(';')[0] ?? '' }) });
    equal(again.sample('HALF').explain(), { kind: 'sample', name: 'HALF', isActive: isIn, reason: 'cookie' });
    pancake.close();
  },

  async 'run() answers for the request at hand, also after an await'(ready) {
    const groups = { user: (/** @type {any} */ request) => request.headers.get('X-User') };
    const pancake = await ready.createPancake({ snapshot: await ready.bytes(), groups, logger: keptLog() });
    if (pancake.run === undefined) return;
    const CHECKOUT = pancake.flag('CHECKOUT');
    const answers = await Promise.all(
      ['42', '43', '42'].map((user) =>
        pancake.run({ headers: new Headers({ 'X-User': user }) }, async () => {
          const before = CHECKOUT.isActive();
          await new Promise((resolve) => setTimeout(resolve, 5));
          return [before, CHECKOUT.isActive()];
        }, ready.context),
      ),
    );
    equal(answers, [[true, true], [false, false], [true, true]]);
    pancake.close();
  },

  async 'what is refused leaves the answers as they were, and is told by its code'(ready) {
    const bytes = await ready.bytes();
    const flipped = bytes.slice();
    flipped[40] = (flipped[40] ?? 0) ^ 1;
    const refusals = /** @type {[string, () => any][]} */ ([
      ['wrong_length', found(bytes.slice(0, -1))],
      ['wrong_checksum', found(flipped)],
      ['not_a_snapshot', () => new Response('<!doctype html><title>Sign in</title>')],
      ['not_a_snapshot', () => new Response('')],
      ['older_revision', found(await ready.bytes({ revision: 6 }))],
      ['wrong_extension', found(await ready.bytes({ extension: 'other' }))],
      ['http_status', () => new Response('', { status: 500 })],
      ['fetch_failed', () => { throw new TypeError('offline'); }],
    ]);
    const { fetch } = answering(found(bytes), ...refusals.map(([, answer]) => answer), found(await ready.bytes({ revision: 8 })));
    const options = { url: newUrl(), fetch, pollInterval: 0, maxAge: 1e9, live: false, storage: false };
    const pancake = await ready.createPancake({ ...options, logger: keptLog() });
    /** @type {string[]} */
    const codes = [];
    pancake.on('error', (/** @type {any} */ error) => codes.push(error.code));
    const visit = await visitOf(pancake, ready);
    equal(pancake.revision, 7);
    for (const [code] of refusals) {
      equal(await pancake.refresh(), false, code);
      equal([pancake.revision, visit.flag('DARK').isActive(), visit.switch('OPEN').isActive()], [7, true, true], code);
    }
    equal(codes, refusals.map(([code]) => code));
    equal(await pancake.refresh(), true);
    equal(pancake.revision, 8);
    pancake.close();
  },

  async 'a snapshot with a layer answers as the vectors say, but in pages, which get none'(ready) {
    for (const row of ready.vectors.layers.cases) await askLayeredSnapshot(ready, row);
  },

  async '10,000 damaged snapshots are refused'(ready) {
    const count = 10_000;
    const visitor = (/** @type {any} */ pancake) => visitOf(pancake, ready);
    const layered = fileOf(ready.vectors.layers.cases[0]);
    const codes = await offerDamagedSnapshots(ready, { url: newUrl(), seed: ready.seed, count, visitOf: visitor, layered });
    equal(Object.values(codes).reduce((sum, each) => sum + each, 0), count);
  },

  async 'without its server a program has defaults, one warning and no exception'(ready) {
    const log = keptLog();
    // Nobody listens there, and browsers do not even ask.
    const options = { url: 'http://127.0.0.1:1', live: false, storage: false, pollInterval: 0, timeout: 20_000 };
    const pancake = await ready.createPancake({ ...options, logger: log });
    const visit = await visitOf(pancake, ready);
    const answers = () => [
      visit.switch('OPEN', { default: true }).isActive(),
      visit.flag('CHECKOUT').isActive(),
      visit.sample('ALL', { default: 100 }).isActive(),
      visit.sample('NONE').isActive(),
      visit.explain('OPEN').reason,
    ];
    equal(answers(), [true, false, true, false, 'not_loaded']);
    equal(answers(), [true, false, true, false, 'not_loaded']);
    equal(pancake.revision, null);
    equal(codesOf(log.lines), ['fetch_failed']);
    pancake.close();
  },

  async 'a server that does not answer in time is not waited for'(ready) {
    const log = keptLog();
    const options = { url: `${ready.desk}/slow`, live: false, storage: false, pollInterval: 0, timeout: 20_000, requestTimeout: 50 };
    const pancake = await ready.createPancake({ ...options, logger: log });
    const visit = await visitOf(pancake, ready);
    equal(visit.flag('CHECKOUT', { default: true }).isActive(), true);
    equal(codesOf(log.lines), ['timeout']);
    pancake.close();
  },

  async 'close() and the abort of a signal end everything'(ready) {
    const bytes = await ready.bytes();
    for (const end of ['close', 'abort']) {
      const { asked, fetch } = answering(found(bytes));
      const abort = new AbortController();
      const options = { url: newUrl(), fetch, pollInterval: 10, maxAge: 0, live: false, storage: false };
      const pancake = await ready.createPancake({ ...options, signal: abort.signal, logger: keptLog() });
      const visit = await visitOf(pancake, ready);
      equal(visit.switch('OPEN').isActive(), true);
      if (end === 'close') pancake.close();
      else abort.abort();
      const before = asked.length;
      equal([visit.switch('OPEN').isActive(), visit.explain('OPEN').reason], [false, 'not_loaded'], end);
      equal(await pancake.refresh(), false);
      await (await visitOf(pancake, ready)).switch('OPEN').isActive();
      // Another one asks three times: this one could have, too.
      const other = answering(found(bytes));
      const witness = await ready.createPancake({ ...options, fetch: other.fetch });
      await until('the other one asks', async () => {
        await visitOf(witness, ready);
        return other.asked.length > 2;
      });
      witness.close();
      equal(asked.length, before, `asked after ${end}`);
    }
  },

  async 'what cannot be meant is refused by its code'({ createPancake, snapshotFromJson }) {
    const attempts = [
      () => createPancake(/** @type {any} */ (undefined)),
      () => createPancake(/** @type {any} */ (null)),
      () => createPancake({ url: null }),
      () => createPancake({ url: 'https://flags.example', timeout: -1 }),
      () => createPancake({ url: 'https://flags.example', scope: 'private' }),
      () => snapshotFromJson({ extension: 'pancake', scope: 'full', revision: 1, flags: 'CHECKOUT' }),
    ];
    const codes = [];
    for (const attempt of attempts) codes.push(await attempt().then(() => fail('not refused'), ({ name, code }) => [name, code]));
    equal(codes, ['no_source', 'no_source', 'no_source', 'bad_option', 'bad_option', 'bad_snapshot_json'].map((code) => ['PancakeError', code]));
  },

  async 'many live beside each other'(ready) {
    const names = Array.from({ length: 30 }, (_, i) => `extension-${i}`);
    const open = await Promise.all(
      names.map(async (extension, i) =>
        ready.createPancake({ extension, snapshot: await ready.bytes({ extension, revision: i }), logger: keptLog() }),
      ),
    );
    open.forEach((pancake, i) => i % 3 === 0 && pancake.close());
    const answers = await Promise.all(
      open.map(async (pancake) => {
        const visit = await visitOf(pancake, ready);
        return [pancake.revision, visit.switch('OPEN').isActive(), visit.flag('DARK').isActive()];
      }),
    );
    equal(answers, names.map((_, i) => (i % 3 === 0 ? [null, false, false] : [i, true, true])));
    for (const pancake of open) pancake.close();
  },
};
