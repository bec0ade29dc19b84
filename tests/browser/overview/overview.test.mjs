// @ts-check
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { root } from '../../../tools/project.mjs';
import { evil, openDesk, photograph, reader, writer } from './desk.mjs';

/** @type {import('./desk.mjs').Desk} */
let desk;

before(async () => {
  desk = await openDesk();
});
after(() => desk?.close());

// Each test begins with nothing decided.
afterEach(async () => {
  for (const name of ['FREE_SHIPPING', 'SIGN_UP']) await desk.cli('switches', 'clear', name);
  for (const name of ['NEW_CHECKOUT', 'GIFT_WRAP']) {
    await desk.cli('flags', 'clear', name);
    for (const group of ['user', 'admin']) await desk.cli('flags', 'clear-all-group', name, group);
  }
  await desk.cli('samples', 'clear', 'BIG_PICTURES');
});

/** @param {string} name */
const row = (name) => `.feature[data-name="${name}"]`;

/** @param {import('./desk.mjs').DeskPage} opened @param {string} name gives what is pressed for everybody */
const pressed = ({ page }, name) =>
  page.$eval(`${row(name)} > .toggle [aria-pressed=true]`, (button) => button.textContent);

test('signing in, filtering, toggling and signing out by keyboard only', async () => {
  const opened = await desk.open();
  const { page, press, type, tabTo, sees } = opened;
  await page.goto(`${desk.url}/overview`);
  await sees('.sign-in [role=alert]', '');
  await type('a-token-that-is-not-known-anywhere-here');
  await press('Enter');
  await sees('.sign-in [role=alert]', 'This token is not known here.');
  await type(writer);
  await press('Enter');
  await sees('#session', /Signed in as ada/);
  await sees('.count', '6 features');

  await tabTo('Filter by name or description');
  await type('shipping');
  await sees('.count', '1 of 6 features');
  await tabTo('FREE_SHIPPING for everybody: On');
  await press('Space');
  await sees(`${row('FREE_SHIPPING')} [data-choice=true][aria-pressed=true]`, 'On');
  assert.match(await desk.cli('switches', 'check', 'FREE_SHIPPING'), /Yes/);
  await tabTo('FREE_SHIPPING for everybody: Off');
  await press('Enter');
  await sees(`${row('FREE_SHIPPING')} [data-choice=false][aria-pressed=true]`, 'Off');
  await tabTo('FREE_SHIPPING for everybody: Default: off');
  await press('Enter');
  await sees(`${row('FREE_SHIPPING')} [data-choice=null][aria-pressed=true]`, 'Default: off');

  await tabTo('Sign out');
  await press('Enter');
  await sees('.sign-in [role=alert]', '');
  assert.deepEqual(await page.cookies(), []);
  await page.close();
});

test('the list is filtered by kind and by what was changed', async () => {
  await desk.cli('flags', 'enable', 'NEW_CHECKOUT');
  const { page, press, tabTo, sees } = await desk.openSignedIn();
  await tabTo('All');
  await press('ArrowRight');
  await sees('.count', '2 of 6 features');
  await tabTo('Changed from default');
  await press('Space');
  await sees('.count', '1 of 6 features');
  assert.equal(await page.$$eval('.feature:not([hidden]) h2', (found) => found.map((heading) => heading.textContent).join()), 'NEW_CHECKOUT');
  await page.close();
});

test('a ratio is set by keyboard, and one that is none is refused in the page', async () => {
  const { page, press, type, tabTo, sees } = await desk.openSignedIn();
  const field = `${row('BIG_PICTURES')} input`;
  await tabTo('BIG_PICTURES: Ratio of BIG_PICTURES in percent');
  await page.$eval(field, (input) => /** @type {any} */ (input).select());
  await type('250');
  await press('Enter');
  assert.equal(await page.$eval(field, (input) => /** @type {any} */ (input).validationMessage), 'A ratio is a number from 0 to 100.');
  await page.$eval(field, (input) => /** @type {any} */ (input).select());
  await type('12.5');
  await press('Enter');
  await sees(`${row('BIG_PICTURES')} [aria-pressed=false]`, 'Default: 50 %');
  assert.match(await desk.cli('samples', 'list'), /12\.5/);
  await tabTo('BIG_PICTURES: Default: 50 %');
  await press('Enter');
  await sees(`${row('BIG_PICTURES')} [aria-pressed=true]`, 'Default: 50 %');
  assert.equal(await page.$eval(field, (input) => /** @type {any} */ (input).value), '50');
  await page.close();
});

