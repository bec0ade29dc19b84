// @ts-check
//
// The server SDK, fed by its own source of test data. The users are in a segment, of which it makes a
// Set when there are more than 100; a flag's own targets, which it searches, are the other adapter.
import { countValues } from '../adapters.mjs';

/** @type {import('../adapters.mjs').Adapter} */
const segmented = {
  title: 'launchdarkly node, segments',
  modules: ['@launchdarkly/node-server-sdk'],
  isAsync: true,
  state: (features) => JSON.stringify({ flags: features.map((feature) => flag(feature, true)), segments: features.flatMap(segments) }),
  open: (launchdarkly) => launchdarkly,
  async load(launchdarkly, state) {
    const data = new launchdarkly.integrations.TestData();
    const { flags, segments } = JSON.parse(state.toString());
    for (const each of flags) data.usePreconfiguredFlag(each);
    for (const each of segments) data.usePreconfiguredSegment(each);
    const client = launchdarkly.init('sdk-bench', {
      updateProcessor: data.getFactory(),
      sendEvents: false,
      diagnosticOptOut: true,
      logger: { error: console.error, warn() {}, info() {}, debug() {} },
    });
    await client.waitForInitialization({ timeout: 30 });
    return client;
  },
  user: (_, id) => ({ kind: 'user', key: id }),
  ask: (client, key) => (user) => client.boolVariation(key, user, false),
  askAll: (client) => async (user) => (await client.allFlagsState(user)).allValues(),
  countOn: countValues(),
  close: (client) => client.close(),
};
export default segmented;

/** @param {import('../states.mjs').Neutral} feature */
function segments(feature) {
  if (feature.type !== 'override') return [];
  return [{ key: `users-of-${feature.key}`, version: 1, included: feature.ids, excluded: [], rules: [], salt: 'salt' }];
}

/** @param {import('../states.mjs').Neutral} feature @param {boolean} isSegmented */
export function flag(feature, isSegmented) {
  const ids = feature.type === 'override' ? feature.ids : null;
  const isListed = { attribute: '', op: 'segmentMatch', values: [`users-of-${feature.key}`], negate: false };
  const weight = feature.type === 'percent' ? feature.percent * 1_000 : 0;
  return {
    key: feature.key,
    version: 1,
    on: true,
    variations: [true, false],
    offVariation: 1,
    prerequisites: [],
    targets: ids && !isSegmented ? [{ variation: 0, values: ids }] : [],
    rules: ids && isSegmented ? [{ id: 'listed', variation: 0, clauses: [isListed] }] : [],
    salt: feature.key,
    fallthrough:
      feature.type === 'percent'
        ? { rollout: { variations: [{ variation: 0, weight }, { variation: 1, weight: 100_000 - weight }] } }
        : { variation: feature.type === 'plain' && feature.on ? 0 : 1 },
  };
}
