// @ts-check
import { installPeers } from '../../tools/install_npm.mjs';
import { adapterNames } from './peers/adapters.mjs';
import { tables } from './peers/tables.mjs';
import { entrants } from './peers/turns.mjs';
import { printTable } from './table.mjs';

/** The tables that can be asked for alone. */
export const peerTables = Object.keys(tables);

/**
 * Our package beside the SDKs of others: the same states, the same questions, answers checked before they
 * are timed, each figure from processes of its own that take turns. QUICK=1 tries everything once.
 * @param {readonly string[]} chosen tables; all when there are none
 */
export async function benchPeers(chosen) {
  installPeers();
  const quick = Boolean(process.env.QUICK);
  const budget = quick ? { warm: 100, sample: 40, samples: 3 } : { warm: 400, sample: 150, samples: 7 };
  const all = await entrants(adapterNames());
  /** @type {Record<string, import('./peers/tables.mjs').Measured>} */
  const measured = {};
  for (const [name, table] of Object.entries(tables)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    measured[name] = await table({ all, budget, quick });
  }
  printTable(
    'Against the fastest of those that evaluate',
    ['', 'aim', 'reached', ''],
    Object.values(measured).flatMap(({ aims }) => aims).map(({ what, aim, reached, isMet }) => [what, aim, reached, isMet ? 'met' : 'missed']),
  );
  return measured;
}
