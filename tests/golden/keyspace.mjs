// @ts-check
/** @typedef {import('./recorded.mjs').Keyspace} Keyspace */
/** @typedef {import('./recorded.mjs').Content} Content */

/** Keys that are ours alone and nothing to flask-pancake: definitions and the log. */
const ours = 'PANCAKE:';

/**
 * Everything in the database but our own keys.
 * @param {import('../support/resp.mjs').RedisClient} redis
 * @returns {Promise<Keyspace>}
 */
export async function readKeyspace(redis) {
  /** @type {string[]} */
  const keys = (await redis.command('KEYS', '*'))
    .filter((/** @type {string} */ key) => !key.startsWith(ours))
    .sort();
  const types = await Promise.all(keys.map((key) => redis.command('TYPE', key)));
  const contents = await Promise.all(keys.map((key, n) => readContent(redis, key, types[n])));
  return Object.fromEntries(keys.map((key, n) => [key, contents[n]]));
}

/**
 * @param {import('../support/resp.mjs').RedisClient} redis
 * @param {string} key
 * @param {string} type
 * @returns {Promise<Content>}
 */
async function readContent(redis, key, type) {
  switch (type) {
    case 'string':
      return { type, value: await redis.command('GET', key) };
    case 'set':
      return { type, members: (await redis.command('SMEMBERS', key)).sort(byCodePoint) };
    case 'list':
      return { type, items: await redis.command('LRANGE', key, 0, -1) };
    case 'hash':
      return { type, fields: fieldsOf(await redis.command('HGETALL', key)) };
    default:
      return { type };
  }
}

/** @param {string[]} reply field, value, field, value … */
function fieldsOf(reply) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (let n = 0; n < reply.length; n += 2) fields[reply[n]] = reply[n + 1];
  return fields;
}

/** Python sorts texts by code point, JavaScript by UTF-16 unit. @param {string} a @param {string} b */
function byCodePoint(a, b) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * Makes the database hold exactly this, our own keys aside.
 * @param {import('../support/resp.mjs').RedisClient} redis
 * @param {Keyspace} wanted
 */
export async function writeKeyspace(redis, wanted) {
  const held = await readKeyspace(redis);
  const differs = [...new Set([...Object.keys(held), ...Object.keys(wanted)])].filter(
    (key) => JSON.stringify(held[key]) !== JSON.stringify(wanted[key]),
  );
  for (const key of differs) {
    await redis.command('DEL', key);
    const content = wanted[key];
    if (!content) continue;
    if (content.type === 'string') await redis.command('SET', key, content.value ?? '');
    if (content.type === 'set') await redis.command('SADD', key, ...(content.members ?? []));
    if (content.type === 'list') await redis.command('RPUSH', key, ...(content.items ?? []));
    if (content.type === 'hash')
      await redis.command('HSET', key, ...Object.entries(content.fields ?? {}).flat());
  }
}
