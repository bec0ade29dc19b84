import { Conflict } from './api.js';
import { element, newId, setText } from './element.js';
import { createExplain } from './explain.js';
import { createHistory } from './history.js';
import { createOverrides } from './overrides.js';
import { createRatio } from './ratio.js';
import { createToggle } from './toggle.js';
import { effective, isChanged, shown } from './words.js';

/**
 * One feature: what holds, what can be done, and behind a button overrides, explain and history.
 *
 * @param {any} feature
 * @param {import('./desk.js').Desk} desk
 */
export function createRow(feature, desk) {
  let latest = feature;
  const title = newId();
  const more = newId();
  const note = element('p', { class: 'note', role: 'status' });
  const facts = element('p', { class: 'facts' });
  const problem = element('p', { class: 'problem', hidden: true });
  const control = feature.kind === 'sample' ? createRatio(feature.name, setState) : createStateToggle();
  const panel = createPanel();
  const opener = element(
    'button',
    { type: 'button', class: 'opener', 'aria-expanded': 'false', 'aria-controls': more, onclick: toggleMore },
    '',
  );
  const row = element(
    'li',
    { class: 'feature', 'data-kind': feature.kind, 'data-name': feature.name, 'aria-labelledby': title },
    element(
      'div',
      { class: 'what' },
      element('h2', { id: title }, element('bdi', {}, feature.name)),
      facts,
      feature.description ? element('p', { class: 'description' }, feature.description) : null,
      problem,
      opener,
    ),
    control.element,
    note,
    element('div', { class: 'more', id: more, hidden: true }, ...panel.elements),
  );

  function createStateToggle() {
    const choices = [{ value: true, text: 'On' }, { value: false, text: 'Off' }, { value: null, text: 'Default' }];
    const toggle = createToggle(`${feature.name} for everybody`, choices, setState);
    return {
      ...toggle,
      show(now) {
        toggle.show(now.state, ['On', 'Off', `Default: ${shown(now.kind, now.default)}`]);
        return false;
      },
    };
  }

  function createPanel() {
    const overrides = feature.kind === 'flag' ? createOverrides(feature, desk.groups, setOverride) : null;
    const explain = createExplain(feature, desk.groups, (ids, visitor) =>
      work(() => desk.api.explain(latest, ids, visitor)),
    );
    const history = createHistory(() =>
      work(() => desk.api.changes({ feature: feature.name, kind: feature.kind, limit: '20' })),
    );
    const part = (heading, part) => element('section', {}, element('h3', {}, heading), part);
    return {
      overrides,
      history,
      elements: [overrides?.element, part('Explain', explain.element), part('History', history.element)].filter(Boolean),
    };
  }

  function toggleMore() {
    const open = opener.getAttribute('aria-expanded') !== 'true';
    opener.setAttribute('aria-expanded', String(open));
    row.querySelector('.more').hidden = !open;
    if (open) panel.history.refresh();
  }

  /** Does something that may be refused, and says so here. */
  async function work(doing) {
    row.setAttribute('aria-busy', 'true');
    try {
      return await doing();
    } catch (error) {
      if (!(await desk.refused(error))) say(error instanceof Error ? error.message : String(error), 'wrong');
    } finally {
      row.removeAttribute('aria-busy');
    }
  }

  function setState(value) {
    return decide(() => desk.api.setState(latest, value), value, () => setStateAnyway(value));
  }

  function setOverride(group, id, shownNow, value) {
    const again = (now) => setOverride(group, id, now, value);
    return decide(() => desk.api.setOverride(latest, group, id, shownNow, value), value, again);
  }

  async function setStateAnyway(value) {
    await desk.reload();
    return setState(value);
  }

  /** Carries a decision out; a conflict shows both values and lets choose. */
  function decide(doing, wanted, again) {
    say('');
    return work(async () => {
      try {
        await desk.wrote(await doing());
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        await desk.reload();
        askAgain(error.now, wanted, () => again(error.now));
      }
    });
  }

  function askAgain(now, wanted, again) {
    const keep = element('button', { type: 'button', onclick: () => say('') }, `Keep ${shown(feature.kind, now)}`);
    const set = element('button', { type: 'button', onclick: again }, `Set ${shown(feature.kind, wanted)} all the same`);
    say(`Somebody else was faster: it is ${shown(feature.kind, now)} now, you wanted ${shown(feature.kind, wanted)}.`, 'wrong');
    note.append(' ', set, ' ', keep);
    set.focus();
  }

  function say(text, tone = '') {
    note.className = `note ${tone}`;
    note.replaceChildren(text);
  }

  return {
    element: row,
    say,
    get feature() {
      return latest;
    },
    show(now) {
      latest = now;
      const who = now.default === null ? 'found in the store' : now.client ? 'for clients' : 'servers only';
      setText(facts, `${now.kind}, ${who}`);
      problem.hidden = !now.problem;
      setText(problem, now.problem ?? '');
      row.classList.toggle('changed', isChanged(now));
      row.classList.toggle('is-on', Boolean(effective(now)));
      setText(opener, now.kind === 'flag' ? `Overrides (${now.override_count}), explain, history` : 'Explain, history');
      if (control.show(now)) say(`It is ${shown(now.kind, effective(now))} now; what you typed is still there.`);
      control.lock(!desk.mayWrite);
      panel.overrides?.show(now);
      panel.overrides?.lock(!desk.mayWrite);
      if (opener.getAttribute('aria-expanded') === 'true') panel.history.refresh();
    },
  };
}
