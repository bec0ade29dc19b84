// @ts-check

/**
 * Which form of an overview an Accept header asks for when quality values count: the better of
 * HTML and JSON, HTML if they are equal, JSON without a header.
 * @param {string[]} headers all Accept lines
 * @returns {'html' | 'json' | null} null where either may come: it wants neither, or only a variant
 *   of one (`text/html;level=1`)
 */
export function acceptedForm(headers) {
  const items = headers
    .join(',')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
  if (items.length === 0) return 'json';
  if (items.some((item) => /;(?!\s*q=)/i.test(item))) return null;
  const html = quality(items, 'text', 'html');
  const json = quality(items, 'application', 'json');
  if (html === 0 && json === 0) return null;
  return html >= json ? 'html' : 'json';
}

/**
 * @param {string[]} items
 * @param {string} type
 * @param {string} subtype
 * @returns {number} that of the most specific item
 */
function quality(items, type, subtype) {
  let best = { rank: -1, q: 0 };
  for (const item of items) {
    const [range, ...parameters] = item
      .toLowerCase()
      .split(';')
      .map((part) => part.trim());
    const rank = [`*/*`, `${type}/*`, `${type}/${subtype}`].indexOf(range);
    if (rank > best.rank)
      best = { rank, q: Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1) };
  }
  return best.q;
}
