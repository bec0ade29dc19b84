// @ts-check
import { createPancake } from 'pancake-flags/edge';

/** @type {ReturnType<typeof createPancake> | undefined} */
let created;

/**
 * Answers what one user sees, and sets the cookie. Features are made once, outside of requests.
 * @type {{ fetch(request: Request, env: { PANCAKE_URL: string, FORMAT?: 'flask-pancake', NO_KEY?: boolean }, context: any): Promise<Response> }}
 */
export default {
  async fetch(request, env, context) {
    created ??= createPancake({
      url: env.PANCAKE_URL,
      serverKey: env.NO_KEY ? undefined : 'server key',
      scope: undefined,
      maxAge: 200,
      groups: {
        user: (asked) => /** @type {Request} */ (asked).headers.get('X-User'),
        admin: () => null,
      },
      cookie: { format: env.FORMAT ?? 'visitor', secret: 's3cr!t' },
    });
    const pancake = await created;
    const visit = await pancake.forRequest(request, context);
    await scheduler.wait(Math.random() * 20);
    const body = {
      user: request.headers.get('X-User'),
      checkout: visit.flag('CHECKOUT').isActive(),
      half: visit.sample('HALF').isActive(),
      draw: visit.sample('HALF').explain().draw,
      visitor: visit.visitor,
      revision: pancake.revision,
      text: request.url.endsWith('/page') ? await pancake.dehydrate(request, context) : null,
    };
    await scheduler.wait(Math.random() * 20);
    const same = visit.flag('CHECKOUT').isActive() === body.checkout;
    return visit.apply(Response.json({ ...body, same }));
  },
};
