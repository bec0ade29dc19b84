// @ts-check

/**
 * A definitions file for benchmarks: as many features as asked for, of the three kinds in turn, all
 * of them visible to clients.
 * @param {number} count
 */
export function manyFeatures(count) {
  /** @type {Record<string, Record<string, object>>} */
  const kinds = { switches: {}, flags: {}, samples: {} };
  for (let n = 0; n < count; n += 1) {
    const name = `FEATURE_${n}`;
    if (n % 3 === 0) kinds.switches[name] = { default: n % 2 === 0, client: true };
    if (n % 3 === 1) kinds.flags[name] = { default: n % 2 === 0, client: true };
    if (n % 3 === 2) kinds.samples[name] = { default: n % 100, client: true };
  }
  const groups = [{ id: 'user', from: 'header:X-User-Id' }];
  return { extensions: { pancake: { groups, ...kinds } } };
}
