// @ts-check
//
// The tables, each with what it measures, what it prints and the aims that are read off it.
import { allTable } from './all_table.mjs';
import { loadTable } from './load_table.mjs';
import { millionTable } from './million_table.mjs';
import { rateTable } from './rate_table.mjs';

/**
 * What a table needs to know.
 * @typedef {object} Measuring
 * @property {readonly import('./turns.mjs').Entrant[]} all ours first
 * @property {import('./rates.mjs').Budget} budget
 * @property {boolean} quick once only
 *
 * What is aimed at, as a number, and what was reached. `isMet` where reached holds it.
 * @typedef {{ what: string, aim: string, reached: string, isMet: boolean }} Aim
 * @typedef {{ figures: object, aims: Aim[] }} Measured
 */

/** @type {Record<string, (measuring: Measuring) => Promise<Measured>>} */
export const tables = { rate: rateTable, all: allTable, load: loadTable, million: millionTable };
