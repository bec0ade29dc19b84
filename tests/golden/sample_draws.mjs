// @ts-check
import { Skipped, same } from './deviations.mjs';
import { designedRatio } from './designed_answer.mjs';
import { findVisitor } from './draw_search.mjs';
import { needsDefinition, read, refused, unusable } from './feature_commands.mjs';
import { rememberedAnswer } from './http_steps.mjs';
import { extensionOf } from './recorded.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./recorded.mjs').Step} Step */

/**
 * A sample's `is_active`: by the cookie if this context remembers an answer, else by a visitor whose
 * draw is on the recorded draw's side of the ratio.
 * @param {Application} app
 * @param {Step} step
 */
export async function sampleIsActive(app, step) {
  const extension = extensionOf(step);
  const remembered = app.remembered.get(extension) ?? {};
  if (step.name in remembered) return rememberedAnswer(app, extension, step, remembered);
  if (step.result.error && !unusable(step)) {
    return void (await refused(
      app,
      extension,
      ['samples', 'check', '--json', '--visitor', 'v', '--', step.name],
      [1],
    ));
  }
  await needsDefinition(app, step);
  const {
    value: { ratio },
    because,
  } = designedRatio(app, step.name, extension);
  const active = designedDraw(step.draws[0], ratio);
  const visitor = findVisitor(extension, [{ sample: step.name, ratio, active }]);
  const words = ['samples', 'check', '--json', '--visitor', String(visitor), '--', step.name];
  const answer = await read(app, extension, words, because === 'unusable-value' ? 'warning' : 'quiet');
  same('answer', active, answer.is_active);
  if ('ok' in step.result) app.remembered.set(extension, { ...remembered, [step.name]: step.result.ok });
  if (step.result.error) throw new Skipped('unusable-value');
  if (answer.is_active !== step.result.ok) throw new Skipped(because ?? 'draw-below-ratio');
}

/**
 * Whether a recorded draw is under a ratio. Ours are below 100, theirs could be 100 itself.
 * @param {number} draw @param {number} ratio
 */
export const designedDraw = (draw, ratio) => Math.min(draw, 100 - 2 ** -40) < ratio;
