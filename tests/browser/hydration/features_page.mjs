// @ts-check
// What server and page render: a line for each feature, longer where it is on.
import { useFlag, useSample, useSwitch } from 'pancake-flags/react';
import { createElement, useEffect } from 'react';

const hooks = { switch: useSwitch, flag: useFlag, sample: useSample };

/** @typedef {{ kind: keyof typeof hooks, name: string }} FeatureName */

/** @param {FeatureName} props */
function Feature({ kind, name }) {
  const isActive = hooks[kind](/** @type {never} */ (name));
  return createElement('p', { className: isActive ? 'on' : 'off' }, isActive ? `${name} is on for you` : name);
}

/** @param {{ features: FeatureName[], onHydrated?: () => void }} props */
export function FeaturesPage({ features, onHydrated }) {
  useEffect(() => onHydrated?.(), [onHydrated]);
  return createElement('main', null, ...features.map((feature) => createElement(Feature, { ...feature, key: `${feature.kind} ${feature.name}` })));
}
