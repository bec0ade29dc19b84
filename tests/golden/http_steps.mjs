// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { acceptedForm } from './accepted_form.mjs';
import { idQuery, visitorHeader } from './definitions_file.mjs';
import { Difference, Skipped, same } from './deviations.mjs';
import { send, valuesOf } from './http_request.mjs';
import { expectedOverview, pageShows } from './overview_answer.mjs';
import { expectedCookies } from './sample_cookies.mjs';
import { writeSignedCookie } from './signed_cookie.mjs';
import { expectedStatus } from './status_answer.mjs';
import { answerOfHostApp } from './host_app.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./recorded.mjs').Step} Step */
/** @typedef {import('./http_request.mjs').Answer} Answer */

/** How long the server may take to follow what was just written. */
const patienceMs = 2000;

/**
 * A request to the application, sent to `pancake serve`.
 * @param {Application} app
 * @param {Step} step
 * @returns {Promise<void>}
 * @throws {Difference | Skipped}
 */
export async function httpStep(app, step) {
  const recorded = step.result.ok;
  const headers = /** @type {[string, string][]} */ (step.headers ?? []);
  const place = placeOf(app, step.path);
  if (!app.setup.secret_key) return refusesToServe(app);
  if ('expires' in (app.setup.extensions[0].cookie_options ?? {})) throw new Skipped('cookie-members');
  if (place.route === 'ping') return answerOfHostApp(app, step, headers);
  if (/^\/[^/]+\/\//.test(step.path)) return plainDeviation(app, step, headers, 'strict-paths', [404]);
  if (recorded.status === 308) return plainDeviation(app, step, headers, 'default-by-name', [200]);

  const extension = app.extension(place.extension);
  if (place.route === 'status' && extension && [200, 500].includes(recorded.status)) {
    return expectedStatus(app, step, extension.name, (visitor) =>
      ask(app, step, [...headers, [visitorHeader, visitor]]),
    );
  }
  if (
    place.route === 'overview' &&
    extension &&
    [200, 500].includes(recorded.status) &&
    step.method !== 'OPTIONS'
  ) {
    return overview(app, step, headers, extension.name);
  }
  return otherAnswer(app, step, headers);
}

/**
 * Which route a path means.
 * @param {Application} app @param {string} path
 * @returns {{ route: string, extension: string }}
 */
function placeOf(app, path) {
  const [bare] = path.split('?');
  if (bare === '/ping') return { route: 'ping', extension: '' };
  const prefix = app.setup.url_prefix;
  const [route, ...rest] = bare.startsWith(`${prefix}/`) ? bare.slice(prefix.length + 1).split('/') : [''];
  return { route, extension: rest.length === 0 ? 'pancake' : decodeURIComponent(rest.join('/')) };
}

/**
 * Sends the step's request, with the ids that the group functions would give.
 * @param {Application} app @param {Step} step @param {[string, string][]} headers
 * @returns {Promise<Answer>}
 */
async function ask(app, step, headers) {
  const { port } = await app.server();
  const ids = app.setup.extensions.flatMap((extension) =>
    (extension.groups ?? []).flatMap((group, index) => {
      const id = app.groupValues.get(extension.name)?.[group.id];
      return typeof id === 'string' && extension.name === placeOf(app, step.path).extension
        ? [`${idQuery(group, index)}=${encodeURIComponent(id)}`]
        : [];
    }),
  );
  const path =
    ids.length === 0 ? step.path : `${step.path}${step.path.includes('?') ? '&' : '?'}${ids.join('&')}`;
  return send(port, step.method, path, headers);
}

/**
 * Asks until the whole answer is as expected; the server hears of a change a moment after it.
 * @param {() => Promise<Answer>} askOnce
 * @param {(answer: Answer) => void} compare throws when anything differs
 */
export async function until(askOnce, compare) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await askOnce();
    try {
      return compare(answer);
    } catch (error) {
      if (!(error instanceof Difference) || Date.now() >= end) throw error;
      await sleep(10);
    }
  }
}

