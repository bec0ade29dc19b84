// @ts-check
import { defaultText } from './definitions_file.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./deviations.mjs').Deviation} Deviation */

/**
 * What a feature should answer where the record and the design may differ, and which deviation
 * makes the difference: the store's word if it can be used, else the default of the definition.
 * @template T
 * @typedef {{ value: T, because: Deviation | null }} Designed
 */

/**
 * A flag's or switch's state for everybody.
 * @param {Application} app @param {'flag' | 'switch'} type @param {string} name @param {string} extension
 * @returns {Designed<boolean>}
 */
export function designedState(app, type, name, extension) {
  const key = app.key(type, name, extension);
  const fallback = defaultText(app.definition(type, name, extension)) === 'true';
  const stored = app.keys.current[key];
  if (!stored) return { value: fallback, because: app.keys.isGhost(key) ? 'reads-do-not-write' : null };
  if (stored.value === '0' || stored.value === '1') return { value: stored.value === '1', because: null };
  return { value: fallback, because: 'unusable-value' };
}

/**
 * A sample's ratio, with its text as a float ("42.0").
 * @param {Application} app @param {string} name @param {string} extension
 * @returns {Designed<{ ratio: number, text: string }>}
 */
export function designedRatio(app, name, extension) {
  const key = app.key('sample', name, extension);
  const fallback = defaultText(app.definition('sample', name, extension));
  const byDefault = { ratio: Number(fallback), text: floatText(fallback) };
  const stored = app.keys.current[key];
  if (!stored) return { value: byDefault, because: app.keys.isGhost(key) ? 'reads-do-not-write' : null };
  const ratio = stored.type === 'string' ? pythonFloat(stored.value ?? '') : NaN;
  if (ratio >= 0 && ratio <= 100) return { value: { ratio, text: floatText(String(ratio)) }, because: null };
  return { value: byDefault, because: 'unusable-value' };
}

/** @param {string} text an int's or float's @returns {string} the float's: "42" is "42.0" */
export const floatText = (text) => (/^-?\d+$/.test(text) ? `${text}.0` : text);

/** @param {string} text as Python's float() reads what Redis holds @returns {number} NaN if it does not */
export function pythonFloat(text) {
  const plain = text.trim().replace(/(?<=\d)_(?=\d)/g, '');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/**
 * A flag for the visitor that the ids tell.
 * @param {Application} app @param {string} name @param {string} extension
 * @param {Record<string, string | null | undefined>} ids by group
 * @returns {Designed<boolean>}
 */
export function designedFlag(app, name, extension, ids) {
  for (const { id: group } of app.extension(extension)?.groups ?? []) {
    const id = ids[group];
    if (id === null || id === undefined) continue;
    const stored = app.keys.current[app.overrideKey(name, extension, group, id)];
    if (stored?.value === '0' || stored?.value === '1') return { value: stored.value === '1', because: null };
  }
  return designedState(app, 'flag', name, extension);
}
