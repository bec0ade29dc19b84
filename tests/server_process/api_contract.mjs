// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { root } from '../../tools/project.mjs';

/** @typedef {{ operationId: string, method: string, path: string, summary: string, parameters: Record<string, any>[], requestBody?: any, responses: Record<string, any>, security?: any[] }} Operation */

export const document = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8'));

const ajv = new Ajv2020({ strict: false, allErrors: true });
/** @type {any} */ (formats)(ajv);
ajv.addSchema(document, 'openapi.json');

/** What a `$ref` of the document stands for. @param {any} node @returns {any} */
export function resolved(node) {
  if (typeof node?.$ref !== 'string') return node;
  return node.$ref.slice(2).split('/').reduce((/** @type {any} */ at, /** @type {string} */ key) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

/** Every operation of the document, by id. @type {Map<string, Operation>} */
export const operations = new Map(
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(/** @type {Record<string, any>} */ (item)).map(([method, operation]) => [
      operation.operationId,
      { ...operation, method: method.toUpperCase(), path, parameters: (operation.parameters ?? []).map(resolved) },
    ]),
  ),
);

/** @param {string[]} keys the way to a schema in the document */
function validator(...keys) {
  const pointer = keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  return ajv.compile({ $ref: `openapi.json#/${pointer}` });
}

/** @param {string} what @param {import('ajv').ValidateFunction} valid @param {unknown} value */
function assertValid(what, valid, value) {
  assert.ok(valid(value), `${what}: ${ajv.errorsText(valid.errors)}\n${JSON.stringify(value)}`);
}

/** Which answers were really seen: "operationId status". @type {Set<string>} */
export const seen = new Set();

/**
 * One call of the API, held against the document: the path and its parameters, the body that was sent (when
 * the server takes it), the status, headers and body that came back.
 *
 * @param {string} base the server's URL
 * @param {string} id of the operation
 * @param {object} [given]
 * @param {Record<string, string | undefined>} [given.path]
 * @param {Record<string, string | number | boolean | undefined>} [given.query]
 * @param {Record<string, string>} [given.headers]
 * @param {unknown} [given.body] sent as JSON; a string as it is
 * @param {string} [given.token]
 * @returns {Promise<{ status: number, headers: Headers, body: any, text: string }>}
 */
export async function call(base, id, { path = {}, query = {}, headers = {}, body, token } = {}) {
  const operation = operations.get(id);
  assert.ok(operation, `docs/openapi.json has no operation ${id}`);
  const url = new URL(base + '/api/v1' + operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? missing(name))));
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const response = await fetch(url, {
    method: operation.method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const answer = { status: response.status, headers: response.headers, text, body: undefined };
  seen.add(`${id} ${response.status}`);
  if (response.ok) holdRequest(operation, path, query, headers, body);
  holdAnswer(operation, answer);
  return answer;
}

/** @param {string} name @returns {never} */
function missing(name) {
  throw new Error(`the path needs ${name}`);
}

/** @param {Operation} operation @param {Record<string, string | undefined>} path @param {Record<string, any>} query @param {Record<string, string>} headers @param {unknown} body */
function holdRequest(operation, path, query, headers, body) {
  /** @type {Record<string, Record<string, any>>} */
  const given = { path, query, header: headers };
  for (const parameter of operation.parameters) {
    const value = given[parameter.in]?.[parameter.name];
    assert.ok(value !== undefined || !parameter.required, `${operation.operationId} needs ${parameter.name}`);
    if (value === undefined) continue;
    const schema = { ...resolved(parameter.schema) };
    assertValid(`${operation.operationId} ${parameter.name}`, ajv.compile(schema), value);
  }
  const known = operation.parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name);
  for (const name of Object.keys(query)) assert.ok(known.includes(name), `${operation.operationId} does not describe ?${name}`);
  if (body === undefined) return assert.ok(!operation.requestBody?.required, `${operation.operationId} needs a body`);
  assert.ok(operation.requestBody, `${operation.operationId} describes no body`);
  const pointer = ['paths', operation.path, operation.method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'];
  assertValid(`the body of ${operation.operationId}`, validator(...pointer), typeof body === 'string' ? JSON.parse(body) : body);
}

/** @param {Operation} operation @param {{ status: number, headers: Headers, text: string, body: any }} answer */
function holdAnswer(operation, answer) {
  const what = `${operation.operationId} ${answer.status}`;
  const described = resolved(operation.responses[answer.status]);
  assert.ok(described, `${what} is not described; it said ${answer.text.slice(0, 300)}`);
  for (const [name, header] of Object.entries(described.headers ?? {})) {
    const value = answer.headers.get(name);
    if (value === null && header.required === false) continue;
    assert.ok(value !== null, `${what} has no ${name}`);
    const schema = resolved(header).schema;
    assertValid(`${what} ${name}`, ajv.compile(schema), schema.type === 'integer' ? Number(value) : value);
  }
  const type = answer.headers.get('content-type') ?? '';
  if (!described.content) return assert.equal(answer.text, '', `${what} describes no body`);
  const content = described.content[type];
  assert.ok(content, `${what} does not describe the content type ${type}`);
  if (type !== 'application/json') return;
  answer.body = JSON.parse(answer.text);
  const direct = operation.responses[answer.status];
  const place = direct.$ref ? direct.$ref.slice(2).split('/') : ['paths', operation.path, operation.method.toLowerCase(), 'responses', String(answer.status)];
  assertValid(what, validator(...place, 'content', type, 'schema'), answer.body);
}
