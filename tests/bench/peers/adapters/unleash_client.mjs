// @ts-check
import { countValues, oneByOne } from '../adapters.mjs';

/** @type {import('../adapters.mjs').Adapter} */
export default {
  title: 'unleash-client',
  modules: ['unleash-client'],
  state: (features) => JSON.stringify({ version: 2, features: features.map(define) }),
  open: (unleash) => unleash,
  async load({ Unleash, InMemStorageProvider }, state) {
    const client = new Unleash({
      url: 'http://127.0.0.1:9/api',
      appName: 'bench',
      refreshInterval: 0,
      disableMetrics: true,
      disableAutoStart: true,
      skipInstanceCountWarning: true,
      storageProvider: new InMemStorageProvider(),
      bootstrap: { data: JSON.parse(state.toString()).features },
    });
    const ready = new Promise((resolve) => client.on('ready', resolve));
    await client.start();
    await ready;
    return client;
  },
  user: (_, id) => ({ userId: id }),
  ask: (client, key) => (user) => client.isEnabled(key, user),
  askAll: oneByOne((client, key, user) => client.isEnabled(key, user)),
  countOn: countValues(),
  close: (client) => client.destroy(),
};

/** @param {import('../states.mjs').Neutral} feature */
function define(feature) {
  const rollout = (/** @type {number} */ percent, /** @type {object[]} */ constraints) => ({
    name: 'flexibleRollout',
    parameters: { rollout: String(percent), stickiness: 'userId', groupId: feature.key },
    constraints,
  });
  const strategy =
    feature.type === 'plain'
      ? { name: 'default', parameters: {}, constraints: [] }
      : feature.type === 'override'
        ? rollout(100, [{ contextName: 'userId', operator: 'IN', values: feature.ids }])
        : rollout(feature.percent, []);
  return {
    name: feature.key,
    type: 'release',
    enabled: feature.type === 'plain' ? feature.on : true,
    stale: false,
    impressionData: false,
    project: 'default',
    variants: [],
    strategies: [strategy],
  };
}
