import { Refusal } from './api.js';
import { keyOf } from './words.js';

/**
 * What all rows work with: the server, what it said last, and when to ask again.
 *
 * @typedef {object} Desk
 * @property {ReturnType<import('./api.js').createApi>} api
 * @property {{ id: string, candidates: string[] | null }[]} groups
 * @property {boolean} mayWrite
 * @property {() => Promise<void>} reload reads everything anew and shows it
 * @property {(revision: number) => Promise<void>} wrote reads anew until this revision is there
 * @property {(error: unknown) => Promise<boolean>} refused whether somebody else sees to this error
 */

/** How often a revision that was written is asked for before it is taken as it comes. */
const mostTries = 100;

/**
 * @param {ReturnType<import('./api.js').createApi>} api
 * @param {{ show: (page: any) => void, signIn: () => void, changed: (key: string, entry: any) => void,
 *   unreachable: (message: string) => void }} page
 * @returns {Desk}
 */
export function createDesk(api, page) {
  const own = new Set();
  let newest = 0;
  let wanted = 0;
  /** @type {Promise<void> | null} */
  let reading = null;
  let again = false;

  async function readAll() {
    do {
      again = false;
      await readOnce();
    } while (again);
  }

  async function readOnce() {
    let read = await api.page();
    for (let tries = 0; read.revision < wanted && tries < mostTries; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      read = await api.page();
    }
    const before = newest;
    newest = read.revision;
    desk.groups = read.groups;
    desk.mayWrite = read.may_write;
    page.show(read);
    if (before !== 0 && newest > before) await tellChanges(before);
  }

  /** Who did it, for what this page did not do itself. */
  async function tellChanges(since) {
    const entries = await api.changes({ limit: '20' }).catch(() => []);
    for (const entry of entries.reverse()) {
      if (entry.revision > since && !own.has(entry.revision)) page.changed(keyOf(entry), entry);
    }
  }

  /** @type {Desk} */
  const desk = {
    api,
    groups: [],
    mayWrite: false,
    async reload() {
      if (reading) again = true;
      reading ??= readAll().finally(() => (reading = null));
      try {
        await reading;
      } catch (error) {
        if (!(await desk.refused(error))) page.unreachable(error instanceof Error ? error.message : String(error));
      }
    },
    async wrote(revision) {
      own.add(revision);
      wanted = Math.max(wanted, revision);
      await desk.reload();
    },
    async refused(error) {
      if (!(error instanceof Refusal) || error.status !== 401) return false;
      page.signIn();
      return true;
    },
  };
  return desk;
}
