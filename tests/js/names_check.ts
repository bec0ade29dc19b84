// Compiled, never run: what an application gets that declares the names of its features.
import { createPancake, type FlagName } from 'pancake-flags';
import { createPancake as createEdge } from 'pancake-flags/edge';
import { useExplanation, useFlag, usePancake, useSample, useSwitch } from 'pancake-flags/react';
import { withFeatures } from 'pancake-flags/testing';

declare module 'pancake-flags' {
  interface Features {
    flags: 'CHECKOUT' | 'SEARCH';
    switches: 'OPEN';
    samples: 'HALF';
  }
}

export async function page(): Promise<void> {
  const pancake = await createPancake({ url: 'https://flags.example' });
  pancake.flag('CHECKOUT', { default: true });
  pancake.switch('OPEN');
  pancake.sample('HALF');
  pancake.explain('HALF');
  const name: FlagName = 'SEARCH';
  pancake.flag(name);

  // @ts-expect-error misspelt
  pancake.flag('CHEKOUT');
  // @ts-expect-error a flag, no switch
  pancake.switch('CHECKOUT');
  // @ts-expect-error misspelt
  pancake.sample('HALVE');
  // @ts-expect-error misspelt
  pancake.explain('CHEKOUT');
}

export async function worker(request: Request): Promise<void> {
  const visit = await (await createEdge({ url: 'https://flags.example' })).forRequest(request);
  visit.flag('CHECKOUT');
  // @ts-expect-error misspelt
  visit.flag('CHEKOUT');
}

export function Component(): boolean {
  const { reason } = useExplanation('OPEN');
  // @ts-expect-error misspelt
  useExplanation('OPPEN');
  // @ts-expect-error misspelt
  useFlag('CHEKOUT');
  // @ts-expect-error misspelt
  useSwitch('OPPEN');
  // @ts-expect-error misspelt
  useSample('HALVE');
  // @ts-expect-error misspelt
  usePancake().flag('CHEKOUT');
  return useFlag('CHECKOUT', { default: true }) && useSwitch('OPEN') && useSample('HALF', { default: 50 }) && reason === 'state';
}

export function inTest(): void {
  const pancake = withFeatures({ CHECKOUT: true, HALF: false });
  pancake.set({ OPEN: true, SEARCH: undefined });
  // @ts-expect-error misspelt
  withFeatures({ CHEKOUT: true });
  // @ts-expect-error misspelt
  pancake.set({ CHEKOUT: true });
  // @ts-expect-error misspelt
  pancake.flag('CHEKOUT');
}
