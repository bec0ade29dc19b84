// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../tools/project.mjs';
import { tables } from './tables.mjs';

/** The text of docs/performance.md, of what stands in docs/performance.json. */
export function performanceDocument() {
  const read = (/** @type {string} */ file) => readFileSync(join(root, file), 'utf8');
  return filledIn(read('tests/bench/performance/template.md'), JSON.parse(read('docs/performance.json')));
}

/**
 * A template with each `{{name}}` replaced by the table of that name, or by how to measure what it lacks.
 * @param {string} template
 * @param {import('./tables.mjs').Figures} figures
 * @throws {Error} for a name that no table has, and for a table that the template leaves out
 */
export function filledIn(template, figures) {
  const left = new Set(Object.keys(tables));
  const text = template.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    const table = tables[name];
    if (table === undefined) throw new Error(`there is no table '${name}'`);
    left.delete(name);
    const lacking = table.of.filter((part) => part.split(' ').reduce((within, key) => within?.[key], figures) === undefined);
    if (lacking.length === 0) return table.make(figures);
    const words = new Set(lacking.join(' ').split(' '));
    return `Not measured yet: \`npm run bench -- --json docs/performance.json ${[...words].join(' ')}\`.`;
  });
  if (left.size > 0) throw new Error(`the template leaves out ${[...left].join(', ')}`);
  return text;
}
