// @ts-check
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../../tools/project.mjs';
import { openShop, photograph } from './shop.mjs';

const screenshot = join(root, 'build/screenshots/shop.png');

/** @type {import('./shop.mjs').Shop} */
let shop;

before(async () => {
  shop = await openShop();
});
after(() => shop?.close());

// Each test begins with the store as the first start leaves it.
afterEach(async () => {
  await shop.cli('switches clear FREE_SHIPPING');
  await shop.cli('flags clear NEW_CHECKOUT');
  await shop.cli('flags enable-group NEW_CHECKOUT user alice');
  await shop.cli('flags clear-group NEW_CHECKOUT user bob');
  await shop.cli('samples clear BIG_PICTURES');
});

const byDefault = 'Nothing is stored: the default of the definition, off.';
const forAll = 'The store says on for everybody.';

test('the shop decides in the browser, without an error and under its content security policy', async () => {
  const visitor = await shop.visit();
  assert.deepEqual(await visitor.decision('FREE_SHIPPING'), { on: false, why: byDefault });
  assert.deepEqual(await visitor.decision('NEW_CHECKOUT'), { on: false, why: byDefault });
  const { on, why } = await visitor.decision('BIG_PICTURES');
  const draw = Number(/^This visitor stands at ([\d.]+), (?:not )?under the ratio of 50\u00a0%\.$/.exec(why)?.[1]);
  assert.equal(on, draw < 50, why);
  assert.equal(await visitor.page.$eval('#products', (list) => list.getAttribute('data-pictures')), on ? 'big' : 'small');
  assert.equal(await visitor.text('#total'), '€13.40');
  assert.equal(await visitor.text('#pay'), 'Continue to address');
  assert.deepEqual(visitor.errors, []);
  await visitor.page.close();
});

test('the content security policy stops a script that somebody smuggles into the page', async () => {
  const visitor = await shop.visit();
  await visitor.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.smuggled = true';
    document.body.append(script);
  });
  assert.equal(await visitor.page.evaluate(() => 'smuggled' in window), false);
  assert.match(visitor.errors.join('\n'), /CSP: script-src/);
  await visitor.page.close();
});

test('a switch turned on and cleared in a terminal changes the page', async () => {
  const visitor = await shop.visit();
  await shop.cli('switches enable FREE_SHIPPING');
  assert.equal((await visitor.decides('FREE_SHIPPING', { on: true })).why, forAll);
  assert.equal(await visitor.page.$eval('#banner', (banner) => banner.hasAttribute('hidden')), false);
  assert.equal(await visitor.text('#total'), '€8.50');
  await shop.cli('switches clear FREE_SHIPPING');
  await visitor.decides('FREE_SHIPPING', { on: false, why: byDefault });
  assert.equal(await visitor.page.$eval('#banner', (banner) => banner.hasAttribute('hidden')), true);
  assert.deepEqual(visitor.errors, []);
  await visitor.page.close();
});

test('a flag turned on in a terminal is on for everybody', async () => {
  const visitor = await shop.visit();
  await shop.cli('flags enable NEW_CHECKOUT');
  await visitor.decides('NEW_CHECKOUT', { on: true, why: forAll });
  assert.equal(await visitor.text('#pay'), 'Pay €13.40 now');
  assert.deepEqual(visitor.errors, []);
  await visitor.page.close();
});

test('signing in asks for the overrides of that user, and signing out forgets them', async () => {
  const visitor = await shop.visit();
  await visitor.signIn('alice');
  const override = { on: true, why: 'An override turns it on for alice of group user.' };
  await visitor.decides('NEW_CHECKOUT', override);
  await visitor.page.reload();
  await visitor.decides('NEW_CHECKOUT', override);
  await visitor.signIn('bob');
  await visitor.decides('NEW_CHECKOUT', { on: false, why: byDefault });
  await visitor.signIn('grace');
  await visitor.decides('NEW_CHECKOUT', { on: true, why: 'An override turns it on for yes of group admin.' });
  await visitor.signIn('');
  await visitor.decides('NEW_CHECKOUT', { on: false, why: byDefault });
  assert.deepEqual(visitor.errors, []);
  await visitor.page.close();
});

test('an override changed in a terminal reaches the signed-in user, and nobody else', async () => {
  const [bob, other] = [await shop.visit(), await shop.visit()];
  await bob.signIn('bob');
  await shop.cli('flags enable-group NEW_CHECKOUT user bob');
  await bob.decides('NEW_CHECKOUT', { on: true, why: 'An override turns it on for bob of group user.' });
  await shop.cli('flags disable-group NEW_CHECKOUT user bob');
  await bob.decides('NEW_CHECKOUT', { on: false, why: 'An override turns it off for bob of group user.' });
  assert.deepEqual(await other.decision('NEW_CHECKOUT'), { on: false, why: byDefault });
  assert.deepEqual([...bob.errors, ...other.errors], []);
  await bob.page.close();
  await other.page.close();
});

