// @ts-check
//
// Rust in Wasm. A state reaches it through the client's fetcher alone, so the bench has one.
import { countValues } from '../adapters.mjs';

/** @type {import('../adapters.mjs').Adapter} */
export default {
  title: 'flipt, Wasm',
  modules: ['@flipt-io/flipt-client-js'],
  state: (features) => JSON.stringify({ namespace: { key: 'default', name: 'default' }, flags: features.map(define) }),
  async open({ FliptClient }) {
    const feed = { text: '{"namespace":{"key":"default"},"flags":[]}' };
    const response = { ok: true, status: 200, statusText: 'OK', headers: { get: () => null }, json: async () => JSON.parse(feed.text) };
    const client = await FliptClient.init({ namespace: 'default', updateInterval: 0, fetcher: async () => response });
    return { feed, client };
  },
  async load({ feed, client }, state) {
    feed.text = state.toString();
    await client.refresh();
    feed.text = '';
    return client;
  },
  user: (_, id) => id,
  ask: (client, flagKey) => (entityId) => client.evaluateBoolean({ flagKey, entityId, context: {} }).enabled,
  askAll: (client, keys) => (entityId) => client.evaluateBatch(keys.map((flagKey) => ({ flagKey, entityId, context: {} }))).responses,
  countOn: countValues((response) => response.booleanEvaluationResponse.enabled),
};

/** @param {import('../states.mjs').Neutral} feature */
function define(feature) {
  return {
    key: feature.key,
    name: feature.key,
    type: 'BOOLEAN_FLAG_TYPE',
    enabled: feature.type === 'plain' && feature.on,
    rules: [],
    rollouts: rollouts(feature),
  };
}

/** @param {import('../states.mjs').Neutral} feature */
function rollouts(feature) {
  if (feature.type === 'plain') return [];
  if (feature.type === 'percent') {
    return [{ type: 'THRESHOLD_ROLLOUT_TYPE', rank: 1, threshold: { percentage: feature.percent, value: true } }];
  }
  const isListed = {
    type: 'ENTITY_ID_CONSTRAINT_COMPARISON_TYPE',
    property: 'entityId',
    operator: 'isoneof',
    value: JSON.stringify(feature.ids),
  };
  const segments = [{ key: `users-of-${feature.key}`, matchType: 'ANY_SEGMENT_MATCH_TYPE', constraints: [isListed] }];
  return [{ type: 'SEGMENT_ROLLOUT_TYPE', rank: 1, segment: { value: true, segmentOperator: 'OR_SEGMENT_OPERATOR', segments } }];
}
