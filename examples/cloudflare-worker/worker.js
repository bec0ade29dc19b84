// Decides by the full snapshot that it keeps; looks for a newer one every ten seconds, behind a response.
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
    return visit.apply(new Response(`${checkout} checkout, ${pictures} pictures\n`)); // sets a new visitor's cookie
  },
};