test('a sample set in a terminal moves the ratio, and the visitor stays where it stands', async () => {
  const visitor = await shop.visit();
  const draw = async () => /stands at ([\d.]+),/.exec((await visitor.decision('BIG_PICTURES')).why)?.[1];
  const stands = await draw();
  for (const [ratio, on] of /** @type {const} */ ([[0, false], [100, true], [0, false]])) {
    await shop.cli(`samples set BIG_PICTURES ${ratio}`);
    await visitor.decides('BIG_PICTURES', { on, why: `This visitor stands at ${stands}, ${on ? '' : 'not '}under the ratio of ${ratio}\u00a0%.` });
  }
  assert.deepEqual(visitor.errors, []);
  await visitor.page.close();
});

test('the cookie holds four characters for a year, and a reload finds the same answer', async () => {
  const visitor = await shop.visit();
  const before = await visitor.decision('BIG_PICTURES');
  const [cookie, ...others] = await visitor.page.browserContext().cookies();
  assert.deepEqual(others, []);
  assert.equal(cookie.name, 'pancake');
  assert.match(cookie.value, /^1[A-Za-z0-9_-]{3}$/);
  assert.equal(cookie.sameSite, 'Lax');
  assert.equal(cookie.path, '/');
  assert.equal(cookie.httpOnly, false);
  const days = (cookie.expires * 1000 - Date.now()) / 86_400_000;
  assert.ok(days > 364 && days < 367, `it lasts ${days} days`);
  await visitor.page.reload();
  await visitor.decides('BIG_PICTURES', before);
  const [again] = await visitor.page.browserContext().cookies();
  assert.equal(again.value, cookie.value);
  await visitor.page.close();
});

test('another browser is another visitor', async () => {
  const [one, other] = [await shop.visit(), await shop.visit()];
  assert.notEqual((await one.decision('BIG_PICTURES')).why, (await other.decision('BIG_PICTURES')).why);
  const [[mine], [theirs]] = await Promise.all([one, other].map(({ page }) => page.browserContext().cookies()));
  assert.notEqual(mine.value, theirs.value);
  await one.page.close();
  await other.page.close();
});

test('with the server gone the page goes on with what it had, and catches up when it is back', async () => {
  const visitor = await shop.visit();
  await visitor.signIn('alice');
  await visitor.decides('NEW_CHECKOUT', { on: true });
  await shop.down();
  try {
    await shop.cli('switches enable FREE_SHIPPING');
    await sleep(1500);
    await visitor.page.click('[data-product=crepe]');
    assert.equal(await visitor.text('#total'), '€20.20');
    assert.equal((await visitor.decision('NEW_CHECKOUT')).on, true);
    assert.equal((await visitor.decision('FREE_SHIPPING')).on, false);
  } finally {
    await shop.up();
  }
  await visitor.decides('FREE_SHIPPING', { on: true }, 10_000);
  assert.equal(await visitor.text('#total'), '€15.30');
  assert.ok(visitor.errors.every((error) => /ERR_CONNECTION_REFUSED/.test(error)), visitor.errors.join('\n'));
  await visitor.page.close();
});

test('the overview shows people what the store holds', async () => {
  const visitor = await shop.visit();
  await Promise.all([visitor.page.waitForNavigation(), visitor.page.click('a[href="/overview"]')]);
  const text = await visitor.text('body');
  for (const word of ['FREE_SHIPPING', 'NEW_CHECKOUT', 'BIG_PICTURES', 'alice', 'bob']) {
    assert.ok(text.includes(word), `${word} is on the page`);
  }
  assert.deepEqual(visitor.errors, []);
  await visitor.page.close();
});

test('the page fits a narrow screen, and each control has a name', async () => {
  const visitor = await shop.visit();
  await visitor.page.setViewport({ width: 320, height: 700 });
  assert.equal(await visitor.page.evaluate(() => document.documentElement.scrollWidth), 320);
  const tree = await visitor.page.accessibility.snapshot();
  assert.deepEqual(namelessControls(tree), []);
  await visitor.page.close();
});

test('the picture of the README can be taken, and is small', async () => {
  await photograph(shop, screenshot);
  assert.ok(statSync(screenshot).size > 50_000);
  assert.ok(statSync(join(root, 'docs/images/shop.png')).size < 150_000);
});

/**
 * @param {import('puppeteer-core').SerializedAXNode | null} node
 * @returns {string[]}
 */
function namelessControls(node) {
  if (!node) return ['no accessibility tree'];
  const below = (node.children ?? []).flatMap(namelessControls);
  const isControl = ['button', 'link', 'radio', 'image'].includes(node.role);
  return isControl && !node.name ? [node.role, ...below] : below;
}
