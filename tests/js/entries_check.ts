// Compiled, never run: what the entries for frameworks, administration and tests allow and refuse.
import type { Provider as ServerProvider } from '@openfeature/server-sdk';
import type { Provider as WebProvider } from '@openfeature/web-sdk';
import { createPancake, type Pancake } from 'pancake-flags';
import { createPancake as createEdge, type EdgePancake } from 'pancake-flags/edge';
import { AdminError, createAdmin, type AdminErrorCode } from 'pancake-flags/admin';
import { PancakeServerProvider, PancakeWebProvider } from 'pancake-flags/openfeature';
import { PancakeProvider, useFlag, usePancake, useSample } from 'pancake-flags/react';
import { withFeatures } from 'pancake-flags/testing';
import { createElement } from 'react';

export async function react(request: Request, edge: EdgePancake): Promise<void> {
  const visit = await edge.forRequest(request);
  createElement(PancakeProvider, { pancake: await createPancake({ url: '' }) });
  createElement(PancakeProvider, { pancake: visit }, 'children');
  createElement(PancakeProvider, { pancake: withFeatures() });
  const active: boolean = useFlag('ANY_NAME');
  const pancake = usePancake<Pancake>();
  void [active, pancake.revision];
  // @ts-expect-error a provider needs one
  createElement(PancakeProvider, {});
  // @ts-expect-error a flag's default is on or off
  useFlag('CHECKOUT', { default: 50 });
  // @ts-expect-error a sample's default is a ratio
  useSample('HALF', { default: true });
}

export async function openfeature(): Promise<void> {
  const pancake = await createPancake({ url: '' });
  const web: WebProvider = new PancakeWebProvider(pancake);
  const made: WebProvider = new PancakeWebProvider((context) =>
    createPancake({ url: '', groups: context.groups('user', 'admin'), visitor: context.visitor }),
  );
  const server: ServerProvider = new PancakeServerProvider(await createEdge({ url: '' }));
  void [web, made, server];
}

export async function administration(): Promise<void> {
  const admin = createAdmin({ url: 'https://flags.example', token: 'token', extension: 'shop', signal: AbortSignal.timeout(1000) });
  const { revision, features } = await admin.flags.list();
  const { etag } = await admin.samples.get('HALF', { minRevision: revision });
  await admin.samples.set('HALF', 12.5, { ifMatch: etag, reason: 'launch' });
  await admin.flags.enableGroup('CHECKOUT', 'user', '42');
  try {
    await admin.switches.enable('OPEN');
  } catch (error) {
    if (error instanceof AdminError) void (error.code satisfies AdminErrorCode);
  }
  void features[0]?.is_active;
  const { overwrites } = await admin.rollback(revision, { dryRun: true, overwrite: true });
  void (overwrites satisfies string[]);
  // @ts-expect-error an import asks nobody
  await admin.import(await admin.export(), { overwrite: true });
  // @ts-expect-error samples have ratios
  await admin.samples.enable('HALF');
  // @ts-expect-error switches have no overrides
  await admin.switches.enableGroup('OPEN', 'user', '42');
  // @ts-expect-error a server is needed
  createAdmin({ token: 'token' });
}

export function testing(): Pancake<any> {
  const pancake = withFeatures({ CHECKOUT: true }, { strict: true });
  pancake.set({ CHECKOUT: false });
  // @ts-expect-error answers are on or off
  withFeatures({ CHECKOUT: 50 });
  return pancake;
}
