// @ts-check
// Every administrative operation is there four times: on the command line with a store and with a server, in the
// API, and in its description. The three lists are read from the program's help, the API's table and the OpenAPI
// file; a command or operation that stands in one alone fails here.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../../tools/project.mjs';
import { pancake } from '../support/cli.mjs';
import { startServer } from '../support/server.mjs';
import { call, operations } from './api_contract.mjs';
import { alice, definitions, tokenLines } from './api_server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pancake-operations-'));
const file = (/** @type {string} */ name) => join(folder, name);
/** @type {import('../support/server.mjs').Server} */
let server;
/** The same for what is done by the API itself. @type {import('../support/server.mjs').Server} */
let apiServer;

before(async () => {
  writeFileSync(file('tokens'), tokenLines);
  writeFileSync(file('token'), `${alice}\n`);
  writeFileSync(file('pancake.json'), JSON.stringify(definitions));
  const start = (/** @type {string} */ store) => startServer({ args: ['--token-file', file('tokens'), '--store', `sqlite:${file(store)}`], definitions });
  server = await start('remote.db');
  apiServer = await start('api.db');
});

after(async () => {
  await server?.stop();
  await apiServer?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const local = (/** @type {string[]} */ words) => pancake([...words, '--extension', 'shop', '--store', `sqlite:${file('local.db')}`, '--definitions', file('pancake.json')]);
const remote = (/** @type {string[]} */ words) => pancake([...words, '--extension', 'shop', '--server', server.url, '--token-file', file('token')]);

/** A feature of each kind that the steps below work on. */
const banner = { kinds: 'switches', name: 'BANNER' };
const checkout = { kinds: 'flags', name: 'CHECKOUT' };
const search = { kinds: 'samples', name: 'NEW_SEARCH' };
const object = { name: 'CHECKOUT', group: 'user', id: '42' };
const visitor = { ids: { user: '42' }, visitor: 'aB3' };

/**
 * What corresponds to what, in an order in which all of it can be done one after the other.
 * @typedef {object} Step
 * @property {string} command the words of the help
 * @property {string[]} [words] what stands behind them
 * @property {string} operation
 * @property {Parameters<typeof call>[2]} [given]
 */
/** @type {Step[]} */
const steps = [
  ...[banner, checkout].flatMap(({ kinds, name }) => [
    { command: `${kinds} enable`, words: [name], operation: 'setState', given: { path: { kinds, name }, body: { on: true } } },
    { command: `${kinds} disable`, words: [name], operation: 'setState', given: { path: { kinds, name }, body: { on: false } } },
  ]),
  { command: 'samples set', words: ['NEW_SEARCH', '12.5'], operation: 'setState', given: { path: search, body: { ratio: 12.5 } } },
  ...[banner, checkout, search].flatMap(({ kinds, name }) => [
    { command: `${kinds} clear`, words: [name], operation: 'clearState', given: { path: { kinds, name } } },
    { command: `${kinds} define`, words: ['MINE', '--default', kinds === 'samples' ? '5' : 'on'], operation: 'defineFeature', given: { path: { kinds, name: 'MINE' }, body: { default: kinds === 'samples' ? 5 : true } } },
    { command: `${kinds} list`, operation: 'listFeatures', given: { path: { kinds } } },
    { command: `${kinds} undefine`, words: ['MINE'], operation: 'undefineFeature', given: { path: { kinds, name: 'MINE' } } },
    { command: `${kinds} check`, words: [name, ...(kinds === 'samples' ? ['--visitor', 'aB3'] : [])], operation: 'explainFeature', given: { path: { kinds, name }, body: visitor } },
  ]),
  { command: 'flags enable-group', words: ['CHECKOUT', 'user', '42'], operation: 'setOverride', given: { path: object, body: { on: true } } },
  { command: 'flags list-group', words: ['user', '42'], operation: 'listGroup', given: { path: object } },
  { command: 'explain', words: ['CHECKOUT', '--group', 'user=42'], operation: 'explainFeature', given: { path: checkout, body: visitor } },
  { command: 'overview', operation: 'getOverview' },
  { command: 'status', words: ['--group', 'user=42', '--visitor', 'aB3'], operation: 'getStatus', given: { body: visitor } },
  { command: 'flags disable-group', words: ['CHECKOUT', 'user', '42'], operation: 'setOverride', given: { path: object, body: { on: false } } },
  { command: 'flags clear-group', words: ['CHECKOUT', 'user', '42'], operation: 'clearOverride', given: { path: object } },
  { command: 'flags clear-all-group', words: ['CHECKOUT', 'user'], operation: 'clearOverrides', given: { path: object } },
  { command: 'export', words: ['--output', 'FILE'], operation: 'exportState' },
  { command: 'import', words: ['FILE'], operation: 'importState' },
  { command: 'snapshot export', words: ['--scope', 'full', '--output', 'FILE'], operation: 'exportSnapshot', given: { query: { scope: 'full' } } },
  { command: 'discover', operation: 'discover' },
  { command: 'lint', words: [file('pancake.json')], operation: 'lint', given: { body: definitions } },
  { command: 'diff', words: ['FIRST', 'LAST'], operation: 'diffRevisions' },
  { command: 'rollback', words: ['FIRST'], operation: 'rollback' },
  { command: 'log', words: ['--limit', '100'], operation: 'listChanges', given: { query: { limit: 100 } } },
  { command: 'accept-store-state', words: ['--yes'], operation: 'acceptStoreState' },
];

/** Commands that work on no store, and so on no server's either. @type {Record<string, string>} */
const withoutStore = {
  serve: 'is the server',
  'snapshot inspect': 'looks into a file',
  'token create': 'makes a token out of nothing',
  'token hash': 'reads its standard input',
};

/** Operations that are no command of their own. @type {Record<string, string>} */
const machinery = {
  getOpenApi: 'describes the others',
  listExtensions: 'what the token may do; a command names its extension',
  getDefinition: 'the definitions of a command that is given --server',
  getFeature: 'one entry of a list, with its ETag',
  getOverride: 'one entry of list-group, with its ETag',
  applyChanges: 'how every command that changes something does it with --server',
};

/** The commands below some words, each with all of its words. @param {string[]} [words] @returns {Promise<string[]>} */
async function commandsBelow(words = []) {
  const { stdout, code } = await pancake([...words, '--help']);
  assert.equal(code, 0, stdout);
  const sections = stdout.split(/^(?=\S.*:$)/m).filter((section) => !/^(Usage|Global options|Options|Arguments|Examples?):/.test(section));
  const names = sections.flatMap((section) => [...section.matchAll(/^ {2}([a-z][\w-]*)(?= {2}|$)/gm)].map(([, name]) => name));
  if (names.length === 0) return [words.join(' ')];
  return (await Promise.all(names.map((name) => commandsBelow([...words, name])))).flat();
}

/** The API's table: one operation a line. */
function tableOfApi() {
  const source = readFileSync(join(root, 'server/routes/api/operations.cpp'), 'utf8');
  return [...source.matchAll(/ApiOperation\{verb::(\w+?)_?, "([^"]+)", "(\w+)"/g)].map(([, method, path, id]) => `${id}: ${method.toUpperCase()} ${path}`);
}

test('every command has its operation, and every operation its command', async () => {
  const commands = await commandsBelow();
  const named = new Set([...steps.map((step) => step.command), ...Object.keys(withoutStore)]);
  assert.deepEqual(commands.filter((command) => !named.has(command)), [], 'commands without an operation');
  assert.deepEqual([...named].filter((command) => !commands.includes(command)), [], 'commands that are not there');
  const reached = new Set([...steps.map((step) => step.operation), ...Object.keys(machinery)]);
  assert.deepEqual([...operations.keys()].filter((id) => !reached.has(id)), [], 'operations without a command');
  assert.deepEqual([...reached].filter((id) => !operations.has(id)), [], 'operations that are not there');
});

test('the description has the operations of the API, and no others', () => {
  const described = [...operations.values()].map(({ operationId, method, path }) => `${operationId}: ${method} ${path}`);
  const table = tableOfApi();
  assert.ok(table.length > 20, 'the table was not found');
  assert.deepEqual(described.sort(), table.sort());
});

/** What differs from store to store and from day to day. @param {string} text */
function withoutMoments(text) {
  return text
    .replaceAll(/"?revision"?:? ?\d+/g, 'revision N')
    .replaceAll(/\b\d+ bytes/g, 'N bytes')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/(cli|api):\w+ */g, 'WHO ')
    .replaceAll(/ {2,}/g, '  ')
    .replaceAll(file('local'), 'FILE')
    .replaceAll(file('remote'), 'FILE');
}

/** @param {typeof local} run @param {string} where */
async function revisions(run, where) {
  const { stdout } = await run(['log', '--json', '--limit', '1000']);
  const entries = JSON.parse(stdout);
  assert.ok(entries.length > 1, where);
  return { FIRST: String(entries.at(-1).revision), LAST: String(entries[0].revision) };
}

describe('a command says and does the same with a store and with a server', () => {
  for (const step of steps) {
    test(`pancake ${step.command}`, async () => {
      /** @param {typeof local} run @param {string} where @param {string[]} more */
      const outcome = async (run, where, more = []) => {
        /** @type {Record<string, string>} */
        const values = { FILE: file(where), ...((step.words ?? []).includes('FIRST') ? await revisions(run, where) : {}) };
        const words = (step.words ?? []).map((word) => values[word] ?? word);
        const { code, stdout, stderr } = await run([...step.command.split(' '), ...words, ...more]);
        return { code, stdout: withoutMoments(stdout), stderr: withoutMoments(stderr) };
      };
      const here = await outcome(local, 'local');
      assert.equal(here.code, 0, here.stderr);
      assert.deepEqual(await outcome(remote, 'remote'), here);
    });

    test(`${step.operation} for ${step.command}`, async () => {
      const given = { ...step.given, path: { extension: 'shop', ...step.given?.path }, token: alice };
      if (step.operation === 'importState') given.body = JSON.parse(readFileSync(file('remote'), 'utf8'));
      if (step.operation === 'diffRevisions') given.query = { from: 1 };
      if (step.operation === 'rollback') given.body = { revision: 1, dry_run: true };
      if (step.command === 'import') given.query = { dry_run: true };
      const answer = await call(apiServer.url, step.operation, given);
      assert.equal(answer.status, 200, answer.text);
    });
  }

  test('both stores hold the same in the end', async () => {
    const [here, there] = await Promise.all([local(['overview', '--json']), remote(['overview', '--json'])]);
    assert.equal(there.stdout, here.stdout);
  });
});
