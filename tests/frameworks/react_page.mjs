// @ts-check
//
// Runs in Chromium, bundled by esbuild: what a test asks of the page.
import { createPancake } from 'pancake-flags';
import { PancakeProvider, usePancake } from 'pancake-flags/react';
import { withFeatures } from 'pancake-flags/testing';
import { StrictMode, act, createElement as h, useEffect } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { Flag, LateShop, Many, Sample, Shop, Why, late, many, renders } from './react_app.mjs';

const root = /** @type {HTMLElement} */ (document.getElementById('root'));
const shown = (/** @type {string} */ id) => document.getElementById(id)?.textContent;

/** What React tells of mismatches. @type {string[]} */
const mismatches = [];
const onRecoverableError = (/** @type {unknown} */ error) => mismatches.push(String(error));

/** Renders into the page. @param {any} pancake @param {any[]} children @param {{ strict?: boolean }} [options] */
function show(pancake, children, { strict = false } = {}) {
  renders.clear();
  const target = createRoot(root);
  const tree = (/** @type {any} */ of) => {
    const page = h(PancakeProvider, { pancake: of }, ...children);
    return strict ? h(StrictMode, null, page) : page;
  };
  act(() => target.render(tree(pancake)));
  return {
    swap: (/** @type {any} */ other) => act(() => target.render(tree(other))),
    close: () => act(() => target.unmount()),
  };
}

/** @param {string} name */
const rendersOf = (name) => renders.get(name) ?? 0;

