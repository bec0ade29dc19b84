// @ts-check
//
// A page as an application writes it, rendered by Node and hydrated by Chromium.
import { Suspense, createElement as h } from 'react';
import { useExplanation, useFlag, useSample, useSwitch } from 'pancake-flags/react';

/** How often each component was rendered. @type {Map<string, number>} */
export const renders = new Map();

/** @param {string} name */
function count(name) {
  renders.set(name, (renders.get(name) ?? 0) + 1);
}

/** @param {{ name: string, default?: boolean }} props */
export function Flag({ name, default: whenUnknown = false }) {
  count(name);
  return h('p', { id: name }, useFlag(name, { default: whenUnknown }) ? 'on' : 'off');
}

/** @param {{ name: string }} props */
export function Switch({ name }) {
  count(name);
  return h('p', { id: name }, useSwitch(name) ? 'on' : 'off');
}

/** @param {{ name: string, default?: number }} props */
export function Sample({ name, default: whenUnknown = 0 }) {
  count(name);
  return h('p', { id: name }, useSample(name, { default: whenUnknown }) ? 'on' : 'off');
}

/** @param {{ name: string }} props */
export function Why({ name }) {
  count(`why ${name}`);
  const { reason, isActive } = useExplanation(name);
  return h('p', { id: `why-${name}` }, `${name} is ${isActive ? 'on' : 'off'} by ${reason}`);
}

export function Shop() {
  return h(
    'main',
    null,
    h(Switch, { name: 'OPEN' }),
    h(Flag, { name: 'CHECKOUT' }),
    h(Flag, { name: 'NEW', default: true }),
    h(Sample, { name: 'HALF' }),
    h(Why, { name: 'CHECKOUT' }),
    h(Why, { name: 'HALF' }),
  );
}

/** What a part of the page waits for in a browser, such as its code. @type {{ waiting: Promise<unknown> | null }} */
export const late = { waiting: null };

function Late() {
  if (late.waiting !== null) throw late.waiting;
  return h('section', null, h(Switch, { name: 'OPEN' }), h(Flag, { name: 'CHECKOUT' }), h(Flag, { name: 'NEW', default: true }), h(Sample, { name: 'HALF' }));
}

/** A page of which a part is hydrated later than the rest. */
export function LateShop() {
  return h('main', null, h('h1', null, 'Shop'), h(Suspense, { fallback: 'loading' }, h(Late)));
}

/** 200 features, as many of them samples as a careless team would have. */
export const many = Array.from({ length: 200 }, (_, index) => `FEATURE_${index}`);

export function Many() {
  return h(
    'main',
    null,
    many.map((name, index) => (index % 2 === 0 ? h(Sample, { key: name, name }) : h(Flag, { key: name, name }))),
  );
}
