// Compiled, never run: what the public types allow and refuse.
import { allAnswers, createPancake, PancakeError, type ErrorCode, type Pancake } from 'pancake-flags';
import { createPancake as createEdge, allAnswers as allOfEdge } from 'pancake-flags/edge';
import { snapshotFromJson } from 'pancake-flags/json';

const session: { userId?: number } = {};

export async function page(): Promise<void> {
  const pancake = await createPancake({
    url: 'https://flags.example',
    groups: {
      user: () => session.userId,
      admin: { get: () => 'yes', candidateIds: () => ['yes', 'no'] },
      team: './session.js:team',
    },
    cookie: { name: 'p', format: 'visitor', options: { sameSite: 'Lax', maxAge: 60 } },
    visitor: () => null,
    pollInterval: 0,
    signal: new AbortController().signal,
  });
  const plain: Pancake<never> | Pancake = pancake as unknown as Pancake;
  const isActive: boolean = pancake.flag('CHECKOUT', { default: false }).isActive();
  const override: boolean | null = pancake.flag('CHECKOUT').isActiveGroup('user', 42);
  const ratio: number | null = pancake.sample('HALF', { default: 42 }).get();
  const revision: number | null = pancake.revision;
  const { reason, group } = pancake.switch('OPEN').explain();
  const name: string | undefined = group;
  const end: () => void = pancake.on('change', (event) => void event.revision.toFixed());
  pancake.on('error', (error: PancakeError) => void (error.code satisfies ErrorCode));
  void [plain, isActive, override, ratio, revision, reason, name, end];

  const answers: Record<string, boolean> = allAnswers(pancake).toObject();
  for (const [each, isOn, kind] of allAnswers(pancake)) answers[each] = isOn && kind === 'flag';
  // @ts-expect-error no such kind
  allAnswers(pancake).isActive('CHECKOUT', 'toggle');

  // null is not given, as undefined is.
  const nothing = { snapshot: null, groups: undefined, visitor: null, timeout: undefined, signal: null, credentials: null };
  await createPancake({ url: 'https://flags.example', ...nothing, cookie: { name: null, format: undefined, options: { domain: null, maxAge: undefined } } });
  pancake.flag('CHECKOUT', { default: null }).isActive();
  pancake.sample('HALF', null).isActive();

  // @ts-expect-error a flag's default is on or off
  pancake.flag('CHECKOUT', { default: 42 });
  // @ts-expect-error a sample's default is a ratio
  pancake.sample('HALF', { default: true });
  // @ts-expect-error no such event
  pancake.on('changed', () => {});
  // @ts-expect-error an id is text or a number
  await createPancake({ url: '', groups: { user: () => ({}) } });
  // @ts-expect-error only flags have groups
  pancake.switch('OPEN').isActiveGroup('user');
}

export default {
  async fetch(request: Request, _env: unknown, context: { waitUntil(work: Promise<unknown>): void }): Promise<Response> {
    const pancake = await createEdge({
      url: 'https://flags.example',
      serverKey: 'key',
      groups: { user: (asked) => asked.headers.get('X-User'), admin: (asked: Request) => asked.headers.get('X-Admin') },
      cookie: { format: 'flask-pancake', secret: ['new', 'old'] },
      snapshot: await snapshotFromJson({ extension: 'pancake', flags: [{ name: 'CHECKOUT', default: true }] }),
      maxAge: 5_000,
      timeout: null,
      keepFor: undefined,
    });
    await pancake.forVisitor({ ids: null, visitor: null }, null);
    await pancake.forRequest(request, { ids: null });
    const visit = await pancake.forRequest(request, context);
    const text: string = visit.visitor;
    const everything: string = JSON.stringify(allOfEdge(visit));
    const dehydrated: string = everything + await pancake.dehydrate(request, { ids: { user: 42, admin: null } });
    return visit.apply(new Response(visit.flag('CHECKOUT').isActive() ? text : dehydrated));
  },
};
