// A Hono application on Node, with a page that knows its features before it asks anybody. In the
// root folder, with a Pancake server on examples/shop/pancake.json:
//   PANCAKE_URL=http://127.0.0.1:8080 node examples/hono/server.mjs
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { createPancake } from 'pancake-flags';

const pancake = await createPancake({
  url: process.env.PANCAKE_URL ?? 'http://127.0.0.1:8080',
  serverKey: process.env.PANCAKE_SERVER_KEY, // needed unless the Pancake server is on the loopback without keys
  groups: { user: (request) => request.headers.get('X-User') },
});
const NEW_CHECKOUT = pancake.flag('NEW_CHECKOUT', { default: false });
const BIG_PICTURES = pancake.sample('BIG_PICTURES', { default: 50 });

const app = new Hono();
// Features made once answer for the visitor of the request at hand, and a new one gets its cookie.
app.use((c, next) => pancake.run(c.req.raw, async (visit) => { await next(); await visit.apply(c); }));

app.get('/', (c) => {
  const checkout = NEW_CHECKOUT.isActive() ? 'new' : 'old';
  const pictures = BIG_PICTURES.isActive() ? 'big' : 'small';
  return c.text(`${checkout} checkout, ${pictures} pictures\n`);
});

app.get('/page', async (c) => {
  const features = await pancake.dehydrate(c.req.raw);
  const user = JSON.stringify(c.req.header('X-User') ?? null).replaceAll('<', '\\u003c');
  return c.html(`<!doctype html>
<title>Checkout</title>
<link rel="icon" href="data:,">
<p>${NEW_CHECKOUT.isActive() ? 'One step' : 'Three steps'}</p>
<script type="module">
  import { createPancake } from '/sdk/pancake.js';
  const pancake = await createPancake({ snapshot: '${features}', groups: { user: () => ${user} } });
  document.body.dataset.checkout = pancake.flag('NEW_CHECKOUT').isActive() ? 'new' : 'old';
</script>`);
});

app.use('/sdk/*', serveStatic({ root: 'js/dist', rewriteRequestPath: (path) => path.slice('/sdk'.length) }));

const port = Number(process.env.PORT ?? 3000);
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info) => {
  console.log(`listening on http://127.0.0.1:${info.port}`);
});
