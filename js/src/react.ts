// pancake-flags/react: features in components, which render again when an answer changes.
import { createContext, createElement, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { FunctionComponentElement, ProviderProps, ReactNode } from 'react';
import type { FeatureName, FlagName, SampleName, SwitchName } from './feature_names.js';
import type { Explanation } from './features.js';

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

const Source = /* @__PURE__ */ createContext<FeatureSource | null>(null);

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
export function PancakeProvider({
  pancake,
  children,
}: PancakeProviderProps): FunctionComponentElement<ProviderProps<FeatureSource | null>> {
  return createElement(Source.Provider, { value: pancake }, children);
}

/**
 * What the nearest PancakeProvider was given.
 * @throws Error without a PancakeProvider
 */
export function usePancake<Pancake extends FeatureSource = FeatureSource>(): Pancake {
  const source = useContext(Source);
  if (source === null) throw new Error('pancake: there is no <PancakeProvider> around this component');
  return source as Pancake;
}

/**
 * Whether a flag is on. Renders the component again when the answer changes, and only then.
 * `default` answers where the snapshot does not know the flag.
 */
export function useFlag(name: FlagName, options: { default?: boolean } = {}): boolean {
  const pancake = usePancake();
  const whenUnknown = options.default ?? false;
  return useAnswer(useMemo(() => asking(pancake.flag(name, { default: whenUnknown })), [pancake, name, whenUnknown]));
}

/** Whether a switch is on, as useFlag. */
export function useSwitch(name: SwitchName, options: { default?: boolean } = {}): boolean {
  const pancake = usePancake();
  const whenUnknown = options.default ?? false;
  return useAnswer(useMemo(() => asking(pancake.switch(name, { default: whenUnknown })), [pancake, name, whenUnknown]));
}

/**
 * Whether a sample takes this visitor, as useFlag. `default` is a ratio, 0 to 100. On a server a
 * sample that is asked for is one more reason to send `visit.setCookies()`.
 */
export function useSample(name: SampleName, options: { default?: number } = {}): boolean {
  const pancake = usePancake();
  const whenUnknown = options.default ?? 0;
  return useAnswer(useMemo(() => asking(pancake.sample(name, { default: whenUnknown })), [pancake, name, whenUnknown]));
}

/**
 * The answer with its reason of the feature of this name, whatever its kind: the flag, else the
 * switch, else the sample. The same object until something in it changes.
 */
export function useExplanation(name: FeatureName): Explanation {
  const pancake = usePancake();
  return useAnswer(
    useMemo(() => {
      let last: Explanation | undefined;
      return () => {
        const next = pancake.explain(name);
        if (JSON.stringify(next) !== JSON.stringify(last)) last = next;
        return last as Explanation;
      };
    }, [pancake, name]),
  );
}

function asking(feature: { isActive(): boolean }): () => boolean {
  return () => feature.isActive();
}

/**
 * While a page is hydrated its Pancake has the snapshot that the server rendered with, for the same
 * visitor: both sides may read the answer of this moment.
 */
function useAnswer<Answer>(read: () => Answer): Answer {
  const pancake = usePancake();
  const subscribe = useCallback((listener: () => void) => pancake.on?.('change', listener) ?? nothing, [pancake]);
  return useSyncExternalStore(subscribe, read, read);
}

function nothing(): void {}
