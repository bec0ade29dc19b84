// @ts-check
import { countValues, oneByOne } from '../adapters.mjs';

/** @type {import('../adapters.mjs').Adapter} */
export default {
  title: 'growthbook',
  modules: ['@growthbook/growthbook'],
  state: (features) => JSON.stringify({ features: Object.fromEntries(features.map((feature) => [feature.key, define(feature)])) }),
  open: (growthbook) => growthbook,
  load: (growthbook, state) => new growthbook.GrowthBookClient().initSync({ payload: JSON.parse(state.toString()) }),
  user: (_, id) => ({ attributes: { id } }),
  ask: (client, key) => (user) => client.isOn(key, user),
  askAll: oneByOne((client, key, user) => client.isOn(key, user)),
  countOn: countValues(),
  close: (client) => client.destroy(),
};

/** @param {import('../states.mjs').Neutral} feature */
function define(feature) {
  if (feature.type === 'plain') return { defaultValue: feature.on };
  const rule =
    feature.type === 'override'
      ? { condition: { id: { $in: feature.ids } } }
      : { coverage: feature.percent / 100, hashAttribute: 'id', seed: feature.key, hashVersion: 2 };
  return { defaultValue: false, rules: [{ ...rule, id: feature.key, force: true }] };
}
