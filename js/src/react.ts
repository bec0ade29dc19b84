// pancake-flags/react: features in components, which render again when an answer changes.
import { createContext, createElement, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { FeatureName, FlagName, SampleName, SwitchName } from './feature_names.js';
import type { Explanation } from './features.js';
import type { OrNull } from './given.js';
import { FirstAnswers } from './react_first_answers.js';

/**
 * What features are asked of: a Pancake, on a server the visit that `forRequest` gives, and in
 * tests what `withFeatures` gives.
 */
export interface FeatureSource {
  flag(name: FlagName, options?: { default?: boolean }): { isActive(): boolean };
  switch(name: SwitchName, options?: { default?: boolean }): { isActive(): boolean };
  sample(name: SampleName, options?: { default?: number }): { isActive(): boolean };
  explain(name: FeatureName): Explanation;
  /** Of what never changes, as a visit, there is none. */
  on?(name: 'change', listener: () => void): () => void;
}

interface Provided {
  source: FeatureSource;
  first: FirstAnswers;
}

const Context = /* @__PURE__ */ createContext<Provided | null>(null);

/** What PancakeProvider takes. */
export interface PancakeProviderProps<Pancake extends FeatureSource = FeatureSource> {
  /**
   * In a browser the Pancake of the page. On a server the visit of the request that is being
   * rendered, never the Pancake that all requests share.
   */
  pancake: Pancake;
  children?: ReactNode;
}

/** Gives the components inside it their features. Another `pancake` takes the place of the one before. */
export function PancakeProvider({ pancake, children }: PancakeProviderProps): ReactElement {
  const value = useMemo(() => ({ source: pancake, first: new FirstAnswers(pancake) }), [pancake]);
  return createElement(Context.Provider, { value }, children);
}

/**
 * What the nearest PancakeProvider was given.
 * @throws Error without a PancakeProvider
 */
export function usePancake<Pancake extends FeatureSource = FeatureSource>(): Pancake {
  return useProvided().source as Pancake;
}

/**
 * Whether a flag is on. Renders the component again when the answer changes, and only then.
 * `default` answers where the snapshot does not know the flag.
 */
export function useFlag(name: FlagName, options?: OrNull<{ default?: boolean }> | null): boolean {
  return useIsActive('flag', name, options?.default ?? false);
}

/** Whether a switch is on, as useFlag. */
export function useSwitch(name: SwitchName, options?: OrNull<{ default?: boolean }> | null): boolean {
  return useIsActive('switch', name, options?.default ?? false);
}

/**
 * Whether a sample takes this visitor, as useFlag. `default` is a ratio, 0 to 100. On a server a
 * sample that is asked for is one more reason to send `visit.setCookies()`.
 */
export function useSample(name: SampleName, options?: OrNull<{ default?: number }> | null): boolean {
  return useIsActive('sample', name, options?.default ?? 0);
}

/**
 * The answer with its reason of the feature of this name, whatever its kind: the flag, else the
 * switch, else the sample. The same object until something in it changes.
 */
export function useExplanation(name: FeatureName): Explanation {
  const { source } = useProvided();
  const read = useMemo(() => {
    let last: Explanation | undefined;
    return () => {
      const next = source.explain(name);
      if (JSON.stringify(next) !== JSON.stringify(last)) last = next;
      return last as Explanation;
    };
  }, [source, name]);
  return useAnswer(read, read);
}

function useIsActive(kind: Explanation['kind'], name: string, whenUnknown: boolean | number): boolean {
  const { source, first } = useProvided();
  const [read, readFirst] = useMemo(() => {
    const feature = source[kind](name, { default: whenUnknown as never });
    const now = () => feature.isActive();
    const isOn = typeof whenUnknown === 'boolean' ? whenUnknown : whenUnknown === 0 ? false : null;
    return [now, () => first.of(name, isOn, now)];
  }, [source, first, kind, name, whenUnknown]);
  return useAnswer(read, readFirst);
}

/** `readFirst` is asked on servers, and in a page for what is being hydrated. */
function useAnswer<Answer>(read: () => Answer, readFirst: () => Answer): Answer {
  const { source } = useProvided();
  const subscribe = useCallback((listener: () => void) => source.on?.('change', listener) ?? nothing, [source]);
  return useSyncExternalStore(subscribe, read, readFirst);
}

function useProvided(): Provided {
  const provided = useContext(Context);
  if (provided === null) throw new Error('pancake: there is no <PancakeProvider> around this component');
  return provided;
}

function nothing(): void {}
