// The same where requests shall depend on nothing but Cloudflare: a cron trigger copies the
// snapshot into a KV namespace, and requests are decided by what is there.
import { env } from 'cloudflare:workers';
import { createPancake } from 'pancake-flags/edge';

const pancake = await createPancake({
  snapshot: () => env.FLAGS.get('pancake', 'arrayBuffer'),
  groups: { user: (request) => request.headers.get('X-User') },
});

export default {
  async fetch(request, _env, context) {
    const visit = await pancake.forRequest(request, context);
    const checkout = visit.flag('NEW_CHECKOUT', { default: false }).isActive() ? 'new' : 'old';
    const pictures = visit.sample('BIG_PICTURES', { default: 50 }).isActive() ? 'big' : 'small';
    return visit.apply(new Response(`${checkout} checkout, ${pictures} pictures\n`));
  },

  async scheduled() {
    const response = await fetch(`${env.PANCAKE_URL}/snapshot/pancake?scope=full`, {
      headers: { Authorization: `Bearer ${env.PANCAKE_SERVER_KEY}` },
    });
    if (!response.ok) throw new Error(`the Pancake server answered ${response.status}`);
    await env.FLAGS.put('pancake', await response.arrayBuffer());
  },
};
