// @ts-check
import { OpenFeature } from '@openfeature/server-sdk';
import { createPancake } from 'pancake-flags/edge';
import { PancakeServerProvider } from 'pancake-flags/openfeature';

/** @type {Promise<void> | undefined} */
let ready;

/** Answers what a flag says for a user. @type {{ fetch(request: Request, env: { PANCAKE_URL: string }): Promise<Response> }} */
export default {
  async fetch(request, env) {
    ready ??= createPancake({ url: env.PANCAKE_URL, serverKey: 'server key' }).then((pancake) =>
      OpenFeature.setProviderAndWait(new PancakeServerProvider(pancake)),
    );
    await ready;
    const query = new URL(request.url).searchParams;
    const context = { targetingKey: query.get('key') ?? '', user: query.get('user') };
    return Response.json(await OpenFeature.getClient().getBooleanDetails(query.get('flag') ?? '', false, context));
  },
};
