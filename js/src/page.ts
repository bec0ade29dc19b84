/**
 * Tells whether somebody looks at this page: a hidden one needs no news. Coming back from another
 * page (bfcache) counts as shown, and so does a network that is back, after being hidden. A worker is
 * always shown.
 */
export function watchPage(show: (isShown: boolean) => void, signal: AbortSignal): void {
  const { document } = globalThis;
  const look = () => show(!document?.hidden);
  const again = () => {
    show(false);
    look();
  };
  try {
    addEventListener('online', again, { signal });
    addEventListener('pageshow', look, { signal });
    document?.addEventListener('visibilitychange', look, { signal });
  } catch {
    // A runtime without such events.
  }
  look();
}
