import { element, newId } from './element.js';
import { isChanged } from './words.js';

const kinds = [
  ['', 'All'],
  ['flag', 'Flags'],
  ['switch', 'Switches'],
  ['sample', 'Samples'],
];

/** What of the list is shown: by text, by kind, and by whether somebody changed it. */
export function createFilter(changed) {
  const text = element('input', { type: 'search', id: newId(), autocomplete: 'off', spellcheck: 'false', oninput: changed });
  const radios = kinds.map(([value, label], index) => {
    const input = element('input', { type: 'radio', name: 'kind', value, checked: index === 0, onchange: changed });
    return { input, element: element('label', {}, input, element('span', {}, label)) };
  });
  const only = element('input', { type: 'checkbox', onchange: changed });
  const count = element('p', { class: 'count', role: 'status' });
  return {
    element: element(
      'form',
      { class: 'filter', role: 'search', onsubmit: (event) => event.preventDefault() },
      element('span', { class: 'labelled' }, element('label', { for: text.id }, 'Filter by name or description'), text),
      element(
        'fieldset',
        {},
        element('legend', { class: 'unseen' }, 'Kind'),
        ...radios.map((radio) => radio.element),
      ),
      element('label', { class: 'only' }, only, ' Changed from default'),
      count,
    ),
    fits(feature) {
      const kind = radios.find(({ input }) => input.checked)?.input.value ?? '';
      const words = text.value.trim().toLowerCase();
      return (
        (kind === '' || feature.kind === kind) &&
        (!only.checked || isChanged(feature)) &&
        (words === '' || `${feature.name} ${feature.description ?? ''}`.toLowerCase().includes(words))
      );
    },
    tell(shown, all) {
      count.textContent = shown === all ? `${all} features` : `${shown} of ${all} features`;
    },
  };
}
