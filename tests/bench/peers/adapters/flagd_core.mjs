// @ts-check
import { countValues } from '../adapters.mjs';

const variants = { on: true, off: false };

/** @type {import('../adapters.mjs').Adapter} */
export default {
  title: 'flagd-core',
  modules: ['@openfeature/flagd-core'],
  state: (features) => JSON.stringify({ flags: Object.fromEntries(features.map((feature) => [feature.key, define(feature)])) }),
  open: (flagd) => flagd,
  load(flagd, state) {
    const core = new flagd.FlagdCore();
    core.setConfigurations(state.toString());
    return core;
  },
  user: (_, id) => ({ targetingKey: id }),
  ask: (core, key) => (user) => core.resolveBooleanEvaluation(key, false, user).value,
  askAll: (core) => (user) => core.resolveAll(user),
  countOn: countValues((resolved) => resolved.value),
};

/** @param {import('../states.mjs').Neutral} feature */
function define(feature) {
  if (feature.type === 'plain') return { state: 'ENABLED', variants, defaultVariant: feature.on ? 'on' : 'off' };
  const targeting =
    feature.type === 'override'
      ? { if: [{ in: [{ var: 'targetingKey' }, feature.ids] }, 'on', 'off'] }
      : { fractional: [['on', feature.percent], ['off', 100 - feature.percent]] };
  return { state: 'ENABLED', variants, defaultVariant: 'off', targeting };
}
