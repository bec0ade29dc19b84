// @ts-check
// What a server renders with is what the page of the same visitor answers, before it asks anybody.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createPancake as createOnServer } from 'pancake-flags';
import { createPancake as createInPage } from '../../js/dist/pancake.js';
import { seeded } from '../support/seeded.mjs';
import { internal } from './support/internals.mjs';
import { manyFeatures, randomVisitor } from './support/many_features.mjs';
import { keptLog, shopBytes } from './support/snapshots.mjs';

const seed = Number(process.env.PANCAKE_SEED ?? Date.now() % 2 ** 31);
const random = seeded(seed);

/** @type {Awaited<ReturnType<typeof manyFeatures>>} */
let many;
/** @type {any} */
const page = { cookie: '' };

before(async () => {
  console.log(`seed ${seed}`);
  many = await manyFeatures(random);
  Object.assign(globalThis, { document: page });
});
after(() => Reflect.deleteProperty(globalThis, 'document'));

/** @param {any} [options] */
function createServer(options) {
  const groups = Object.fromEntries(many.groups.map((group) => [group, (/** @type {any} */ request) => request.ids[group]]));
  return createOnServer({ snapshot: many.bytes, groups, logger: keptLog(), ...options });
}

/**
 * Renders for random visitors and opens the text as their page does.
 * @param {any} server @param {number} count @param {(visitor: ReturnType<typeof randomVisitor>) => Promise<string>} cookieOf
 * @param {any} [pageOptions]
 */
async function agree(server, count, cookieOf, pageOptions) {
  let compared = 0;
  for (let i = 0; i < count; ++i) {
    const visitor = randomVisitor(random, many);
    const cookie = await cookieOf(visitor);
    const visit = await server.forRequest({ headers: { cookie }, url: '/', ids: visitor.ids });
    const text = await visit.dehydrate();
    assert.match(text, /^[\w-]+$/);
    const set = await visit.setCookies();
    page.cookie = [cookie, ...set.filter((/** @type {string} */ each) => !each.includes('HttpOnly'))].map((each) => each.split(';')[0]).join('; ');
    const groups = Object.fromEntries(many.groups.map((group) => [group, () => visitor.ids[group]]));
    const pancake = await createInPage({ snapshot: text, groups, logger: keptLog(), ...pageOptions });
    for (const { kind, name, client } of many.features) {
      const here = pancake[kind](name).explain();
      const there = visit[kind](name).explain();
      const who = `${name} of ${JSON.stringify(visitor)}`;
      if (client) {
        assert.equal(here.isActive, there.isActive, who);
        if (kind !== 'sample') assert.deepEqual(here, there, who);
        compared += 1;
      } else {
        assert.equal(here.reason, 'unknown', who);
      }
    }
    pancake.close();
  }
  return compared;
}

test('1,000 visitors of 200 features get the same answers from server and page', async () => {
  const server = await createServer();
  const compared = await agree(server, 1_000, async ({ key }) => (key === null ? '' : `pancake=1${key}`));
  console.log(`${compared} answers compared`);
  assert.ok(compared > 100_000);
});

test('where the page cannot read the cookie the answers are fixed, and agree too', async () => {
  const server = await createServer({ cookie: { options: { httpOnly: true } } });
  await agree(server, 100, async ({ key }) => (key === null ? '' : `pancake=1${key}`));
});

test('where neither side keeps cookies the answers are fixed, and new visitors agree too', async () => {
  const server = await createServer({ cookies: false });
  for (let i = 0; i < 20; ++i) {
    const request = { headers: {} };
    const visit = await server.forRequest(request);
    page.cookie = '';
    const pancake = await createInPage({ snapshot: await server.dehydrate(request), cookies: false, logger: keptLog() });
    const samples = many.samples.filter(({ client }) => client);
    assert.ok(samples.length > 0);
    for (const { name } of samples) assert.equal(pancake.sample(name).isActive(), visit.sample(name).isActive(), name);
    pancake.close();
  }
});

test('where the application says who the visitor is the answers are fixed, and agree too', async () => {
  const server = await createServer({ visitor: (/** @type {any} */ request) => request.ids.user });
  await agree(server, 100, async () => '');
});

test('answers that a signed cookie remembers are those of the page, and what is drawn now is remembered', async () => {
  const { FlaskCookieSigner } = await internal('flask_cookie');
  const signer = new FlaskCookieSigner(['s3cr!t']);
  const cookie = { format: 'flask-pancake', secret: 's3cr!t' };
  const server = await createServer({ cookie });
  const remember = async () => {
    const drawn = many.samples.filter(() => random() < 0.4).map(({ name }) => /** @type {const} */ ([name, random() < 0.5]));
    return drawn.length === 0 ? '' : `pancake=${await signer.write(new Map(drawn))}`;
  };
  await agree(server, 200, remember, { cookie: { format: 'flask-pancake' } });

  const visit = await server.forRequest({ headers: {} });
  await visit.dehydrate();
  const [set = ''] = await visit.setCookies();
  const state = await signer.read(/^pancake=([^;]*)/.exec(set)?.[1]);
  assert.equal(state.size, many.samples.length);
  for (const { name } of many.samples) assert.equal(state.get(name), visit.sample(name).isActive(), name);
});

test("of other visitors' ids and of features that are not for clients there is no trace", async () => {
  const server = await createServer();
  const request = { headers: {}, url: '/', ids: { user: 'id-1', admin: null, tenant: 'ü' } };
  const visit = await server.forRequest(request);
  const text = Buffer.from(await visit.dehydrate(), 'base64url').toString('latin1');
  for (const id of many.ids.filter((each) => each.startsWith('id-') && each !== 'id-1')) assert.ok(!text.includes(id), id);
  for (const { name } of many.features.filter(({ client }) => !client)) {
    const bytes = Buffer.from(name).toString('latin1');
    const others = many.features.filter(({ client, name: other }) => client && other.startsWith(name));
    if (others.length === 0) assert.ok(!text.includes(bytes), name);
  }
});

test('a new visitor gets the cookie that the page draws by; one without samples gets none', async () => {
  const client = { client: true };
  const samples = [{ name: 'HALF', default: 50, ...client }];
  const pancake = await createOnServer({ snapshot: await shopBytes({ samples }), logger: keptLog() });
  const visit = await pancake.forRequest({ headers: {} });
  assert.equal(await pancake.dehydrate({ headers: {} }), await visit.dehydrate(), 'nobody in particular');
  assert.deepEqual(await visit.setCookies(), [`pancake=1${visit.visitor}; Max-Age=31536000; Path=/; SameSite=Lax`]);
  const none = await createOnServer({ snapshot: await shopBytes({ samples: [] }), logger: keptLog() });
  const other = await none.forRequest({ headers: {} });
  await other.dehydrate();
  assert.deepEqual(await other.setCookies(), []);
});

test('without a snapshot there is nothing to dehydrate, and a page takes nothing', async () => {
  const log = keptLog();
  const pancake = await createOnServer({ snapshot: () => null, logger: log });
  assert.equal(await pancake.dehydrate({ headers: {} }), '');
  assert.equal(log.lines.length, 1);
  const inPage = await createInPage({ snapshot: '', logger: log });
  assert.equal(inPage.flag('CHECKOUT', { default: true }).isActive(), true);
});
