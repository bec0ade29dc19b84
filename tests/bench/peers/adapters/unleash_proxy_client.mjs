// @ts-check
//
// A front-end client: its server evaluates, it keeps what is on for its one user.
import { countValues } from '../adapters.mjs';

/** @type {import('../adapters.mjs').Adapter} */
export default {
  title: 'unleash-proxy-client, look-up',
  modules: ['unleash-proxy-client'],
  looksUp: true,
  state: (features) =>
    JSON.stringify(
      features.map((feature) => ({
        name: feature.key,
        enabled: feature.type === 'plain' && feature.on,
        variant: { name: 'disabled', enabled: false },
        impressionData: false,
      })),
    ),
  open: (unleash) => unleash,
  async load({ UnleashClient, InMemoryStorageProvider }, state) {
    const client = new UnleashClient({
      url: 'http://127.0.0.1:9/api/frontend',
      clientKey: 'bench',
      appName: 'bench',
      refreshInterval: 0,
      disableRefresh: true,
      disableMetrics: true,
      bootstrap: JSON.parse(state.toString()),
      storageProvider: new InMemoryStorageProvider(),
      fetch: async () => ({ ok: false, status: 304, headers: { get: () => null } }),
    });
    if (!client.isReady()) await new Promise((resolve) => client.on('ready', resolve));
    return client;
  },
  user: () => null,
  ask: (client, key) => () => client.isEnabled(key),
  askAll: (client) => () => client.getAllToggles(),
  countOn: countValues((toggle) => toggle.enabled),
  close: (client) => client.stop(),
};
