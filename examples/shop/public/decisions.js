// Shows one feature's answer and says in words where it comes from.

/**
 * @param {import('pancake-flags').Switch | import('pancake-flags').Flag | import('pancake-flags').Sample} feature
 * @returns {boolean} the answer
 */
export function show(feature) {
  const explained = feature.explain();
  const card = document.getElementById(feature.name);
  const answer = card.querySelector('.answer');
  answer.textContent = explained.isActive ? 'on' : 'off';
  answer.dataset.on = String(explained.isActive);
  say(card.querySelector('.why'), reason(explained));
  if (explained.draw !== undefined) moveScale(card.querySelector('.scale'), explained);
  return explained.isActive;
}

/** Writes a text only when it differs, so that a screen reader does not repeat it. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function reason({ reason, isActive, group, id, draw, ratio }) {
  switch (reason) {
    case 'override':
      return `An override turns it ${isActive ? 'on' : 'off'} for ${id} of group ${group}.`;
    case 'state':
      return `The store says ${isActive ? 'on' : 'off'} for everybody.`;
    case 'default':
      return `Nothing is stored: the default of the definition, ${isActive ? 'on' : 'off'}.`;
    case 'sample':
      return `This visitor stands at ${draw.toFixed(2)}, ${isActive ? 'under' : 'not under'} the ratio of ${ratio}\u00a0%.`;
    case 'problem':
      return 'What the store holds cannot be used: the default of the definition.';
    case 'not_loaded':
      return 'No snapshot could be loaded yet: the default given in the code.';
    default:
      return 'The snapshot does not know it: the default given in the code.';
  }
}

function moveScale(scale, { draw, ratio }) {
  scale.querySelector('.ratio').setAttribute('width', String(ratio));
  scale.querySelector('.visitor').setAttribute('x', String(Math.min(draw, 99.2)));
}
