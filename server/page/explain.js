import { element, newId } from './element.js';
import { shown } from './words.js';

/**
 * Which rule decides for somebody: fields for the ids of the groups and the visitor, and the
 * rules in the order in which they are asked.
 *
 * @param {any} feature
 * @param {{ id: string }[]} groups
 * @param {(ids: Record<string, string>, visitor: string) => Promise<any>} ask
 */
export function createExplain(feature, groups, ask) {
  const asked = feature.kind === 'flag' ? groups : [];
  const fields = asked.map(({ id }) => ({ id, ...labelled(`Id in ${id}`) }));
  const visitor = feature.kind === 'sample' ? labelled('Visitor') : null;
  const answer = element('div', { class: 'answer', 'aria-live': 'polite' });
  const form = element(
    'form',
    { class: 'ask', onsubmit: submit },
    ...fields.map(({ element: field }) => field),
    visitor?.element,
    element('button', { type: 'submit' }, 'Explain'),
  );

  async function submit(event) {
    event.preventDefault();
    const given = fields.filter(({ input }) => input.value !== '').map(({ id, input }) => [id, input.value]);
    const explained = await ask(Object.fromEntries(given), visitor?.input.value ?? '');
    if (explained) answer.replaceChildren(...explanation(feature, explained));
  }
  return { element: element('div', { class: 'explain' }, form, answer) };
}

function labelled(text) {
  const input = element('input', { id: newId(), autocomplete: 'off', spellcheck: 'false' });
  return { input, element: element('span', { class: 'labelled' }, element('label', { for: input.id }, text), input) };
}

function explanation(feature, explained) {
  const lines = (explained.rules ?? []).map((rule) =>
    element('li', { class: rule.decides ? 'decides' : '' }, `${ruleText(feature, rule)}${rule.decides ? ': decides' : ''}`),
  );
  const outcome = element(
    'p',
    {},
    element('strong', { class: explained.is_active ? 'on' : 'off' }, explained.is_active ? 'on' : 'off'),
    ` (reason: ${explained.reason})`,
  );
  const draw = typeof explained.draw === 'number' && feature.kind === 'sample' ? drawText(explained) : null;
  return [outcome, draw, element('ol', {}, ...lines)].filter(Boolean);
}

function drawText({ visitor, draw, ratio }) {
  const against = ratio === null || ratio === undefined ? '' : `, held against ${ratio} %`;
  return element('p', {}, 'Visitor ', element('bdi', {}, visitor ?? ''), ` stands at ${draw.toFixed(2)}${against}.`);
}

function ruleText(feature, rule) {
  const kind = feature.kind === 'sample' ? 'sample' : 'flag';
  const says = rule.problem ? `cannot be used (${rule.problem})` : sayings(kind, rule.says);
  if (rule.rule === 'override') {
    if (rule.id === null || rule.id === undefined) return `Override for ${rule.group}: no id`;
    return `Override for ${rule.group} “${rule.id}”: ${says}`;
  }
  return `${rule.rule === 'state' ? 'State' : 'Default'}: ${says}`;
}

function sayings(kind, says) {
  if (says === null || says === undefined) return 'not set';
  return shown(kind, kind === 'sample' ? says : Number(says) !== 0);
}
