// @ts-check

/** @typedef {import('./model.mjs').Site} Site */

const secondsADay = 86_400;
/** How much more happens in the busiest hour than in the middle of a day. */
const peak = 3;
const pagesAVisit = 5;
/** Seconds that a page stays open. */
const stay = 60;

/**
 * A site by what its people know of it: visits and changes a day. Anything else of a site can be given too.
 * @param {{ visits: number, changesADay: number } & Partial<Site>} known
 * @returns {Site} at its busiest
 */
export function siteOf({ visits, changesADay, ...given }) {
  const pages = (visits * pagesAVisit * peak) / secondsADay;
  return {
    features: 100,
    overrides: 0,
    changes: (changesADay * peak) / secondsADay,
    pages,
    // As many as come while one stays.
    clients: pages * stay,
    // The first page of a visit has nothing.
    returning: 1 - 1 / pagesAVisit,
    personal: 0,
    statuses: 0,
    readers: 0,
    locations: 0,
    servers: 1,
    ...given,
  };
}

/** A small machine. @type {import('./model.mjs').Equipment} */
export const usual = { cores: 2, memory: 4, network: 1, descriptors: 65_536 };

/** Sites to begin with. @type {Record<string, { title: string, site: Site }>} */
export const sites = {
  'small-shop': {
    title: 'a small shop: 5,000 visits a day, 20 features, no CDN',
    site: siteOf({ visits: 5_000, changesADay: 20, features: 20, overrides: 100, personal: 0.2 }),
  },
  'large-shop': {
    title: 'a large shop: 100,000 visits a day, half of its pages signed in, a server application that asks for /status',
    site: siteOf({ visits: 100_000, changesADay: 300, features: 200, overrides: 10_000, personal: 0.5, statuses: 50 }),
  },
  'million-visits': {
    title: '1,000,000 visits a day, behind a CDN of 50 locations, two servers',
    site: siteOf({ visits: 1_000_000, changesADay: 1_000, features: 300, overrides: 100_000, personal: 0.2, locations: 50, servers: 2 }),
  },
  'edge-fleet': {
    title: '3,000 edge workers with a full snapshot each, no page asks',
    site: siteOf({ visits: 0, changesADay: 1_000, features: 1_000, overrides: 100_000, readers: 3_000 }),
  },
};

/** What can grow: the site when there is so many times as much of it. @type {Record<string, (site: Site, times: number) => Site>} */
export const growths = {
  visitors: (site, times) => ({
    ...site,
    pages: site.pages * times,
    clients: site.clients * times,
    statuses: site.statuses * times,
  }),
  clients: (site, times) => ({ ...site, clients: site.clients * times }),
  statuses: (site, times) => ({ ...site, statuses: site.statuses * times }),
  readers: (site, times) => ({ ...site, readers: site.readers * times }),
  changes: (site, times) => ({ ...site, changes: site.changes * times }),
  overrides: (site, times) => ({ ...site, overrides: site.overrides * times }),
  features: (site, times) => ({ ...site, features: site.features * times }),
};

/** A hundredth of a site: of its visitors, readers and overrides; changes and features are as many. @param {Site} site @returns {Site} */
export function hundredth(site) {
  const small = growths.visitors(growths.readers(growths.overrides(site, 1 / 100), 1 / 100), 1 / 100);
  return { ...small, servers: 1 };
}
