import { element, newId } from './element.js';
import { createToggle } from './toggle.js';

/**
 * A flag's on or off for single members of groups: the candidate ids, every id that has an
 * override, and a field for any other.
 *
 * @param {any} feature
 * @param {{ id: string, candidates: string[] | null }[]} groups
 * @param {(group: string, id: string, shownNow: boolean | null, value: boolean | null) => void} choose
 */
export function createOverrides(feature, groups, choose) {
  const parts = groups.map((group) => createGroup(feature, group, choose));
  return {
    element: element('div', { class: 'groups' }, ...parts.map((part) => part.element)),
    show: (latest) => parts.forEach((part) => part.show(latest)),
    lock: (locked) => parts.forEach((part) => part.lock(locked)),
  };
}

function createGroup(feature, group, choose) {
  const heading = newId();
  const list = element('ul', { class: 'ids' });
  const field = element('input', { id: newId(), name: 'id', autocomplete: 'off', spellcheck: 'false' });
  const add = element(
    'form',
    { class: 'add', onsubmit: (event) => submit(event) },
    element('label', { for: field.id }, `Another id of ${group.id}`),
    field,
    element('button', { type: 'submit', value: 'true' }, 'Turn on'),
    element('button', { type: 'submit', value: 'false' }, 'Turn off'),
  );
  /** @type {Map<string, ReturnType<typeof createId>>} */
  const rows = new Map();
  const set = new Map();
  let locked = false;

  function submit(event) {
    event.preventDefault();
    const id = field.value;
    choose(group.id, id, set.get(id) ?? null, event.submitter?.value !== 'false');
    field.value = '';
  }

  function createId(id) {
    const toggle = createToggle(
      `${feature.name} for ${group.id} ${id}`,
      [{ value: true, text: 'On' }, { value: false, text: 'Off' }, { value: null, text: 'Clear' }],
      (value) => choose(group.id, id, set.get(id) ?? null, value),
    );
    const name = id === '' ? element('i', {}, 'the empty id') : element('bdi', {}, id);
    return { toggle, element: element('li', { 'data-id': id }, element('span', { class: 'id' }, name), toggle.element) };
  }

  return {
    element: element(
      'section',
      { 'aria-labelledby': heading, 'data-group': group.id },
      element('h3', { id: heading }, 'For ', element('bdi', {}, group.id)),
      list,
      add,
    ),
    show(latest) {
      set.clear();
      for (const override of latest.overrides) {
        if (override.group === group.id) set.set(override.id, override.on);
      }
      const ids = [...new Set([...(group.candidates ?? []), ...set.keys()])];
      for (const [id, row] of rows) {
        if (ids.includes(id)) continue;
        // Who pressed Clear goes on at the field below, not at the top of the page.
        if (row.element.contains(document.activeElement)) field.focus();
        row.element.remove();
        rows.delete(id);
      }
      for (const id of ids) {
        if (!rows.has(id)) {
          rows.set(id, createId(id));
          list.append(rows.get(id).element);
        }
        const { toggle } = rows.get(id);
        toggle.show(set.get(id) ?? null, ['On', 'Off', set.has(id) ? 'Clear' : 'Not set']);
        toggle.lock(locked);
      }
    },
    lock(now) {
      locked = now;
      add.hidden = now;
      for (const { toggle } of rows.values()) toggle.lock(now);
    },
  };
}
