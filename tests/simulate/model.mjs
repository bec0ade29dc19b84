// @ts-check
//
// What a site asks of its servers, and what that costs them. All of it is here: `workOf` says how much
// happens, `useOf` what each of that takes of a server, of Redis and of a CDN. What a single thing costs is
// measured (costs.mjs). Everything is for one second unless it says otherwise.

/**
 * A site at its busiest.
 * @typedef {object} Site
 * @property {number} features
 * @property {number} overrides
 * @property {number} changes of a state or an override
 * @property {number} pages that are opened
 * @property {number} clients pages that are open and hear events
 * @property {number} returning share of the pages that have the newest snapshot from the visit before
 * @property {number} personal share of the pages that ask for their visitor's own overrides
 * @property {number} statuses questions for /status
 * @property {number} readers workers and servers that keep a full snapshot
 * @property {number} locations of a CDN in front; 0: none
 * @property {number} servers which share pages, statuses and readers evenly
 *
 * What a server, Redis and their network have.
 * @typedef {object} Equipment
 * @property {number} cores of a server, each with a thread that answers
 * @property {number} memory GiB, of a server and of Redis alike
 * @property {number} network Gbit/s
 * @property {number} descriptors of a server
 *
 * A cost of one thing, which grows with the state.
 * @typedef {{ each: number, eachFeature: number, eachOverride: number }} Line
 *
 * @typedef {object} Costs
 * @property {{ status: Line, public: Line, publicNews: Line, personal: Line, personalNews: Line, full: Line, fullNews: Line, notModified: Line, change: Line, connection: number, stream: number, event: number }} cpu
 *   of a server, the kernel's part included, in microseconds; a change with all that follows of it, compression too
 * @property {Line} published microseconds from a change until the first client hears of it
 * @property {{ status: Line, public: Line, publicNews: Line, personal: Line, personalNews: Line, full: Line, fullNews: Line, notModified: Line, stream: number, event: number }} bytes
 *   that a server sends, heads included: public and full snapshots compressed, news as deltas
 * @property {{ change: Line, read: Line, memory: Line }} redis microseconds of its CPU: one change with
 *   telling it to one server, one reading of everything; bytes of its memory
 * @property {{ server: Line, client: number, kernelClient: number }} memory bytes
 */

/** What server and package do by themselves. Each stands in the code that is named. */
export const habits = {
  /** Seconds that a CDN takes a public snapshot for fresh (server/routes/snapshot.cpp, max-age). */
  cdnFresh: 5,
  /**
   * How often a page asks a CDN until it has a new revision: at once, once more because the answer is older than the news,
   * and after 1 to 2 and 2 to 4 s more (js/src/news.ts), by when no CDN takes the older one for fresh.
   */
  cdnAsks: 4,
  /** Seconds between two questions of a page that hears events (js/src/news.ts: 30 s, ten times as rare). */
  pagePoll: 300,
  /** Seconds between two questions of a reader (pollInterval on servers). */
  readerPoll: 10,
  /** Earlier revisions that a server tells the difference to, and from how many overrides on how many (server/serve/earlier_revisions.h, server/sync/feature_table.h). */
  held: 8,
  layersFrom: 4_096,
  heldLayers: 64,
  /** Seconds between two signs of life on a silent stream (server/http/limits.h). */
  heartbeat: 15,
  /** Seconds that a connection stays without a request (server/http/limits.h). */
  idle: 60,
  /** Streams that one thread takes (server/http/limits.h). */
  streamsOfThread: 16_384,
  /** Seconds between two readings of everything, which find what Redis told nobody (server/store/redis_sync_machine.h). */
  redisPass: 30,
  /** Seconds until a page gives a question up (requestTimeout). */
  patience: 10,
};

/** What one thing costs at a site of this size. @param {Line} line @param {Site} site */
export function at({ each, eachFeature, eachOverride }, { features, overrides }) {
  return each + eachFeature * features + eachOverride * overrides;
}

