// @ts-check
import { isDefinable } from './definitions_file.mjs';
import { Skipped, same } from './deviations.mjs';
import { designedFlag, designedRatio, designedState } from './designed_answer.mjs';
import { canBe, findVisitor } from './draw_search.mjs';
import { designedDraw } from './sample_draws.mjs';
import { valuesOf } from './http_request.mjs';
import { until } from './http_steps.mjs';
import { onlyMembersOf } from './overview_answer.mjs';
import { expectedCookies, payloadOf } from './sample_cookies.mjs';
import { requestCookie } from './set_cookie.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./recorded.mjs').Step} Step */
/** @typedef {import('./http_request.mjs').Answer} Answer */
/** @typedef {import('./draw_search.mjs').Wish} Wish */

/** More draws than this are not steered by the visitor but by ratios. */
const steerable = 12;

/**
 * Asks `/status` as a visitor whose draws fall on the recorded sides, and holds the answer and its
 * cookie against the recorded ones.
 * @param {Application} app
 * @param {Step} step
 * @param {string} extension
 * @param {(visitor: string) => Promise<Answer>} ask
 * @throws {import('./deviations.mjs').Difference | Skipped}
 */
export async function expectedStatus(app, step, extension, ask) {
  const recorded = step.result.ok;
  const samples = samplesOf(app, step, extension);
  const wishes = samples.filter(({ wish }) => wish).map(({ wish }) => /** @type {Wish} */ (wish));
  const visitor = wishes.length <= steerable ? findVisitor(extension, wishes) : null;
  if (visitor === null) await forceAnswers(app, extension, wishes);
  await until(
    () => ask(visitor ?? 'any'),
    (answer) => {
      same('status', 200, answer.status);
      same('Content-Type', ['application/json'], valuesOf(answer.headers, 'Content-Type'));
      if (step.method === 'HEAD') same('body of HEAD', '', answer.body);
      else {
        const expected = expectedBody(app, step, extension, samples);
        same('status body', expected, onlyMembersOf(expected, JSON.parse(answer.body)));
        const isAsRecorded = JSON.stringify(expected) === JSON.stringify(parsed(recorded.body));
        if (isAsRecorded && !app.setup.debug) same('bytes of the status', recorded.body, answer.body);
      }
      const changed = samples.filter(({ theirs, ours, isCarried }) => ours !== theirs && !isCarried);
      expectedCookies(app, step, answer.headers, { extension, samples: changed });
    },
  );
  if (visitor === null) await app.writeKeyspace(app.keys.current);
  if (recorded.status === 500) {
    throw new Skipped(recorded.exception.type === 'AttributeError' ? 'signed-oddities' : 'errors-stay-local');
  }
}

/** @param {string} body @returns {unknown} null for an error page */
function parsed(body) {
  return body.startsWith('{') ? JSON.parse(body) : null;
}

/**
 * A sample of the answer: what was recorded, what we should say, and, if it is drawn now, where
 * the draw has to fall. `isCarried`: nobody asks for it, the cookie carries it on.
 * @typedef {{
 *   name: string, theirs: unknown, ours: boolean | null, wish: Wish | null, isCarried?: boolean
 * }} SampleAnswer
 */

/** @param {Application} app @param {Step} step @param {string} extension @returns {SampleAnswer[]} */
function samplesOf(app, step, extension) {
  const defined = app.defined('sample', extension);
  const cookie = requestCookie(
    valuesOf(step.headers ?? [], 'Cookie'),
    app.extension(extension)?.cookie_name || extension,
  );
  const state = acceptedState(
    cookie,
    defined.map(({ name }) => name),
    step.draws_used ?? 0,
  );
  const answered = recordedAnswers(step, app.extension(extension)?.cookie_name || extension);
  const draws = [...(step.draws ?? [])];
  return defined.map(({ name }) => {
    const remembered = state[name] ?? null;
    const draw = remembered === null ? draws.shift() : undefined;
    const theirs = answered[name];
    if (!isDefinable(name)) return { name, theirs, ours: null, wish: null, isCarried: remembered !== null };
    if (typeof remembered === 'boolean') return { name, theirs, ours: remembered, wish: null };
    const { ratio } = designedRatio(app, name, extension).value;
    const wanted = {
      sample: name,
      ratio,
      active: draw === ratio && ratio > 0 ? true : designedDraw(draw ?? 100, ratio),
    };
    const wish = canBe(wanted) ? wanted : { ...wanted, active: !wanted.active };
    return { name, theirs, ours: wish.active, wish };
  });
}

/**
 * What the recorded application took from the cookie: the payload if it drew only what is missing
 * in it, nothing if it drew everything.
 * @param {string | null} cookie @param {string[]} names @param {number} drawn
 * @returns {Record<string, any>}
 */
function acceptedState(cookie, names, drawn) {
  const state = cookie === null ? null : payloadOf(cookie);
  if (state === null || typeof state !== 'object' || Array.isArray(state)) return {};
  const missing = names.filter((name) => (state[name] ?? null) === null);
  return missing.length === drawn ? state : {};
}

/**
 * @param {Step} step
 * @param {string} cookieName
 * @returns {Record<string, unknown>} recorded answers by name
 */
function recordedAnswers(step, cookieName) {
  const { status, body, set_cookies: cookies } = step.result.ok;
  if (status === 200 && body !== '') {
    return Object.fromEntries(
      JSON.parse(body).samples.map((/** @type {any} */ row) => [row.name, row.is_active]),
    );
  }
  const sent = (cookies ?? []).find((/** @type {any} */ cookie) => cookie.name === cookieName);
  return sent?.json_text ? JSON.parse(sent.json_text) : {};
}

/**
 * Sets ratios of 0 and 100 for the time of one request, so that nobody has other answers: with
 * many samples no visitor could be found.
 * @param {Application} app
 * @param {string} extension
 * @param {Wish[]} wishes
 */
async function forceAnswers(app, extension, wishes) {
  for (const { sample, active } of wishes) {
    await app.redis.client.command('SET', app.key('sample', sample, extension), active ? '100' : '0');
  }
}

/** @param {Application} app @param {Step} step @param {string} extension @param {SampleAnswer[]} samples */
function expectedBody(app, step, extension, samples) {
  const shown = samples
    .filter(({ ours }) => ours !== null)
    .map(({ name, ours }) => ({ name, is_active: ours }));
  if (step.result.ok.status !== 200) return { samples: shown };
  const recorded = JSON.parse(step.result.ok.body);
  const ids = idsOf(app, step, extension);
  const designed = (/** @type {'flags' | 'switches'} */ section, /** @type {any} */ row) => {
    const { value, because } =
      section === 'flags'
        ? designedFlag(app, row.name, extension, ids)
        : designedState(app, 'switch', row.name, extension);
    return because ? { ...row, is_active: value } : row;
  };
  for (const section of /** @type {const} */ (['flags', 'switches'])) {
    recorded[section] = recorded[section]
      .filter((/** @type {any} */ { name }) => isDefinable(name))
      .map((/** @type {any} */ row) => designed(section, row));
  }
  return { ...recorded, samples: shown };
}

/**
 * This request's ids.
 * @param {Application} app
 * @param {Step} step
 * @param {string} extension
 * @returns {Record<string, string | null>}
 */
function idsOf(app, step, extension) {
  const groups = app.extension(extension)?.groups ?? [];
  return Object.fromEntries(
    groups.map(({ id, header }) => [
      id,
      header
        ? (valuesOf(step.headers ?? [], header)[0] ?? null)
        : (app.groupValues.get(extension)?.[id] ?? null),
    ]),
  );
}
