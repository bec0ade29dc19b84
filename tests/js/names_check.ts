// Compiled, never run: what an application gets that declares the names of its features.
import { createPancake, type FlagName } from 'pancake-flags';
import { createPancake as createEdge } from 'pancake-flags/edge';

declare module 'pancake-flags' {
  interface Features {
    flags: 'CHECKOUT' | 'SEARCH';
    switches: 'OPEN';
    samples: never;
  }
}

export async function page(): Promise<void> {
  const pancake = await createPancake({ url: 'https://flags.example' });
  pancake.flag('CHECKOUT', { default: true });
  pancake.switch('OPEN');
  const name: FlagName = 'SEARCH';
  pancake.flag(name);

  // @ts-expect-error misspelt
  pancake.flag('CHEKOUT');
  // @ts-expect-error a flag, no switch
  pancake.switch('CHECKOUT');
  // @ts-expect-error there are no samples
  pancake.sample('HALF');
}

export async function worker(request: Request): Promise<void> {
  const visit = await (await createEdge({ url: 'https://flags.example' })).forRequest(request);
  visit.flag('CHECKOUT');
  // @ts-expect-error misspelt
  visit.flag('CHEKOUT');
}
