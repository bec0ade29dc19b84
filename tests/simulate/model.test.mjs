// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakingPoint, bytesSent, habits, redisCpu, serverCpu, settling, tightest, useOf, workOf } from './model.mjs';
import { growths, hundredth, siteOf, sites, usual } from './sites.mjs';

/** The same for every size. @param {number} each */
const fixed = (each) => ({ each, eachFeature: 0, eachOverride: 0 });

/** @type {import('./model.mjs').Costs} */
const costs = {
  cpu: {
    status: { each: 10, eachFeature: 0.1, eachOverride: 0 },
    public: fixed(8),
    publicNews: fixed(9),
    personal: fixed(20),
    personalNews: fixed(30),
    full: fixed(50),
    fullNews: fixed(10),
    notModified: fixed(7),
    change: { each: 1_000, eachFeature: 100, eachOverride: 5 },
    connection: 15,
    stream: 20,
    event: 5,
  },
  bytes: { status: fixed(1_000), public: fixed(500), publicNews: fixed(90), personal: fixed(800), personalNews: fixed(80), full: fixed(10_000), fullNews: fixed(100), notModified: fixed(300), stream: 400, event: 100 },
  published: fixed(3_000),
  redis: { change: fixed(200), read: { each: 1_000, eachFeature: 1, eachOverride: 1 }, memory: fixed(2 ** 20) },
  memory: { server: { each: 2 ** 20, eachFeature: 1_000, eachOverride: 2_000 }, client: 500, kernelClient: 4_000 },
};

/** Nothing happens there. */
const nothing = siteOf({ visits: 0, changesADay: 0 });

test('nothing costs nothing but what is held', () => {
  const work = workOf(nothing);
  assert.deepEqual(Object.entries(work).filter(([, each]) => each !== 0), []);
  assert.equal(serverCpu(work, nothing, costs), 0);
  assert.equal(bytesSent(work, nothing, costs), 0);
});

test('as many pages are open as come while one stays', () => {
  const { pages, clients } = siteOf({ visits: 86_400, changesADay: 0 });
  assert.equal(pages, 15); // five pages a visit, three times as many in the busiest hour
  assert.equal(clients, 900);
});

test('each page hears of each change and asks once for it', () => {
  const { publicNews, personalNews, personal, events } = workOf({ ...nothing, clients: 1_000, changes: 2, personal: 0.25 });
  assert.deepEqual([publicNews, personalNews], [1_500, 500]);
  assert.equal(personal, (1_000 / habits.pagePoll) * 0.25);
  assert.equal(events, 2_000);
});

test('a stream that is silent has a sign of life every fifteen seconds', () => {
  assert.equal(workOf({ ...nothing, clients: 150 }).events, 10);
});

test('a CDN asks for its locations, however many pages are opened', () => {
  const at = (/** @type {number} */ pages) => workOf({ ...nothing, pages, changes: 0.01, locations: 50 });
  const [some, many] = [at(1_000), at(1_000_000)];
  assert.equal(some.notModified + some.publicNews, 10);
  assert.deepEqual([many.notModified, many.publicNews, many.public], [some.notModified, some.publicNews, 0]);
  assert.equal(many.cdnRequests, 1_000_000);
});

test('a CDN knows no personal snapshot', () => {
  const { personal, connections } = workOf({ ...nothing, pages: 100, personal: 0.5, locations: 50 });
  assert.deepEqual([personal, connections], [50, 50]);
});

test('a reader fetches no more often than it polls, and only what is different while the server remembers what it has', () => {
  const at = (/** @type {number} */ changes, overrides = 0) => workOf({ ...nothing, readers: 100, changes, overrides });
  assert.deepEqual([at(0.01).fullNews, at(0.01).full, at(0.01).notModified], [1, 0, 9]);
  assert.deepEqual([at(5).fullNews, at(5).full, at(5).notModified], [0, 10, 0]);
  assert.deepEqual([at(5, 10_000).fullNews, at(5, 10_000).full], [10, 0]);
});

test('costs are summed over what happens', () => {
  const site = { ...nothing, statuses: 10, features: 100, changes: 1, overrides: 1_000 };
  assert.equal(serverCpu(workOf(site), site, costs), 10 * (10 + 10) + (1_000 + 10_000 + 5_000));
  assert.equal(bytesSent(workOf(site), site, costs), 10_000);
});

test("each server follows Redis for itself, so Redis' work grows with them and theirs does not shrink", () => {
  const one = { ...nothing, changes: 1 };
  const three = { ...one, servers: 3 };
  assert.equal(redisCpu(workOf(three), three, costs, 30), 3 * redisCpu(workOf(one), one, costs, 30));
  assert.equal(serverCpu(workOf(three), three, costs), 3 * serverCpu(workOf(one), one, costs));
});

test('servers share the pages that ask at once after a change', () => {
  const site = { ...nothing, clients: 10_000 };
  const alone = settling(site, costs, 1) - 0.003;
  assert.ok(Math.abs(alone - 0.14) < 1e-9, `${alone} s`); // 10,000 × (5 + 9) microseconds
  assert.ok(Math.abs(settling({ ...site, servers: 2 }, costs, 2) - 0.003 - alone / 4) < 1e-9);
});

test('what breaks first is that of which the largest share is used', () => {
  const site = { ...nothing, clients: 40_000, servers: 1 };
  const { resource, share } = tightest(useOf(site, costs, usual));
  assert.equal(resource, 'streams of a server');
  assert.equal(share, 40_000 / (2 * habits.streamsOfThread));
});

for (const [name, { site }] of Object.entries(sites)) {
  test(`${name} grows in each way until something is just used up`, () => {
    for (const [what, grow] of Object.entries(growths)) {
      const { times, resource } = breakingPoint((size) => grow(site, size), costs, usual);
      if (resource === null) continue;
      const { share } = tightest(useOf(grow(site, times), costs, usual));
      assert.ok(share <= 1 && share > 1 - 1e-6, `${what} × ${times}: ${share} of ${resource}`);
    }
  });

  test(`a hundredth of ${name} has as many features and changes, and a hundredth of the visitors`, () => {
    const small = hundredth(site);
    assert.deepEqual([small.features, small.changes], [site.features, site.changes]);
    assert.ok(Math.abs(small.clients * 100 - site.clients) < 1e-6);
  });
}

test('a site that does not even hold when nobody comes has no room to grow', () => {
  const site = { ...sites['small-shop'].site, overrides: 1e9 };
  const { times, resource } = breakingPoint((size) => growths.visitors(site, size), costs, usual);
  assert.deepEqual([times, resource], [0, 'memory of a server']);
});
