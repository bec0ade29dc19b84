// @ts-check
//
// From the client's own cache, offline, asked through a snapshot: its synchronous way.
import { countValues, oneByOne } from '../adapters.mjs';

let clients = 0;

/** @type {import('../adapters.mjs').Adapter} */
export default {
  title: 'configcat-js-ssr',
  modules: ['configcat-js-ssr'],
  state: (features) =>
    JSON.stringify({
      p: { u: 'https://cdn.example', r: 0, s: 'salt' },
      s: [],
      f: Object.fromEntries(features.map((feature) => [feature.key, define(feature)])),
    }),
  open: (configcat) => configcat,
  async load(configcat, state) {
    const cache = { get: () => `${Date.now()}\n"etag"\n${state}`, set() {} };
    // Clients of equal keys would be one.
    const sdkKey = `bench-key-${String(++clients).padStart(12, '0')}/bench-key-000000000000`;
    const logger = configcat.createConsoleLogger(configcat.LogLevel.Error);
    const client = configcat.getClient(sdkKey, configcat.PollingMode.ManualPoll, { cache, offline: true, logger });
    await client.waitForReady();
    return { client, snapshot: client.snapshot(), User: configcat.User };
  },
  user: ({ User }, id) => new User(id),
  ask: ({ snapshot }, key) => (user) => snapshot.getValue(key, false, user),
  askAll: oneByOne(({ snapshot }, key, user) => snapshot.getValue(key, false, user)),
  countOn: countValues(),
  close: ({ client }) => client.dispose(),
};

/** @param {boolean} on */
const value = (on) => ({ v: { b: on }, i: on ? 'aaaaaaaa' : 'bbbbbbbb' });

/** @param {import('../states.mjs').Neutral} feature */
function define(feature) {
  if (feature.type === 'plain') return { t: 0, ...value(feature.on) };
  if (feature.type === 'override') {
    return { t: 0, ...value(false), r: [{ c: [{ u: { a: 'Identifier', c: 0, l: feature.ids } }], s: value(true) }] };
  }
  return { t: 0, ...value(false), p: [{ p: feature.percent, ...value(true) }, { p: 100 - feature.percent, ...value(false) }] };
}
