// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/project.mjs';

/** The pages for people: the root's and those in docs/. */
export const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];

/** @param {string} page */
export function textOf(page) {
  return readFileSync(join(root, page), 'utf8');
}

/**
 * The fenced blocks of a page, in order.
 * @param {string} page
 * @returns {{ language: string, text: string }[]}
 */
export function blocksOf(page) {
  return [...textOf(page).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));
}

/**
 * The page's `code` in running text, blocks left out.
 * @param {string} page
 * @returns {string[]}
 */
export function codeIn(page) {
  const running = textOf(page).replaceAll(/^```[\s\S]*?^```$/gm, '');
  return [...running.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
}
