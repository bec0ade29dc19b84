// Compiled, never run: an application that declares the names of its flags alone, and has no samples.
import { createPancake } from 'pancake-flags';

declare module 'pancake-flags' {
  interface Features {
    flags: 'CHECKOUT';
    samples: never;
  }
}

export async function page(): Promise<void> {
  const pancake = await createPancake({ url: 'https://flags.example' });
  pancake.flag('CHECKOUT');
  // Of a kind that is not declared any text is a name.
  pancake.switch('OPEN');
  pancake.explain('OPEN');

  // @ts-expect-error misspelt
  pancake.flag('CHEKOUT');
  // @ts-expect-error there are no samples
  pancake.sample('HALF');
}