/** Each gives what the test is to compare. */
export const scenarios = {
  /** Only the component whose answer is another one is rendered again. */
  async changes() {
    const pancake = withFeatures({ A: true, B: false, C: false });
    const page = show(pancake, [h(Flag, { name: 'A' }), h(Flag, { name: 'B' }), h(Sample, { name: 'C' })]);
    const steps = [[shown('A'), shown('B'), shown('C'), rendersOf('A'), rendersOf('B'), rendersOf('C')]];
    for (const changes of [{ B: true }, { D: true }, { A: false, C: true }, { A: false }]) {
      act(() => pancake.set(changes));
      steps.push([shown('A'), shown('B'), shown('C'), rendersOf('A'), rendersOf('B'), rendersOf('C')]);
    }
    page.close();
    return steps;
  },

  /** An explanation is the same object until something in it changes. */
  async explanations() {
    const pancake = withFeatures({ A: true, B: true });
    const page = show(pancake, [h(Why, { name: 'A' })]);
    act(() => pancake.set({ B: false }));
    const before = [shown('why-A'), rendersOf('why A')];
    act(() => pancake.set({ A: false }));
    const after = [shown('why-A'), rendersOf('why A')];
    page.close();
    return [before, after];
  },

  /** Nobody listens any more when the page is gone; StrictMode subscribes twice and ends both. */
  async listeners() {
    let open = 0;
    const pancake = withFeatures({ A: true });
    const on = pancake.on.bind(pancake);
    pancake.on = (/** @type {any} */ name, /** @type {any} */ listener) => {
      open += 1;
      const end = on(name, listener);
      return () => {
        open -= 1;
        end();
      };
    };
    const page = show(pancake, [h(Flag, { name: 'A' }), h(Flag, { name: 'A' })], { strict: true });
    const during = [open, shown('A')];
    act(() => pancake.set({ A: false }));
    const changed = [open, shown('A')];
    page.close();
    return [during, changed, open];
  },

  /** Another Pancake takes over, and the one before is not listened to. */
  async swap() {
    const first = withFeatures({ A: true });
    const second = withFeatures({ A: false });
    const page = show(first, [h(Flag, { name: 'A' })]);
    const steps = [shown('A')];
    page.swap(second);
    steps.push(shown('A'));
    const before = rendersOf('A');
    act(() => first.set({ A: false }));
    act(() => first.set({ A: true }));
    steps.push(String(rendersOf('A') - before));
    act(() => second.set({ A: true }));
    steps.push(shown('A'));
    page.close();
    return steps;
  },

  /** usePancake gives what the provider was given. */
  async pancake() {
    const pancake = withFeatures();
    /** @type {unknown} */
    let seen;
    function Look() {
      seen = usePancake();
      return null;
    }
    show(pancake, [h(Look)]).close();
    return seen === pancake;
  },

  /** A real engine in the page, and a new snapshot of a real server. */
  async realChange() {
    const pancake = await createPancake({ url: location.origin, pollInterval: 0, live: false });
    const page = show(pancake, [h(Shop)]);
    const before = [shown('CHECKOUT'), rendersOf('CHECKOUT'), rendersOf('OPEN')];
    await fetch('/change', { method: 'POST' });
    await act(async () => void (await pancake.refresh()));
    const after = [shown('CHECKOUT'), rendersOf('CHECKOUT'), rendersOf('OPEN')];
    page.close();
    pancake.close();
    return [before, after];
  },

  /** The page as the server sent it, hydrated. @param {{ strict: boolean, user: string }} options */
  async hydrate({ strict, user }) {
    const { html, snapshot } = JSON.parse(/** @type {HTMLElement} */ (document.getElementById('state')).textContent ?? '');
    const pancake = await createPancake({ snapshot, groups: { user: () => user || null }, logger: { warn() {} } });
    const before = root.innerHTML;
    const page = h(PancakeProvider, { pancake }, h(Shop));
    const hydrated = await act(async () => hydrateRoot(root, strict ? h(StrictMode, null, page) : page, { onRecoverableError }));
    const after = root.innerHTML;
    const checkout = shown('why-CHECKOUT');
    act(() => hydrated.unmount());
    return { isAsSent: before === html, isAsBefore: after === before, mismatches, checkout };
  },

  /** A part that is hydrated when another snapshot is in use already. */
  async hydrateLate() {
    const { html, snapshot } = JSON.parse(/** @type {HTMLElement} */ (document.getElementById('state')).textContent ?? '');
    const pancake = await createPancake({ snapshot, url: location.origin, pollInterval: 0, live: false });
    let open = () => {};
    late.waiting = new Promise((resolve) => {
      open = () => {
        late.waiting = null;
        resolve(null);
      };
    });
    const hydrated = await act(async () => hydrateRoot(root, h(PancakeProvider, { pancake }, h(LateShop)), { onRecoverableError }));
    await fetch('/change', { method: 'POST' });
    await act(async () => void (await pancake.refresh()));
    const waiting = [pancake.flag('CHECKOUT').isActive(), shown('CHECKOUT'), root.innerHTML === html];
    const kept = document.getElementById('CHECKOUT');
    await act(async () => open());
    const after = [shown('CHECKOUT'), kept === document.getElementById('CHECKOUT')];
    act(() => hydrated.unmount());
    pancake.close();
    return { waiting, after, mismatches };
  },

  /** Many visitors, one behind the other: each new to the server. @param {number} visitors */
  async manyVisitors(visitors) {
    const answers = new Set();
    let moved = 0;
    let changed = 0;
    for (let visitor = 0; visitor < visitors; ++visitor) {
      document.cookie = 'pancake=; Max-Age=0; Path=/';
      const { html, snapshot } = await (await fetch('/visit', { method: 'POST' })).json();
      root.innerHTML = html;
      const places = layout();
      const pancake = await createPancake({ snapshot });
      /** @type {import('react-dom/client').Root | undefined} */
      let hydrated;
      await new Promise((resolve) => {
        const page = h(PancakeProvider, { pancake }, h(Many), h(Done, { resolve }));
        hydrated = hydrateRoot(root, page, { onRecoverableError });
      });
      if (root.innerHTML !== html) changed += 1;
      if (layout() !== places) moved += 1;
      answers.add(root.textContent);
      hydrated?.unmount();
      pancake.close();
    }
    return { mismatches, moved, changed, different: answers.size };
  },
};

/** Tells that the page is alive: React in production has no act(). @param {{ resolve: (value: unknown) => void }} props */
function Done({ resolve }) {
  useEffect(() => resolve(null), [resolve]);
  return null;
}

/** Where everything stands. */
function layout() {
  return many.map((name) => JSON.stringify(document.getElementById(name)?.getBoundingClientRect())).join();
}

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: act !== undefined, scenarios });
