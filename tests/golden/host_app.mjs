// @ts-check
import { Difference, same } from './deviations.mjs';
import { cookieOptions } from './definitions_file.mjs';
import { valuesOf } from './http_request.mjs';
import { expectedCookies } from './sample_cookies.mjs';
/** @typedef {import('./application.mjs').Application} Application */
/** @typedef {import('./recorded.mjs').Extension} Extension */

/**
 * A route of the host application itself, `/ping`, which answers `pong` and asks no feature: an
 * application on Node that uses the npm package. The package carries the visitor's signed cookies
 * on, those of the last extension first.
 * @param {Application} app
 * @param {import('./recorded.mjs').Step} step
 * @param {[string, string][]} headers
 * @throws {Difference}
 */
export async function answerOfHostApp(app, step, headers) {
  const cookie = valuesOf(headers, 'Cookie').join('; ');
  let response = new Response('pong', { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
  for (const extension of [...app.setup.extensions].reverse()) {
    const pancake = await packageFor(app, extension);
    try {
      const visit = await pancake.forRequest({ headers: cookie === '' ? {} : { cookie } });
      response = await visit.apply(response);
    } finally {
      pancake.close();
    }
  }
  same('status', step.result.ok.status, response.status);
  if (step.method !== 'HEAD') same('body', step.result.ok.body, await response.text());
  expectedCookies(app, step, [...response.headers]);
}

/**
 * @param {Application} app
 * @param {Extension} extension
 * @returns {Promise<any>}
 */
async function packageFor(app, extension) {
  // By a variable name, since the types of the package exist only after the build.
  const name = 'pancake-flags';
  const { createPancake } = await import(name);
  const { url } = await app.server();
  return createPancake({
    url: `${url}${app.setup.url_prefix}`,
    extension: extension.name,
    pollInterval: 0,
    cookie: {
      name: extension.cookie_name || extension.name,
      format: 'flask-pancake',
      secret: app.setup.secret_key,
      options: Object.fromEntries(cookieOptions(extension)),
    },
  });
}