/**
 * How much happens, at all servers together and at the CDN.
 * @param {Site} site
 */
export function workOf(site) {
  const { changes, pages, clients, returning, personal, statuses, readers, locations } = site;
  // A page asks when it is opened, when it hears of a change, and now and then in case that it heard nothing.
  const polls = clients / habits.pagePoll;
  const news = clients * changes;
  const shared = 1 - personal;

  // Public snapshots are the same for all, so a CDN has them: each of its locations asks when what it has is no
  // longer fresh, and gets bytes once a change. It cannot know personal ones.
  const atCdn = locations > 0 ? (pages + polls + news * habits.cdnAsks) * shared : 0;
  const cdnQuestions = Math.min(atCdn, locations / habits.cdnFresh);
  const cdnChanges = Math.min(cdnQuestions, locations * changes);
  const publicNew = locations > 0 ? 0 : pages * (1 - returning) * shared;
  const publicNews = locations > 0 ? cdnChanges : news * shared;
  const publicKnown = locations > 0 ? cdnQuestions - cdnChanges : (pages * returning + polls) * shared;

  // A reader polls, so that of changes that are close together it fetches the last.
  const readerQuestions = readers / habits.readerPoll;
  const changed = Math.min(readers * changes, readerQuestions);
  // Who comes back later than the server remembers gets everything.
  const held = site.overrides < habits.layersFrom ? habits.held : habits.heldLayers;
  const isHeld = changes * habits.readerPoll <= held;

  return {
    statuses,
    public: publicNew,
    // Whoever hears of a change has the snapshot before it, and is told what is different.
    publicNews,
    // Whether a personal one is known is only seen when it is written: it costs the same.
    personal: (pages + polls) * personal,
    personalNews: news * personal,
    full: isHeld ? 0 : changed,
    fullNews: isHeld ? changed : 0,
    notModified: publicKnown + readerQuestions - changed,
    // A page has its snapshot on a connection of its own if no CDN gave it; its stream counts with `streams`.
    connections: pages * (locations > 0 ? personal : 1),
    streams: pages,
    // Each client hears of each change, and a sign of life where there is none for long.
    events: news + clients * Math.max(0, 1 / habits.heartbeat - changes),
    changes,
    cdnRequests: atCdn,
  };
}

/** @typedef {ReturnType<typeof workOf>} Work */

/**
 * What all answers to questions take together, of CPU or of bytes.
 * @param {Work} work @param {Site} site @param {Costs['cpu'] | Costs['bytes']} each
 */
function ofAnswers(work, site, each) {
  return (
    work.statuses * at(each.status, site) +
    work.public * at(each.public, site) +
    work.publicNews * at(each.publicNews, site) +
    work.personal * at(each.personal, site) +
    work.personalNews * at(each.personalNews, site) +
    work.full * at(each.full, site) +
    work.fullNews * at(each.fullNews, site) +
    work.notModified * at(each.notModified, site)
  );
}

/**
 * Microseconds of CPU that all servers together take for work.
 * @param {Work} work @param {Site} site @param {Costs} costs
 */
export function serverCpu(work, site, { cpu }) {
  return (
    ofAnswers(work, site, cpu) +
    work.connections * cpu.connection +
    work.streams * cpu.stream +
    work.events * cpu.event +
    // Each server reads, joins, writes and compresses for itself.
    work.changes * site.servers * at(cpu.change, site)
  );
}

/**
 * Bytes that all servers together send.
 * @param {Work} work @param {Site} site @param {Costs} costs
 */
export function bytesSent(work, site, { bytes }) {
  return (
    ofAnswers(work, site, bytes) +
    work.streams * bytes.stream +
    work.events * bytes.event
  );
}

/**
 * Microseconds of Redis' CPU in so many seconds: changes, each told to every server, and each server's passes.
 * @param {Work} work @param {Site} site @param {Costs} costs @param {number} seconds
 */
