// @ts-check
//
// node --expose-gc measure.mjs < JOB
//
// Measures one thing of one SDK in a process of its own, so that nobody runs on what another made hot.
// Prints what came of it, a line of JSON; the last line counts, for SDKs print too.
import { readFileSync } from 'node:fs';
import { openSdk, readAdapter } from './adapters.mjs';
import { held, watchWasm } from './memory.mjs';
import { inTurn, rates } from './rates.mjs';

/**
 * @typedef {import('./adapters.mjs').Adapter} Adapter
 * @typedef {{ name: string, key: string, ids: readonly string[], expected: readonly boolean[] | 'half' }} Question
 *   one feature for users in turn, and what it is to answer to the first of them; `half`: on for about half of all
 * @typedef {{ budget: import('./rates.mjs').Budget, adapter: string }} Common
 * @typedef {{ state: string, key: string, id: string }} First a state and a first question, to be answered with on
 * @typedef {Common & { kind: 'rates', state: string, questions: readonly Question[] }} RatesJob
 * @typedef {Common & { kind: 'all', state: string, keys: readonly string[], ids: readonly string[], on: readonly [number, number][] }} AllJob
 *   every feature, by what the SDK gives, and by name; for each id how many are on, at least and at most
 * @typedef {Common & { kind: 'load', small: First, first: First, again: number }} LoadJob
 * @typedef {Common & { kind: 'memory', small: First, first: First, questions: readonly Question[] }} MemoryJob
 * @typedef {RatesJob | AllJob | LoadJob | MemoryJob} Job
 */

/** @param {Adapter} adapter @param {any} instance @param {readonly Question[]} questions @param {Common} job */
async function timeQuestions(adapter, instance, questions, { budget }) {
  const prepared = questions.map(({ name, key, ids, expected }) => {
    const users = ids.map((id) => adapter.user(instance, id));
    return { name, expected, users, ask: adapter.ask(instance, key) };
  });
  // All of them first: a program asks features of every kind.
  for (const { name, expected, users, ask } of prepared) {
    /** @type {boolean[]} */
    const answers = [];
    const checked = expected === 'half' ? users : users.slice(0, expected.length);
    for (const user of checked) answers.push(await ask(user));
    refuse(name, answers, expected);
  }
  /** @type {Record<string, number[]>} */
  const perSecond = {};
  for (const { name, users, ask } of prepared) perSecond[name] = await rates(inTurn(ask, users, adapter.isAsync), budget);
  return perSecond;
}

/** @param {string} name @param {boolean[]} answers @param {Question['expected']} expected */
function refuse(name, answers, expected) {
  const wrong =
    expected === 'half'
      ? Math.abs(answers.filter((answer) => answer === true).length / answers.length - 0.5) > 0.06
      : answers.some((answer, n) => answer !== expected[n]);
  if (wrong) throw new Error(`wrong answers to ${name}`);
}

/** @param {Adapter} adapter @param {any} sdk @param {First} first */
async function loadAndAsk(adapter, sdk, { state, key, id }) {
  const bytes = readFileSync(state);
  const begin = performance.now();
  const instance = await adapter.load(sdk, bytes);
  const answer = await adapter.ask(instance, key)(adapter.user(instance, id));
  const milliseconds = performance.now() - begin;
  if (answer !== true) throw new Error('a wrong first answer');
  return { instance, milliseconds };
}

/** The SDK is up and its code has run: from here on the size of the state counts. @param {Adapter} adapter @param {any} sdk @param {First} small */
async function warmUp(adapter, sdk, small) {
  const { instance } = await loadAndAsk(adapter, sdk, small);
  await adapter.close?.(instance);
}

/** @type {{ [Kind in Job['kind']]: (adapter: Adapter, sdk: any, job: any) => Promise<object> }} */
const kinds = {
  async rates(adapter, sdk, /** @type {RatesJob} */ job) {
    const instance = await adapter.load(sdk, readFileSync(job.state));
    return timeQuestions(adapter, instance, job.questions, job);
  },

  async all(adapter, sdk, /** @type {AllJob} */ job) {
    const instance = await adapter.load(sdk, readFileSync(job.state));
    const users = job.ids.map((id) => adapter.user(instance, id));
    const perSecond = async (/** @type {(user: any) => any} */ askAll) => {
      for (const [n, user] of users.entries()) {
        const count = adapter.countOn(await askAll(user));
        const [least = 0, most = 0] = job.on[n] ?? [];
        if (!(least <= count && count <= most)) throw new Error(`${count} are on, not ${least} to ${most}`);
      }
      return rates(inTurn(askAll, users, adapter.isAsync), job.budget);
    };
    const own = await perSecond(adapter.askAll(instance, job.keys));
    const { askAllByName } = adapter;
    return { own, byName: askAllByName ? await perSecond(askAllByName(instance, job.keys)) : own };
  },

  async load(adapter, sdk, /** @type {LoadJob} */ job) {
    await warmUp(adapter, sdk, job.small);
    /** @type {number[]} */
    const spent = [];
    const begin = performance.now();
    while (spent.length < 2 || (spent.length <= job.again && performance.now() - begin < 4_000)) {
      globalThis.gc?.();
      const { instance, milliseconds } = await loadAndAsk(adapter, sdk, job.first);
      spent.push(milliseconds);
      await adapter.close?.(instance);
    }
    return { first: spent[0], again: spent.slice(1) };
  },

  async memory(adapter, sdk, /** @type {MemoryJob} */ job) {
    await warmUp(adapter, sdk, job.small);
    await settled();
    const before = held();
    const { instance, milliseconds } = await loadAndAsk(adapter, sdk, job.first);
    await settled();
    const after = held();
    const perSecond = await timeQuestions(adapter, instance, job.questions, job);
    return { milliseconds, js: after.js - before.js, wasm: after.wasm - before.wasm, perSecond };
  },
};

/** What an SDK does behind its answer is over. */
function settled() {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

watchWasm();
/** @type {Job} */
const job = JSON.parse(readFileSync(0, 'utf8'));
const adapter = await readAdapter(job.adapter);
const result = await kinds[job.kind](adapter, await openSdk(adapter), job);
process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit());
