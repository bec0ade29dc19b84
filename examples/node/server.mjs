// A Node server on the same flags: PANCAKE_URL=http://127.0.0.1:8080 node examples/node/server.mjs
import { createServer } from 'node:http';
import { createPancake } from 'pancake-flags';

const pancake = await createPancake({
  url: process.env.PANCAKE_URL ?? 'http://127.0.0.1:8080',
  scope: 'full',
  serverKey: process.env.PANCAKE_SERVER_KEY, // needed unless the Pancake server is on the loopback without keys
  groups: { user: (request) => request.headers['x-user'] ?? null },
});
const NEW_CHECKOUT = pancake.flag('NEW_CHECKOUT', { default: false });
const BIG_PICTURES = pancake.sample('BIG_PICTURES', { default: 50 });

const server = createServer((request, response) =>
  // Inside run() the features answer for this request's visitor.
  pancake.run(request, async (visit) => {
    const checkout = NEW_CHECKOUT.isActive() ? 'new' : 'old';
    const pictures = BIG_PICTURES.isActive() ? 'big' : 'small';
    response.setHeader('Set-Cookie', await visit.setCookies());
    response.end(`${checkout} checkout, ${pictures} pictures\n`);
  }),
);
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
