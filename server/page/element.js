/**
 * Builds an element. Texts become text nodes and nothing else: no name, id or message is ever read
 * as markup.
 *
 * `properties` are attributes; `class` and `for` as in HTML, `on…` are listeners, true is an empty
 * attribute, and false, null and undefined leave it out.
 * @param {string} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string | null | undefined)} children
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value === true ? '' : String(value));
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Sets a text only when it differs, so that a reader that follows the page is told once. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

let ids = 0;

/** An id that no other element has: names of features are no ids. */
export function newId() {
  ids += 1;
  return `p${ids}`;
}
