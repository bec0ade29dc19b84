// The newest snapshot of one server in the Cache API, for the isolates of one place: a new one starts from
// what another one kept. A full snapshot holds ids of visitors, so it is found by who knows the secrets
// in `name` alone: its URL is their hash, under a host that does not exist. Nothing here throws: where
// there is no cache, or it refuses, nothing is kept.
import { encodeBase64 } from './base64.js';
import type { Fetched } from './source.js';

/** A snapshot that is kept, all of it, and when the server was last asked about it. */
export interface Kept extends Fetched {
  /** Milliseconds, as Date.now() of the isolate that asked. */
  askedAt: number;
}

/** What stands beside the bytes: a header of the kept response, with the ETag and when the server was asked. */
const header = 'Pancake-Kept';

/** What is kept, unless it is older than `longest` milliseconds. */
export async function readKept(name: string, longest: number): Promise<Kept | null> {
  try {
    const found = (await (await open()).match(await urlOf(name))) as Response;
    const [etag, askedAt] = JSON.parse(found.headers.get(header) as string);
    if (!(Math.abs(Date.now() - askedAt) <= longest)) return null;
    return { bytes: new Uint8Array(await found.arrayBuffer()), etag, askedAt };
  } catch {
    return null;
  }
}

/** Keeps it for `longest` milliseconds. */
export async function writeKept(name: string, longest: number, { bytes, etag, askedAt }: Kept): Promise<void> {
  try {
    const headers = { 'Cache-Control': `max-age=${Math.ceil(longest / 1_000)}`, [header]: JSON.stringify([etag, askedAt]) };
    await (await open()).put(await urlOf(name), new Response(bytes as Uint8Array<ArrayBuffer>, { headers }));
  } catch {
    // The next isolate asks the server.
  }
}

/** The cache of all Pancakes: one of its own, which no request from outside reads. */
const open = () => caches.open('pancake-flags');

async function urlOf(name: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name));
  return `https://pancake.invalid/${encodeBase64(new Uint8Array(hash))}`;
}