export function redisCpu(work, site, { redis }, seconds) {
  return site.servers * (work.changes * at(redis.change, site) + (seconds / habits.redisPass) * at(redis.read, site));
}

/**
 * Seconds from one change until every page that heard of it has its answer, if all ask at once: the servers' work
 * for it, one thing after the other on each core. Nobody waits for compression.
 * @param {Site} site @param {Costs} costs @param {number} cores
 */
export function settling(site, { cpu, published }, cores) {
  const { clients, personal, locations, servers } = site;
  const shared = locations > 0 ? 0 : (1 - personal) * at(cpu.publicNews, site);
  const each = cpu.event + shared + personal * at(cpu.personalNews, site);
  return (at(published, site) + (clients / servers) * (each / cores)) / 1e6;
}

/**
 * How much of each resource is used, and how much there is of it.
 * @typedef {{ resource: string, unit: string, used: number, limit: number }} Use
 *
 * @param {Site} site @param {Costs} costs @param {Equipment} equipment
 * @returns {Use[]}
 */
export function useOf(site, costs, equipment) {
  const { cores, memory, network, descriptors } = equipment;
  const { servers } = site;
  const work = workOf(site);
  const clients = site.clients / servers;
  // A connection that had its answer stays until it is idle for too long.
  const connections = (work.connections * habits.idle + site.readers) / servers;
  const ofClients = clients * (costs.memory.client + costs.memory.kernelClient);
  return [
    { resource: 'CPU of a server', unit: 'cores', used: serverCpu(work, site, costs) / servers / 1e6, limit: cores },
    // One thread takes over what the store says. That is the most: another one compresses, and skips what is not the newest.
    { resource: "a server's changes", unit: 'cores', used: (site.changes * at(costs.cpu.change, site)) / 1e6, limit: 1 },
    { resource: 'pages settled', unit: 's', used: settling(site, costs, cores), limit: habits.patience },
    { resource: 'network of a server', unit: 'Gbit/s', used: (bytesSent(work, site, costs) * 8) / servers / 1e9, limit: network },
    { resource: 'memory of a server', unit: 'GiB', used: (at(costs.memory.server, site) + ofClients) / 2 ** 30, limit: memory },
    { resource: 'descriptors of a server', unit: '', used: clients + connections, limit: descriptors },
    { resource: 'streams of a server', unit: '', used: clients, limit: cores * habits.streamsOfThread },
    // It does everything in one thread.
    { resource: 'CPU of Redis', unit: 'cores', used: redisCpu(work, site, costs, 1) / 1e6, limit: 1 },
    { resource: 'memory of Redis', unit: 'GiB', used: at(costs.redis.memory, site) / 2 ** 30, limit: memory },
  ];
}

/** The resource of which the largest share is used. @param {readonly Use[]} uses @returns {Use & { share: number }} */
export function tightest(uses) {
  const shares = uses.map((use) => ({ ...use, share: use.used / use.limit }));
  return shares.reduce((most, use) => (use.share > most.share ? use : most));
}

/**
 * How often a site can be as large until something breaks, and what that is; 0 times if it does not even hold
 * when there is nothing of it. No more than a million million times is looked for.
 * @param {(times: number) => Site} grown
 * @param {Costs} costs @param {Equipment} equipment
 * @returns {{ times: number, resource: string | null }}
 */
export function breakingPoint(grown, costs, equipment) {
  const use = (/** @type {number} */ times) => tightest(useOf(grown(times), costs, equipment));
  if (use(0).share > 1) return { times: 0, resource: use(0).resource };
  let [holds, breaks] = [0, 1];
  while (use(breaks).share <= 1) {
    if (breaks > 1e12) return { times: Infinity, resource: null };
    [holds, breaks] = [breaks, 2 * breaks];
  }
  while (breaks - holds > breaks * 1e-9) {
    const middle = (holds + breaks) / 2;
    if (use(middle).share > 1) breaks = middle;
    else holds = middle;
  }
  return { times: holds, resource: use(breaks).resource };
}
