import { element, setText } from './element.js';
import { effective, shown } from './words.js';

/**
 * A sample's ratio: a field, a bar, and a way back to the default. What is being typed stays
 * there, whatever others change; then it is said what changed.
 *
 * @param {string} name
 * @param {(ratio: number | null) => void} choose
 */
export function createRatio(name, choose) {
  const field = element('input', {
    type: 'number', min: '0', max: '100', step: 'any', inputmode: 'decimal', required: true,
    'aria-label': `Ratio of ${name} in percent`,
  });
  const set = element('button', { type: 'submit' }, 'Set');
  const toDefault = element('button', { type: 'button', 'data-choice': 'null', onclick: () => choose(null) }, 'Default');
  const bar = element('meter', { min: '0', max: '100', 'aria-hidden': 'true' });
  const form = element(
    'form',
    { class: 'ratio', novalidate: true, onsubmit: submit },
    element('span', { class: 'field' }, field, element('span', { 'aria-hidden': 'true' }, '%')),
    set,
    toDefault,
  );
  let held = '';

  function submit(event) {
    event.preventDefault();
    const ratio = field.value === '' ? NaN : Number(field.value);
    const good = ratio >= 0 && ratio <= 100;
    field.setCustomValidity(good ? '' : 'A ratio is a number from 0 to 100.');
    if (!good) return field.reportValidity();
    held = field.value;
    choose(ratio);
  }
  field.addEventListener('input', () => field.setCustomValidity(''));
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') field.value = held;
  });

  return {
    element: element('div', { class: 'sample' }, form, bar),
    /** Gives whether somebody's typing was left alone. */
    show(feature) {
      const value = effective(feature);
      const text = value === null ? '' : String(value);
      const typing = field.value !== held && field.value !== text;
      if (!typing) field.value = text;
      const kept = typing && text !== held;
      held = text;
      bar.value = value ?? 0;
      setText(toDefault, `Default: ${shown('sample', feature.default)}`);
      toDefault.setAttribute('aria-pressed', String(feature.state === null));
      return kept;
    },
    lock(locked) {
      field.readOnly = locked;
      set.disabled = locked;
      toDefault.disabled = locked;
    },
  };
}
