// @ts-check
//
// The client's evaluate() gives promises; this is the function under it, which evaluates one definition.
import { countValues, oneByOne } from '../adapters.mjs';

/** @param {any} data @param {string} key @param {any} entities */
const ask = (data, key, entities) =>
  data.evaluate({ definition: data.definitions[key], environment: 'production', segments: data.segments, entities, defaultValue: false }).value;

/** @type {import('../adapters.mjs').Adapter} */
export default {
  title: 'vercel evaluate()',
  modules: ['@vercel/flags-core'],
  state: (features) =>
    JSON.stringify({
      environment: 'production',
      projectId: 'prj_bench',
      configUpdatedAt: 1,
      revision: 1,
      definitions: Object.fromEntries(features.map((feature, n) => [feature.key, define(feature, n)])),
    }),
  open: (flags) => flags,
  load: (flags, state) => ({ ...JSON.parse(state.toString()), evaluate: flags.evaluate }),
  user: (_, id) => ({ user: { id } }),
  ask: (data, key) => (user) => ask(data, key, user),
  askAll: oneByOne(ask),
  countOn: countValues(),
};

/** @param {import('../states.mjs').Neutral} feature @param {number} n */
function define(feature, n) {
  const production =
    feature.type === 'plain'
      ? { fallthrough: feature.on ? 1 : 0 }
      : feature.type === 'override'
        ? { targets: [{}, { user: { id: feature.ids } }], fallthrough: 0 }
        : { fallthrough: { type: 'split', base: ['user', 'id'], weights: [100 - feature.percent, feature.percent], defaultVariant: 0 } };
  return { variants: [false, true], seed: (n * 2_654_435_761) >>> 0, environments: { production } };
}