test('overrides are added, changed and cleared by keyboard: candidates and free ids', async () => {
  const opened = await desk.openSignedIn();
  const { page, press, type, tabTo, sees } = opened;
  await tabTo(/^NEW_CHECKOUT: Overrides \(0\)/);
  await press('Enter');
  await tabTo('NEW_CHECKOUT: Another id of user');
  await type('alice & bob/%');
  await press('Enter');
  const free = `${row('NEW_CHECKOUT')} [data-group=user] li`;
  await sees(`${free} [aria-pressed=true]`, 'On');
  await sees(`${free} .id`, 'alice & bob/%');
  assert.match(await desk.cli('flags', 'check', 'NEW_CHECKOUT', '--group', 'user=alice & bob/%'), /Yes/);

  await tabTo('NEW_CHECKOUT for admin yes: On');
  await press('Enter');
  await sees(`${row('NEW_CHECKOUT')} [data-group=admin] li [aria-pressed=true]`, 'On');
  await sees(`${row('NEW_CHECKOUT')} .opener`, /Overrides \(2\)/);

  await tabTo('NEW_CHECKOUT for user alice & bob/%: Off');
  await press('Enter');
  await sees(`${free} [aria-pressed=true]`, 'Off');
  await tabTo('NEW_CHECKOUT for user alice & bob/%: Clear');
  await press('Enter');
  await sees(`${row('NEW_CHECKOUT')} .opener`, /Overrides \(1\)/);
  assert.equal(await page.$(free), null);
  assert.deepEqual(opened.errors, []);
  await page.close();
});

test('explain says which rule decides, and history who changed what', async () => {
  await desk.cli('flags', 'disable-group', 'GIFT_WRAP', 'user', 'ann');
  const { page, press, type, tabTo, sees } = await desk.openSignedIn();
  await tabTo(/^GIFT_WRAP: Overrides/);
  await press('Enter');
  await sees(`${row('GIFT_WRAP')} .history`, /set to off for user “ann”/);
  await tabTo('GIFT_WRAP: Id in user');
  await type('ann');
  await press('Enter');
  await sees(`${row('GIFT_WRAP')} .answer p`, 'off (reason: override)');
  await sees(`${row('GIFT_WRAP')} .decides`, 'Override for user “ann”: off: decides');

  await tabTo('GIFT_WRAP for everybody: Off');
  await press('Enter');
  await sees(`${row('GIFT_WRAP')} .history li`, /ada.*set to off, was not set/);
  await page.close();
});

test('a change in a terminal appears, says by whom, and leaves alone what is being typed', async () => {
  const opened = await desk.openSignedIn();
  const { page, type, tabTo, sees } = opened;
  await tabTo('BIG_PICTURES: Ratio of BIG_PICTURES in percent');
  await page.$eval(`${row('BIG_PICTURES')} input`, (input) => /** @type {any} */ (input).select());
  await type('77');
  await desk.cli('switches', 'enable', 'FREE_SHIPPING');
  await sees(`${row('FREE_SHIPPING')} [data-choice=true][aria-pressed=true]`, 'On');
  await sees(`${row('FREE_SHIPPING')} .note`, /^Set to on, was not set by \S+\.$/);
  await desk.cli('samples', 'set', 'BIG_PICTURES', '20');
  await sees(`${row('BIG_PICTURES')} .note`, /20/);
  assert.equal(await page.$eval(`${row('BIG_PICTURES')} input`, (input) => /** @type {any} */ (input).value), '77');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'INPUT');
  assert.deepEqual(opened.errors, []);
  await page.close();
});

test('a change that somebody else was faster with shows both values, and then does what is chosen', async () => {
  const opened = await desk.openSignedIn();
  const { page, sees, press } = opened;
  // The page does not hear of the other change before it writes.
  const held = await page.evaluateHandle(() => {
    const { fetch } = window;
    /** @type {(value?: unknown) => void} */
    let release = () => {};
    const released = new Promise((resolve) => (release = resolve));
    window.fetch = async (input, init) => {
      if (String(input).includes('for=page')) await released;
      return fetch(input, init);
    };
    return { release };
  });
  await desk.cli('flags', 'enable', 'NEW_CHECKOUT');
  await page.$eval(`${row('NEW_CHECKOUT')} [data-choice=false]`, (button) => /** @type {any} */ (button).click());
  await held.evaluate(({ release }) => release());
  await sees(`${row('NEW_CHECKOUT')} .note`, /it is on now, you wanted off/);
  assert.equal(await pressed(opened, 'NEW_CHECKOUT'), 'On');
  await press('Enter');
  await sees(`${row('NEW_CHECKOUT')} [data-choice=false][aria-pressed=true]`, 'Off');
  await page.close();
});

