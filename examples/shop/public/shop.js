// The demo shop. It decides here, in the browser: the server only sends snapshots.
import { createPancake } from '/sdk/pancake.js';
import { add, bill } from './basket.js';
import { say, show } from './decisions.js';
import { groups, signedInAs, signInAs } from './session.js';

const pancake = await createPancake({ url: location.origin, groups });

const FREE_SHIPPING = pancake.switch('FREE_SHIPPING', { default: false });
const NEW_CHECKOUT = pancake.flag('NEW_CHECKOUT', { default: false });
const BIG_PICTURES = pancake.sample('BIG_PICTURES', { default: 50 });

const at = (id) => document.getElementById(id);

function render() {
  const freeShipping = show(FREE_SHIPPING);
  const oneStep = show(NEW_CHECKOUT);
  const bigPictures = show(BIG_PICTURES);

  at('banner').hidden = !freeShipping;
  at('products').dataset.pictures = bigPictures ? 'big' : 'small';
  at('checkout').dataset.steps = oneStep ? '1' : '3';

  const { what, goods, shipping, total } = bill(freeShipping);
  say(at('basket-what'), what);
  say(at('goods'), goods);
  say(at('shipping'), shipping);
  say(at('total'), total);
  say(at('pay'), oneStep ? `Pay ${total} now` : 'Continue to address');
  say(at('standing'), standing());
}

/** Who asks, and what is asked: the cookie is written when the first sample is checked. */
function standing() {
  const [, cookie] = /(?:^|; )pancake=([^;]*)/.exec(document.cookie) ?? [];
  const visitor = cookie ? `Visitor ${cookie.slice(1)}, kept in the cookie pancake=${cookie}` : 'A visitor without a cookie';
  return pancake.revision === null ? `${visitor}. No snapshot yet.` : `${visitor}. Snapshot at revision ${pancake.revision}.`;
}

at('sign-in').elements.who.value = signedInAs();
at('sign-in').addEventListener('change', ({ target }) => {
  signInAs(target.value);
  render();
});
at('products').addEventListener('click', ({ target }) => {
  if (!target.dataset.product) return;
  add(target.dataset.product);
  render();
});
at('pay').addEventListener('click', () => say(at('paid'), 'This is a demo: nothing is sold here.'));

pancake.on('change', render);
render();
at('standing').dataset.ready = '';
