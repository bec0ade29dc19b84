import { createApi } from './api.js';
import { createDesk } from './desk.js';
import { element, setText } from './element.js';
import { createFilter } from './filter.js';
import { follow } from './live.js';
import { createRow } from './row.js';
import { createSignIn } from './sign_in.js';
import { happened, keyOf } from './words.js';

// The page as the server wrote it is readable without any of this. With it, the tables make way
// for a list that can be worked with.

const main = document.querySelector('main');
const { prefix = '', extension = 'pancake' } = main.dataset;
const api = createApi({ prefix, extension });
const standing = document.querySelector('#standing');
const session = document.querySelector('#session');
const message = element('p', { class: 'note wrong', role: 'alert' });
const stateNote = element('p', { class: 'note wrong', role: 'status', hidden: true });
const problems = element('ul', { class: 'problems', hidden: true });
const list = element('ul', { class: 'features' });
const filter = createFilter(showFiltered);
const signInForm = createSignIn(api, begin);
/** @type {Map<string, ReturnType<typeof createRow>>} */
const rows = new Map();
let following = false;
const desk = createDesk(api, { show, signIn, changed, unreachable: (text) => setText(message, text) });

async function begin() {
  signInForm.element.remove();
  await desk.reload();
}

function show(page) {
  setText(message, '');
  if (!list.isConnected) {
    const title = element('h1', {}, 'Features of ', element('bdi', {}, page.extension));
    main.replaceChildren(title, message, stateNote, problems, filter.element, list);
  }
  showSession(page);
  stateNote.hidden = page.standing === '';
  setText(stateNote, page.standing);
  problems.hidden = page.problems.length === 0;
  problems.replaceChildren(...page.problems.map((text) => element('li', {}, text)));
  showRows(page.features);
  showFiltered();
  document.documentElement.dataset.revision = String(page.revision);
  if (!following) follow(api.eventsUrl, () => desk.reload(), tellStanding);
  following = true;
}

/** Rows stay the elements that they are, so that nothing that is being typed is lost. */
function showRows(features) {
  const keys = features.map(keyOf);
  for (const [key, row] of rows) {
    if (keys.includes(key)) continue;
    row.element.remove();
    rows.delete(key);
  }
  features.forEach((feature, index) => {
    const key = keys[index];
    if (!rows.has(key)) rows.set(key, createRow(feature, desk));
    const row = rows.get(key);
    row.show(feature);
    if (list.children[index] !== row.element) list.insertBefore(row.element, list.children[index] ?? null);
  });
}

function showFiltered() {
  let fitting = 0;
  for (const row of rows.values()) {
    const fits = filter.fits(row.feature);
    row.element.hidden = !fits;
    if (fits) fitting += 1;
  }
  filter.tell(fitting, rows.size);
}

function changed(key, entry) {
  const row = rows.get(key);
  if (!row) return;
  row.say(`${capital(happened(entry))} by ${entry.who || 'somebody'}.`, 'news');
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function tellStanding(now) {
  standing.dataset.standing = now;
  setText(standing, now === 'live' ? 'Live' : 'Connecting again …');
}

function showSession(page) {
  const links = page.extensions.map((name) => {
    const current = name === page.extension;
    const href = `${prefix}/overview/${encodeURIComponent(name)}`;
    return element('a', { href, 'aria-current': current ? 'page' : null }, element('bdi', {}, name));
  });
  document.querySelector('#extensions').replaceChildren(...(links.length > 1 ? links : []));
  const who = page.signed_in
    ? [element('span', {}, 'Signed in as ', element('bdi', {}, page.caller)), button('Sign out', signOut)]
    : page.may_write
      ? []
      : [element('span', {}, 'Read only'), button('Sign in', signIn)];
  session.replaceChildren(...who);
}

function button(text, onclick) {
  return element('button', { type: 'button', onclick }, text);
}

function signIn() {
  if (list.isConnected) main.insertBefore(signInForm.element, main.children[1]);
  else main.replaceChildren(element('h1', {}, 'Pancake'), signInForm.element, message);
  signInForm.focus();
}

async function signOut() {
  await api.signOut();
  location.reload();
}

if (main.dataset.signIn === undefined) await desk.reload();
else signIn();