/**
 * @param {Application} app
 * @param {Step} step
 * @param {[string, string][]} headers
 * @param {import('./deviations.mjs').Deviation} deviation
 * @param {number[]} statuses
 */
async function plainDeviation(app, step, headers, deviation, statuses) {
  await until(
    () => ask(app, step, headers),
    ({ status }) => {
      if (!statuses.includes(status)) throw new Difference('status by design', statuses, status);
    },
  );
  throw new Skipped(deviation);
}

/** @param {Application} app @returns {Promise<never>} */
async function refusesToServe(app) {
  const server = await app.server().catch((error) => String(error));
  if (typeof server !== 'string')
    throw new Difference('a server without a secret', 'refuses to start', server.url);
  if (!/secret/i.test(server))
    throw new Difference('the reason for not starting', 'names the secret', server);
  throw new Skipped('secret-required');
}

/**
 * @param {Application} app
 * @param {Step} step
 * @param {[string, string][]} headers
 * @param {string} extension
 */
async function overview(app, step, headers, extension) {
  const recorded = step.result.ok;
  const form = acceptedForm(valuesOf(headers, 'Accept'));
  const theirs = /html/.test(valuesOf(recorded.headers, 'Content-Type')[0]) ? 'html' : 'json';
  const failed = recorded.status === 500;
  await until(
    () => ask(app, step, headers),
    (answer) => {
      same('status', 200, answer.status);
      const [contentType] = valuesOf(answer.headers, 'Content-Type');
      const html = /^text\/html; charset=utf-8$/i.test(contentType);
      if (form !== null) same('form by Accept', form, html ? 'html' : 'json');
      if (!html) same('Content-Type', 'application/json', contentType);
      if (step.method === 'HEAD') return same('body of HEAD', '', answer.body);
      if (failed) return;
      if (html) pageShows(app, extension, answer.body);
      else if (theirs === 'json') expectedOverview(app, recorded.body, extension, answer.body);
      expectedCookies(app, step, answer.headers);
    },
  );
  if (failed) throw new Skipped('errors-stay-local');
  if (form !== null && form !== theirs) throw new Skipped('accept-quality');
}

/**
 * Errors, other methods and other paths.
 * @param {Application} app
 * @param {Step} step
 * @param {[string, string][]} headers
 */
function otherAnswer(app, step, headers) {
  const recorded = step.result.ok;
  return until(
    () => ask(app, step, headers),
    (answer) => {
      same('status', recorded.status, answer.status);
      if (recorded.body === 'Unknown') {
        same('body', 'Unknown', answer.body);
        same(
          'Content-Type',
          valuesOf(recorded.headers, 'Content-Type'),
          valuesOf(answer.headers, 'Content-Type'),
        );
      }
      same('Allow', listOf(recorded.headers, 'Allow'), listOf(answer.headers, 'Allow'));
      expectedCookies(app, step, answer.headers);
    },
  );
}

/** @param {[string, string][]} headers @param {string} name @returns {string[]} its items, sorted */
const listOf = (headers, name) =>
  valuesOf(headers, name)
    .flatMap((value) => value.split(/, */))
    .sort();

/**
 * A sample that was drawn before in this context: the context's memory is what the cookie holds,
 * so a visitor who brings it must see the same, whatever the ratio is now.
 * @param {Application} app
 * @param {string} extension
 * @param {Step} step
 * @param {Record<string, boolean>} remembered
 */
export async function rememberedAnswer(app, extension, step, remembered) {
  const value = writeSignedCookie(app.setup.secret_key ?? '', { [step.name]: remembered[step.name] });
  const name = app.extension(extension)?.cookie_name || extension;
  const { port } = await app.server();
  const path = `${app.setup.url_prefix}/status/${encodeURIComponent(extension)}`;
  await until(
    () => send(port, 'GET', path, [['Cookie', `${name}=${value}`]]),
    ({ status, body }) => {
      same('status', 200, status);
      const sample = JSON.parse(body).samples.find((/** @type {any} */ row) => row.name === step.name);
      same('remembered answer', step.result.ok, sample?.is_active);
    },
  );
}
