// @ts-check
//
// npm run bench [-- [--json FILE] PART [TABLE…]…]
//
// --json FILE: the figures, each part's with the machine. Parts and tables that are not measured now stay in it as they are.
//
// visible: how long a change takes until a connected client hears of it.
// redis: how long it takes to read everything from a large Redis, and the longest command for it.
// deltas: what one change among many overrides is on its way, and what it takes to have it.
// native: the core without JavaScript around it, beside what the machine takes for the work that is left.
// nginx: /status and a snapshot that the client has, against nginx sending static files.
// fanout: one change to 10,000 clients of server-sent events, and the memory of each.
// peers: our package beside the SDKs of others, tables rate, all, load and million. QUICK=1 tries it out.
// cold: how long a Node process takes to its first answer, against GrowthBook's SDK.
// size: what minimal programs ship.
// costs: what single things cost a server and a Redis, for `npm run simulate` to multiply.
// routes: answers a second of a release server with 100 features. wrk and the server share this machine: compare
// runs on one machine.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from '../../tools/build.mjs';
import { benchSize } from '../../tools/size.mjs';
import { measureCosts } from '../simulate/costs.mjs';
import { benchCold } from './cold.mjs';
import { benchDeltas } from './deltas.mjs';
import { benchFanout } from './fanout.mjs';
import { machine, machineLine } from './machine.mjs';
import { benchNative } from './native.mjs';
import { benchNginx } from './nginx.mjs';
import { benchPeers, peerTables } from './peers.mjs';
import { benchRedisRead } from './redis_read.mjs';
import { benchRoutes } from './routes.mjs';
import { benchVisible } from './visible.mjs';

/**
 * Each gives its figures; one with tables gives them by table. Words behind its name choose among its tables.
 * @type {Record<string, (tables: string[]) => Promise<Record<string, any>>>}
 */
const parts = {
  visible: benchVisible,
  redis: benchRedisRead,
  deltas: benchDeltas,
  routes: benchRoutes,
  nginx: benchNginx,
  fanout: benchFanout,
  costs: measureCosts,
  cold: benchCold,
  size: benchSize,
  native: benchNative,
  peers: benchPeers,
};
/** @type {Record<string, readonly string[]>} */
const tablesOf = { peers: peerTables };

const {
  values: { json },
  positionals,
} = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });

/** @type {Map<string, string[]>} */
const chosen = new Map();
let last = '';
for (const word of positionals) {
  if (word in parts) chosen.set((last = word), []);
  else if (tablesOf[last]?.includes(word)) chosen.get(last)?.push(word);
  else {
    console.error(`there is no part '${word}': ${Object.keys(parts).join(', ')}`);
    process.exit(2);
  }
}
if (chosen.size === 0) for (const name of Object.keys(parts)) chosen.set(name, []);

const measuredOn = machine();
console.log(machineLine(measuredOn));
if (!process.env.PANCAKE_BINARY) await build();
/** @type {Record<string, object>} */
const figures = json && existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')) : {};
for (const [name, tables] of chosen) {
  const measured = await parts[name](tables);
  const stamped = (/** @type {object} */ one) => ({ machine: measuredOn, ...one });
  figures[name] = tablesOf[name]
    ? { ...figures[name], ...Object.fromEntries(Object.entries(measured).map(([table, of]) => [table, stamped(of)])) }
    : stamped(measured);
  // After each: a later part may fail.
  if (json) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
}