test('a token that may only read finds everything to look at and nothing to press', async () => {
  const { page, sees } = await desk.openSignedIn(reader);
  await sees('#session', /Signed in as rita/);
  const open = await page.$$eval('.features .toggle button, .features .ratio button', (buttons) =>
    buttons.filter((button) => !(/** @type {any} */ (button).disabled)).map((button) => button.textContent),
  );
  assert.deepEqual(open, []);
  await page.close();
});

test('names, descriptions and ids that look like markup are shown as text', async () => {
  await desk.cli('flags', 'enable-group', 'GIFT_WRAP', 'user', evil);
  const opened = await desk.openSignedIn();
  const { page, tabTo, press, sees } = opened;
  const shown = await page.$$eval('.feature h2', (found) => found.map((heading) => heading.textContent));
  assert.ok(shown.includes(evil), String(shown));
  await tabTo(/^GIFT_WRAP: Overrides/);
  await press('Enter');
  await sees(`${row('GIFT_WRAP')} .history`, new RegExp('onerror'));
  assert.equal(await page.$eval(`${row('GIFT_WRAP')} [data-group=user] .id`, (id) => id.textContent), evil);
  assert.equal(await page.$('main img'), null);
  assert.deepEqual(opened.errors, []);
  await page.close();
});

test('without JavaScript everything can still be read', async () => {
  await desk.cli('samples', 'set', 'BIG_PICTURES', '12.5');
  const opened = await desk.open();
  const { page, text, press } = opened;
  await page.setJavaScriptEnabled(false);
  await page.goto(`${desk.url}/overview`);
  await page.focus('input');
  await opened.type(reader);
  await Promise.all([page.waitForNavigation(), press('Enter')]);
  opened.errors.length = 0; // The form came with a 401, which Chromium prints.
  const read = await text('main');
  for (const wanted of ['NEW_CHECKOUT', 'Pay in one step instead of three', '12.5 %', 'FREE_SHIPPING', evil]) {
    assert.ok(read.includes(wanted), wanted);
  }
  assert.equal(await page.$('main img'), null);
  assert.deepEqual(opened.errors, []);
  await page.close();
});

for (const scheme of ['light', 'dark']) {
  test(`axe-core finds nothing in the ${scheme} page, with a row open, nor in the form to sign in`, async () => {
    await desk.cli('flags', 'enable-group', 'NEW_CHECKOUT', 'user', 'ann');
    const opened = await desk.open();
    const { page, sees } = opened;
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(`${desk.url}/overview`);
    await sees('.sign-in [role=alert]', '');
    assert.deepEqual(await opened.axe(), []);
    await page.focus('.sign-in input');
    await opened.type(writer);
    await opened.press('Enter');
    await sees('.count', '6 features');
    await page.$eval(`${row('NEW_CHECKOUT')} .opener`, (opener) => /** @type {any} */ (opener).click());
    await sees(`${row('NEW_CHECKOUT')} .history`, /ann/);
    assert.deepEqual(await opened.axe(), []);
    await page.close();
  });
}

test('the page fits a phone: nothing has to be scrolled sideways', async () => {
  const { page, sees } = await desk.openSignedIn();
  await page.setViewport({ width: 360, height: 700 });
  await page.$eval(`${row('NEW_CHECKOUT')} .opener`, (opener) => /** @type {any} */ (opener).click());
  await sees(`${row('NEW_CHECKOUT')} .history`, /./);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
  await page.close();
});

test('the other extensions are a link away', async () => {
  const { page, sees, tabTo, press } = await desk.openSignedIn();
  await tabTo('kitchen');
  await press('Enter');
  await sees('h1', 'Features of kitchen');
  await sees('.count', '1 features');
  assert.equal(await page.$eval('#extensions [aria-current]', (link) => link.textContent), 'kitchen');
  await page.close();
});

test('on the loopback without tokens nobody has to sign in', async () => {
  const open = await openDesk({ tokens: false });
  try {
    const { page, sees, errors } = await open.open();
    await page.goto(`${open.url}/overview`);
    await sees('.count', '6 features');
    await page.$eval(`${row('SIGN_UP')} [data-choice=false]`, (button) => /** @type {any} */ (button).click());
    await sees(`${row('SIGN_UP')} [data-choice=false][aria-pressed=true]`, 'Off');
    assert.deepEqual(errors, []);
  } finally {
    await open.close();
  }
});

test('its picture for the README can be taken', async () => {
  await desk.cli('flags', 'enable-group', 'NEW_CHECKOUT', 'user', 'alice');
  await photograph(desk, join(root, 'build/screenshots/overview.png'));
});
