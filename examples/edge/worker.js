// A worker that decides without asking anybody: it keeps a full snapshot, and looks for a newer
// one at most every ten seconds, behind a response.
import { env } from 'cloudflare:workers';
import { createPancake } from 'pancake-flags/edge';

const pancake = await createPancake({
  url: env.PANCAKE_URL, // https://flags.example
  serverKey: env.PANCAKE_SERVER_KEY,
  groups: { user: (request) => request.headers.get('X-User') },
});

export default {
  async fetch(request, _env, context) {
    const visit = await pancake.forRequest(request, context);
    const checkout = visit.flag('NEW_CHECKOUT', { default: false }).isActive() ? 'new' : 'old';
    const pictures = visit.sample('BIG_PICTURES', { default: 50 }).isActive() ? 'big' : 'small';
    // apply() sets the cookie of a new visitor.
    return visit.apply(new Response(`${checkout} checkout, ${pictures} pictures\n`));
  },
};
