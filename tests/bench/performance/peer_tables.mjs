// @ts-check
import { adapterNames, readAdapter } from '../peers/adapters.mjs';
import { ours, times } from '../peers/figures.mjs';
import { mebibytes, short } from '../table.mjs';
import { markdownTable } from './markdown.mjs';

/** By name of the adapter. @typedef {Record<string, number>} Column */

/** What each SDK is called, ours first. */
const titles = await Promise.all(
  adapterNames().map(async (name) => {
    const { title, looksUp, modules } = await readAdapter(name);
    if (name === 'pancake') return { name, title: `**${title}**` };
    return { name, title: looksUp || modules === undefined ? `*${title}*` : title };
  }),
);

/** @param {{ figures: Record<string, Column> }} rate */
export function rateTable({ figures }) {
  return peerTable(Object.entries(figures).map(([name, column]) => ({ name: `${name} /s`, column, best: 'most' })));
}

/** @param {{ figures: Record<string, Column> }} all */
export function allTable({ figures: { microseconds = {}, byName = {} } }) {
  return peerTable([
    { name: 'as each gives them, µs', column: microseconds, best: 'least' },
    { name: 'with the names, µs', column: byName, best: 'least' },
  ]);
}

/** @param {{ figures: Record<string, Column> }} load */
export function loadTable({ figures }) {
  return peerTable(Object.entries(figures).map(([name, column]) => ({ name, column, best: 'least' })));
}

/** @param {{ figures: Record<string, Column> }} million */
export function millionTable({ figures: { count = {}, loads = {}, js = {}, wasm = {}, listed = {}, others = {} } }) {
  // Who was given fewer ids has figures, but none that ours could be held against.
  const comparable = (/** @type {string} */ name) => count[name] === count.pancake;
  const held = Object.fromEntries(Object.keys(js).map((name) => [name, (js[name] ?? 0) + (wasm[name] ?? 0)]));
  return peerTable([
    { name: 'ids', column: count, best: null },
    { name: 'load, ms', column: loads, best: 'least', comparable },
    { name: 'held, MiB', column: held, best: null, write: mebibytes },
    { name: 'listed, µs', column: listed, best: 'least', comparable },
    { name: 'not listed, µs', column: others, best: 'least', comparable },
  ]);
}

/**
 * A row for each SDK that has figures, and how many times better pancake is.
 * @param {readonly { name: string, column: Column, best: 'most' | 'least' | null, write?: (figure: number) => string, comparable?: (name: string) => boolean }[]} columns
 */
function peerTable(columns) {
  const rows = titles
    .filter(({ name }) => columns.some(({ column }) => column[name] !== undefined))
    .map(({ name, title }) => [
      title,
      ...columns.flatMap(({ column, best, write = short, comparable = () => true }) => {
        const figure = column[name];
        const cell = figure === undefined ? '' : write(figure);
        if (best === null) return [cell];
        const own = ours(new Map(Object.entries(column)));
        return [cell, figure === undefined || !comparable(name) ? '' : times(best === 'most' ? own / figure : figure / own)];
      }),
    ]);
  return markdownTable(['', ...columns.flatMap(({ name, best }) => (best === null ? [name] : [name, '']))], rows);
}
