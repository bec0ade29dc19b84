// @ts-check
// Runs in the browser: hydrates what the server rendered, and notes whatever that changes.
import { createPancake } from 'pancake-flags';
import { PancakeProvider } from 'pancake-flags/react';
import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { FeaturesPage } from './features_page.mjs';

/** @typedef {{ text: string, ids: Record<string, string | null>, features: import('./features_page.mjs').FeatureName[] }} Given */

/**
 * Hydrates `root`, which has what the server rendered.
 * @param {Element} root @param {Given} given
 */
async function hydrate(root, { text, ids, features }) {
  const warnings = /** @type {string[]} */ ([]);
  const mismatches = /** @type {string[]} */ ([]);
  let mutations = 0;
  const watcher = new MutationObserver((records) => (mutations += records.length));
  watcher.observe(root, { attributes: true, characterData: true, childList: true, subtree: true });

  const before = linesOf(root);
  const groups = Object.fromEntries(Object.entries(ids).map(([group, id]) => [group, () => id]));
  const pancake = await createPancake({ snapshot: text, groups, logger: { warn: (line) => warnings.push(line) } });
  /** @type {import('react-dom/client').Root | undefined} */
  let react;
  await new Promise((resolve) => {
    const page = createElement(FeaturesPage, { features, onHydrated: () => resolve(undefined) });
    const note = (/** @type {unknown} */ error) => mismatches.push(String(error));
    const errors = { onRecoverableError: note, onUncaughtError: note };
    react = hydrateRoot(root, createElement(PancakeProvider, { pancake, children: page }), errors);
  });
  mutations += watcher.takeRecords().length;
  watcher.disconnect();
  return {
    /** What is wrong, empty if nothing is. */
    findings: [
      ...(before.length === features.length ? [] : [`${before.length} lines were rendered`]),
      ...(JSON.stringify(before) === JSON.stringify(linesOf(root)) ? [] : ['lines are others']),
      ...(mutations === 0 ? [] : [`${mutations} mutations`]),
      ...mismatches,
      ...warnings,
    ],
    end() {
      react?.unmount();
      pancake.close();
    },
  };
}

/** @param {Element} root */
function linesOf(root) {
  return [...root.querySelectorAll('p')].map((line) => `${line.className} ${line.textContent}`);
}

/**
 * Asks the server as a visitor, with its cookie, and hydrates the answer. Gives what is wrong.
 * @param {{ ids: Record<string, string | null>, key: string | null }} visitor
 */
async function visit({ ids, key }) {
  document.cookie = key === null ? 'pancake=; Max-Age=0; Path=/' : `pancake=1${key}; Path=/`;
  const response = await fetch('/rendered', { headers: { 'X-Ids': encodeURIComponent(JSON.stringify(ids)) } });
  const given = await response.json();
  const root = document.createElement('div');
  root.innerHTML = given.html;
  document.body.append(root);
  const { findings, end } = await hydrate(root, given);
  end();
  root.remove();
  return findings;
}

/** The page as it came: gives what is wrong, and what moved. @param {Element} root */
async function hydratePage(root) {
  /** @type {unknown[]} */
  const shifts = [];
  const watcher = new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.toJSON())));
  watcher.observe({ type: 'layout-shift', buffered: true });
  const given = JSON.parse(document.querySelector('#given')?.textContent ?? '');
  const { findings } = await hydrate(root, given);
  // Two frames, in which a shift would be told.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return { findings, shifts };
}

const root = document.querySelector('#root');
Object.assign(globalThis, { visit, result: root && hydratePage(root) });
