// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pancake } from '../support/cli.mjs';
import { startServer, untilReady } from '../support/server.mjs';

const key = 'k'.repeat(40);
const features = {
  groups: [{ id: 'user', from: 'client' }],
  flags: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`FLAG_${i}`, { default: i % 2 === 0, client: true }])),
  samples: { ODDS: { default: 50, client: true } },
};
const definitions = { extensions: { pancake: features, signed: { ...features, cookie: { format: 'flask-pancake' } } } };

/** @type {string} */
let folder;
/** @type {import('../support/server.mjs').Server} */
let server;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pancake-deltas-'));
  writeFileSync(join(folder, 'pancake.json'), JSON.stringify(definitions));
  server = await startServer({
    args: ['--store', 'sqlite:flags.db', '--definitions', 'pancake.json', '--threads', '2'],
    cwd: folder,
    env: { PANCAKE_SERVER_KEY: key, PANCAKE_SECRET: 's3cr!t' },
  });
  await untilReady(server.url);
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Changes the state by the command line; gives the revision that has it. @param {string[]} words */
async function change(...words) {
  const { code, stdout, stderr } = await pancake([...words, '--json', '--store', 'sqlite:flags.db'], { cwd: folder });
  assert.equal(code, 0, stderr);
  return /** @type {number} */ (JSON.parse(stdout).revision);
}

/**
 * @typedef {{ status: number, type: string | null, revision: string, etag: string, cookie: string | undefined, body: Buffer }} Answer
 * @param {string} target such as pancake?scope=public
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Answer>}
 */
async function ask(target, headers = {}) {
  const response = await fetch(`${server.url}/snapshot/${target}`, { headers: { Authorization: `Bearer ${key}`, ...headers } });
  const field = (/** @type {string} */ name) => response.headers.get(name);
  return {
    status: response.status,
    type: field('Content-Type'),
    revision: field('Pancake-Revision') ?? '',
    etag: field('ETag') ?? '',
    cookie: response.headers.getSetCookie()[0]?.split(';')[0],
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** Asks at a revision for what changed since an answer. @param {string} target @param {Answer} had @param {number} now @param {Record<string, string>} [headers] */
const since = (target, had, now, headers = {}) =>
  ask(`${target}&since=${had.revision}&min-revision=${now}`, { 'If-None-Match': had.etag, ...headers });

/** What a delta makes of bytes, as core/include/pancake/delta.h draws it. @param {Buffer} from @param {Buffer} delta */
function applied(from, delta) {
  assert.equal(delta.toString('latin1', 0, 4), 'PNCD');
  const parts = [];
  for (let place = 8; place < delta.length; ) {
    const [start, copied, added] = [0, 4, 8].map((offset) => delta.readUInt32LE(place + offset));
    place += 12;
    parts.push(from.subarray(start, start + copied), delta.subarray(place, place + added));
    place += added;
  }
  const made = Buffer.concat(parts);
  assert.equal(made.length, delta.readUInt32LE(4));
  return made;
}

/** @param {Answer} answer */
const isDelta = ({ status, type }) => status === 200 && type === 'application/vnd.pancake.delta';
/** @param {Answer} answer */
const isWhole = ({ status, type }) => status === 200 && type === 'application/vnd.pancake.snapshot';

/** What a tag says of the content: of full snapshots it says which bytes they are, too. @param {Answer} answer */
const contentOf = ({ etag }) => etag.replace(/^(W\/"full-bytes-\w+)-\w+"$/, '$1');

const visitor = { 'Pancake-Ids': 'user=42' };

for (const [extension, scope] of [['pancake', 'public'], ['pancake', 'personal'], ['pancake', 'full'], ['signed', 'personal']]) {
  test(`a client of ${extension}, scope ${scope}, follows changes by deltas`, async () => {
    const target = `${extension}?scope=${scope}`;
    let had = await ask(target, visitor);
    const headers = { ...visitor, ...(had.cookie && { Cookie: had.cookie }) };
    for (const words of [
      ['flags', 'disable', 'FLAG_2'],
      ['samples', 'set', 'ODDS', '100'],
      ['flags', 'enable-group', 'FLAG_7', 'user', '42'],
      ['flags', 'clear-group', 'FLAG_7', 'user', '42'],
      ['flags', 'clear', 'FLAG_2'],
    ]) {
      const now = await change(...words, '--extension', extension);
      const whole = await ask(`${target}&min-revision=${now}`, headers);
      const answer = await since(target, had, now, headers);
      if (answer.status === 304) {
        assert.equal(contentOf(had), contentOf(whole), words.join(' '));
        continue;
      }
      assert.ok(isDelta(answer), `${words.join(' ')}: ${answer.status} ${answer.type}`);
      assert.ok(answer.body.length < whole.body.length / 2);
      const body = applied(had.body, answer.body);
      assert.deepEqual(body, whole.body);
      assert.deepEqual([answer.etag, answer.revision], [whole.etag, whole.revision]);
      had = { ...answer, body };
    }
  });
}

test('changes made before a client asks are in one delta', async () => {
  const had = await ask('pancake?scope=full');
  for (const flag of ['FLAG_10', 'FLAG_20', 'FLAG_30']) await change('flags', 'disable', flag);
  const now = await change('flags', 'enable-group', 'FLAG_7', 'user', '43');
  const answer = await since('pancake?scope=full', had, now);
  assert.ok(isDelta(answer));
  assert.deepEqual(applied(had.body, answer.body), (await ask('pancake?scope=full')).body);
});

test('the snapshot comes whole to whoever has another one, or wants JSON', async () => {
  const had = await ask('pancake?scope=personal', visitor);
  const now = await change('flags', 'enable-group', 'FLAG_9', 'user', '42');
  const target = 'pancake?scope=personal';
  assert.ok(isDelta(await since(target, had, now, visitor)));
  assert.ok(isWhole(await since(target, { ...had, etag: 'W/"personal-bytes-0"' }, now, visitor)), 'another tag');
  assert.ok(isWhole(await since(target, { ...had, revision: '1' }, now, visitor)), 'a revision that nobody served');
  const other = await since(target, { ...had, etag: (await ask(target, visitor)).etag }, now, { 'Pancake-Ids': 'user=7' });
  assert.ok(isWhole(other), 'the tag of another visitor');
  const json = await since(target, had, now, { ...visitor, Accept: 'application/json' });
  assert.equal(json.type, 'application/json');
  assert.equal((await ask('pancake?since=yesterday')).status, 400);
});

test('after a reload deltas begin anew', async () => {
  const target = 'pancake?scope=public';
  const old = await ask(target);
  const seen = await change('flags', 'disable', 'FLAG_40');
  await ask(`${target}&min-revision=${seen}`);
  process.kill(server.pid, 'SIGHUP');
  await server.logsMatch(/info reloaded/);
  const had = await ask(target);
  const now = await change('flags', 'disable', 'FLAG_42');
  assert.ok(isWhole(await since(target, old, now)));
  const answer = await since(target, had, now);
  assert.ok(isDelta(answer));
  assert.deepEqual(applied(had.body, answer.body), (await ask(target)).body);
});
