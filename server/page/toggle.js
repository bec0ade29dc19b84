import { element, setText } from './element.js';

/**
 * Buttons of which one is pressed: what somebody decided, or that nobody did. They only ask:
 * pressed is what the server says.
 *
 * @param {string} label what is decided, for those who do not see the page
 * @param {{ value: unknown, text: string }[]} choices
 * @param {(value: any) => void} choose
 */
export function createToggle(label, choices, choose) {
  const buttons = choices.map(({ value, text }) =>
    element(
      'button',
      { type: 'button', 'aria-pressed': 'false', 'data-choice': String(value), onclick: () => choose(value) },
      text,
    ),
  );
  const group = element('div', { class: 'toggle', role: 'group', 'aria-label': label }, ...buttons);
  return {
    element: group,
    /** @param {unknown} value the one that holds @param {string[]} [texts] new words */
    show(value, texts = []) {
      choices.forEach((choice, index) => {
        buttons[index].setAttribute('aria-pressed', String(choice.value === value));
        if (texts[index] !== undefined) setText(buttons[index], texts[index]);
      });
    },
    /** Those who may not write are shown what holds, not what they cannot do. */
    lock(locked) {
      for (const button of buttons) button.disabled = locked;
    },
  };
}
