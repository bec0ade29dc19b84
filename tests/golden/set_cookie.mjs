// @ts-check

/**
 * A Set-Cookie line taken apart; attribute names in lower case, true where one has no value.
 * @typedef {{ name: string, value: string, attributes: Record<string, string | true> }} SetCookie
 */

/** @param {string} line @returns {SetCookie} */
export function readSetCookie(line) {
  const [pair, ...attributes] = line.split(';');
  const split = pair.indexOf('=');
  return {
    name: pair.slice(0, split),
    value: unquoted(pair.slice(split + 1)),
    attributes: Object.fromEntries(
      attributes
        .map((text) => attribute(text.trim()))
        .filter(([name, value]) => name !== 'expires' || value !== movingDate),
    ),
  };
}

/** The record's word for a date that Max-Age moves along; Max-Age itself is compared. */
const movingDate = '<now + Max-Age>';

/** @param {string} text @returns {[string, string | true]} */
function attribute(text) {
  const split = text.indexOf('=');
  return split < 0 ? [text.toLowerCase(), true] : [text.slice(0, split).toLowerCase(), text.slice(split + 1)];
}

/** @param {string} value */
const unquoted = (value) => (/^".*"$/.test(value) ? value.slice(1, -1) : value);

/**
 * The value of a request's cookie, as the web framework of the record reads it: the first of the
 * name counts, blanks around it and quotes do not.
 * @param {string[]} headers Cookie lines
 * @param {string} name
 * @returns {string | null}
 */
export function requestCookie(headers, name) {
  for (const pair of headers.join('; ').split(';')) {
    const split = pair.indexOf('=');
    if (split >= 0 && pair.slice(0, split).trim() === name) return unquoted(pair.slice(split + 1).trim());
  }
  return null;
}
