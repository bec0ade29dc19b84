/** What the server said no to: an HTTP status, a stable code, and a sentence for people. */
export class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Somebody else was faster: what is there now, and what was wanted. */
export class Conflict extends Error {
  constructor(now, wanted) {
    super('somebody else changed it meanwhile');
    this.now = now;
    this.wanted = wanted;
  }
}

const kinds = { switch: 'switches', flag: 'flags', sample: 'samples' };

/**
 * Everything that the page asks of the server, for one extension.
 * @param {{ prefix: string, extension: string }} place
 */
export function createApi({ prefix, extension }) {
  const segment = encodeURIComponent;
  const base = `${prefix}/api/v1/extensions/${segment(extension)}`;
  const featurePath = ({ kind, name }) => `${base}/${kinds[kind]}/${segment(name)}`;
  const overridePath = (feature, group, id) => `${featurePath(feature)}/overrides/${segment(group)}/${segment(id)}`;

  /**
   * Changes one place if it still says what the page showed: asks for its tag, compares, and lets
   * the server refuse what was changed between the two.
   */
  async function change({ read, now, write, shownNow, body }) {
    const current = await ask('GET', read);
    const found = now(current.body);
    if (found !== shownNow) throw new Conflict(found, body);
    const headers = current.etag ? { 'If-Match': current.etag } : {};
    try {
      const done = await ask(body === null ? 'DELETE' : 'PUT', write, body, headers);
      return done.body?.revision ?? 0;
    } catch (error) {
      if (error instanceof Refusal && error.status === 412) {
        throw new Conflict(now((await readAnother(read, current.etag)).body), body);
      }
      throw error;
    }
  }

  /** What is there in place of what has this tag: the server may hear of it a moment after the store. */
  async function readAnother(path, tag) {
    for (let tries = 1; ; tries += 1) {
      const current = await ask('GET', path);
      if (current.etag !== tag || tries === 20) return current;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  return {
    eventsUrl: `${prefix}/events/${segment(extension)}`,

    async page() {
      return (await ask('GET', `${prefix}/overview/${segment(extension)}?for=page`)).body;
    },
    /** `value` null clears the state. Gives the revision in which it is visible. */
    setState(feature, value) {
      const member = feature.kind === 'sample' ? 'ratio' : 'on';
      return change({
        read: featurePath(feature),
        now: (entry) => entry.state ?? null,
        write: `${featurePath(feature)}/state`,
        shownNow: feature.state,
        body: value === null ? null : { [member]: value },
      });
    },
    /** `value` null takes the override away. */
    setOverride(feature, group, id, shownNow, value) {
      const path = overridePath(feature, group, id);
      return change({
        read: path,
        now: (entry) => entry.is_active ?? null,
        write: path,
        shownNow,
        body: value === null ? null : { on: value },
      });
    },
    async changes(query) {
      const { body } = await ask('GET', `${base}/changes?${new URLSearchParams(query)}`);
      return Array.isArray(body) ? body : body.changes;
    },
    async explain(feature, ids, visitor) {
      const given = visitor === '' ? { ids } : { ids, visitor };
      return (await ask('POST', `${featurePath(feature)}/explain`, given)).body;
    },
    signIn: (token) => ask('POST', `${prefix}/session`, { token }),
    signOut: () => ask('DELETE', `${prefix}/session`),
  };
}

/** @returns {Promise<{ body: any, etag: string | null }>} */
async function ask(method, url, body = null, headers = {}) {
  const init = { method, headers: { Accept: 'application/json', ...headers }, cache: 'no-store' };
  if (body !== null) {
    init.headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(url, init);
  } catch {
    throw new Refusal(0, 'unreachable', 'The server cannot be reached.');
  }
  const text = await response.text();
  const read = readJson(text);
  if (!response.ok) {
    const { code = 'unknown', message = `The server answered ${response.status}.` } = read?.error ?? {};
    throw new Refusal(response.status, code, message);
  }
  return { body: read, etag: response.headers.get('ETag') };
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
