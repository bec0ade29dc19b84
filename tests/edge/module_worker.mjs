// @ts-check
// Everything at the top of the module, as workers like to be written.
import { env } from 'cloudflare:workers';
import { createPancake } from 'pancake-flags/edge';

const pancake = await createPancake({
  url: /** @type {any} */ (env).PANCAKE_URL,
  serverKey: 'server key',
  groups: { user: (asked) => /** @type {Request} */ (asked).headers.get('X-User') },
});
const CHECKOUT = pancake.flag('CHECKOUT');
const HALF = pancake.sample('HALF');
const outside = [CHECKOUT.reason, HALF.reason];

export default {
  /** @param {Request} request @param {unknown} _env @param {any} context */
  async fetch(request, _env, context) {
    const answer = await pancake.run(
      request,
      async (visit) => {
        const first = CHECKOUT.isActive();
        await scheduler.wait(Math.random() * 10);
        const body = { outside, checkout: [first, CHECKOUT.isActive()], draw: HALF.explain().draw, visitor: visit.visitor };
        return visit.apply(Response.json(body));
      },
      context,
    );
    return answer;
  },
};
