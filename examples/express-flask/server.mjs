// Express beside a Flask app: flask-pancake's commands and this server's features share one Redis,
// and a visitor's samples are the same in both, by the cookie that the Flask app signs.
//
//   pancake serve --store redis://127.0.0.1:6379/0 --definitions examples/express-flask/pancake.json --secret-file secret
//   SECRET_KEY=… PANCAKE_URL=http://127.0.0.1:8080 node examples/express-flask/server.mjs
//
// SECRET_KEY and the line in the file `secret` are the SECRET_KEY of the Flask app.
import express from 'express';
import { createPancake } from 'pancake-flags';

const pancake = await createPancake({
  url: process.env.PANCAKE_URL ?? 'http://127.0.0.1:8080',
  serverKey: process.env.PANCAKE_SERVER_KEY, // needed unless the Pancake server is on the loopback without keys
  groups: { user: (request) => request.get('X-User') },
  cookie: { format: 'flask-pancake', secret: process.env.SECRET_KEY },
});

const app = express();
app.get('/', async (request, response) => {
  const visit = await pancake.forRequest(request);
  const checkout = visit.flag('NEW_CHECKOUT', { default: false }).isActive() ? 'new' : 'old';
  const pictures = visit.sample('BIG_PICTURES', { default: 50 }).isActive() ? 'big' : 'small';
  (await visit.apply(response)).type('text').send(`${checkout} checkout, ${pictures} pictures\n`);
});

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
