// @ts-check
//
// The core of its server SDK, AssemblyScript in Wasm, asked as that SDK does: Protocol Buffers in and
// out. The Wasm is compiled from the package's file here: its own index.js tries fetch() of a file first.
import { readFile } from 'node:fs/promises';
import { countValues } from '../adapters.mjs';
import { fileOf } from '../sdks/modules.mjs';

const sdkKey = 'dvc_server_bench';
const place = '@devcycle/bucketing-assembly-script';
const objectId = (/** @type {number} */ n) => n.toString(16).padStart(24, '0');

/** @type {import('../adapters.mjs').Adapter} */
export default {
  title: 'devcycle, Wasm',
  modules: [`${place}/build/bucketing-lib.release.js`, `${place}/protobuf/compiled.js`],
  state: (features) =>
    JSON.stringify({
      project: {
        _id: objectId(1),
        key: 'bench',
        a0_organization: 'org_bench',
        settings: { edgeDB: { enabled: false }, optIn: { enabled: false }, disablePassthroughRollouts: false },
      },
      environment: { _id: objectId(2), key: 'production' },
      audiences: {},
      features: features.map(define),
      variables: features.map(({ key }, n) => ({ _id: objectId(n * 8 + 1), key, type: 'Boolean' })),
      variableHashes: Object.fromEntries(features.map(({ key }, n) => [key, n + 1])),
    }),
  async open(bucketing, protobuf) {
    const wasm = await readFile(fileOf(`${place}/build/bucketing-lib.release.wasm`));
    const core = await bucketing.instantiate(await WebAssembly.compile(wasm), {});
    core.setPlatformData(
      JSON.stringify({ platform: 'NodeJS', platformVersion: '22', sdkType: 'server', sdkVersion: '1.0.0', hostname: 'bench' }),
    );
    return { core, Question: protobuf.VariableForUserParams_PB, Answer: protobuf.SDKVariable_PB };
  },
  load(sdk, state) {
    sdk.core.setConfigDataUTF8(sdkKey, state);
    return sdk;
  },
  user: (_, id) => ({ user_id: id }),
  ask:
    ({ core, Question, Answer }, variableKey) =>
    (user) => {
      const question = Question.create({ sdkKey, variableKey, variableType: 0, user, shouldTrackEvent: false });
      const answer = core.variableForUser_PB(Question.encode(question).finish());
      return answer !== null && Answer.decode(answer).boolValue;
    },
  askAll:
    ({ core }) =>
    (user) =>
      JSON.parse(core.generateBucketedConfigForUser(sdkKey, JSON.stringify(user))).variables,
  countOn: countValues((variable) => variable.value),
};

/** @param {import('../states.mjs').Neutral} feature @param {number} n */
function define(feature, n) {
  const [variable, on, off] = [objectId(n * 8 + 1), objectId(n * 8 + 2), objectId(n * 8 + 3)];
  const target = (/** @type {number} */ place, /** @type {object} */ filter, /** @type {object[]} */ distribution) => ({
    _id: objectId(n * 8 + place),
    _audience: { _id: objectId(n * 8 + place), filters: { operator: 'and', filters: [filter] } },
    distribution,
  });
  const variation = (/** @type {string} */ id, /** @type {boolean} */ value) => {
    const name = value ? 'on' : 'off';
    return { _id: id, key: name, name, variables: [{ _var: variable, value }] };
  };
  const everybody = { type: 'all' };
  const share = feature.type === 'percent' ? feature.percent / 100 : feature.type === 'plain' && feature.on ? 1 : 0;
  const shares = [{ _variation: on, percentage: share }, { _variation: off, percentage: 1 - share }];
  const targets = [target(5, everybody, shares.filter(({ percentage }) => percentage > 0))];
  if (feature.type === 'override') {
    const listed = { type: 'user', subType: 'user_id', comparator: '=', values: feature.ids };
    targets.unshift(target(4, listed, [{ _variation: on, percentage: 1 }]));
  }
  return {
    _id: objectId(n * 8),
    key: feature.key,
    type: 'release',
    settings: {},
    configuration: { _id: objectId(n * 8 + 6), prerequisites: [], winningVariation: null, forcedUsers: {}, targets },
    variations: [variation(on, true), variation(off, false)],
  };
}
