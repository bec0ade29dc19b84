// @ts-check
// A worker whose snapshots come from where its bindings say. Each path but / is a probe.
import { createPancake } from 'pancake-flags/edge';
import bundled from './bundled.snapshot';

/** @typedef {{ PANCAKE_URL?: string, KEY?: string, MAX_AGE?: number, KEEP_FOR?: number, FROM?: 'kv' | 'bundle', TIMEOUT?: number, FLAGS: any }} Env */

/** @type {string[]} */
const warnings = [];
/** @type {ReturnType<typeof createPancake> | undefined} */
let created;

/** @param {Env} env */
function create(env) {
  const snapshots = { kv: () => env.FLAGS.get('pancake', 'arrayBuffer'), bundle: /** @type {any} */ (bundled) };
  return createPancake({
    url: env.PANCAKE_URL || undefined,
    serverKey: env.KEY ?? 'server key',
    maxAge: env.MAX_AGE ?? 10_000,
    keepFor: env.KEEP_FOR,
    timeout: env.TIMEOUT ?? 5_000,
    snapshot: env.FROM && snapshots[env.FROM],
    groups: { user: (asked) => /** @type {Request} */ (asked).headers.get('X-User') },
    logger: { warn: (line) => warnings.push(line) },
  });
}

export default {
  /** @param {Request} request @param {Env} env @param {any} context */
  async fetch(request, env, context) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/default-cache') {
      const found = await /** @type {any} */ (caches).default.match(searchParams.get('url') ?? '');
      return Response.json(found !== undefined);
    }
    created ??= create(env);
    const pancake = await created;
    const visit = await pancake.forRequest(request, context);
    const body = { revision: pancake.revision, checkout: visit.flag('CHECKOUT').isActive(), warnings };
    return visit.apply(Response.json(body));
  },
};
