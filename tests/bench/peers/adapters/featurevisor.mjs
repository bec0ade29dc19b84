// @ts-check
import { countValues } from '../adapters.mjs';

/** @type {import('../adapters.mjs').Adapter} */
export default {
  title: 'featurevisor',
  modules: ['@featurevisor/sdk'],
  state: (features) =>
    JSON.stringify({
      schemaVersion: '2',
      revision: '1',
      segments: {},
      features: Object.fromEntries(features.map((feature) => [feature.key, define(feature)])),
    }),
  open: (featurevisor) => featurevisor,
  load: (featurevisor, state) => featurevisor.createInstance({ datafile: state.toString(), logLevel: 'error' }),
  user: (_, id) => ({ userId: id }),
  ask: (instance, key) => (user) => instance.isEnabled(key, user),
  askAll: (instance) => (user) => instance.getAllEvaluations(user),
  countOn: countValues((evaluation) => evaluation.enabled),
};

/** @param {import('../states.mjs').Neutral} feature */
function define(feature) {
  const share = feature.type === 'percent' ? feature.percent : feature.type === 'plain' && feature.on ? 100 : 0;
  const listed = feature.type === 'override' && [{ conditions: [{ attribute: 'userId', operator: 'in', value: feature.ids }], enabled: true }];
  return {
    key: feature.key,
    hash: 'hash',
    bucketBy: 'userId',
    ...(listed && { force: listed }),
    traffic: [{ key: '1', segments: '*', percentage: share * 1_000, allocation: [] }],
  };
}
