/**
 * Follows the server's events and calls `heard` for each: at once, and again when a connection
 * that broke is back. Also every minute, every 15 s where there are no events, and whenever
 * somebody comes back to the page.
 *
 * @param {string} url
 * @param {() => void} heard
 * @param {(standing: 'live' | 'waiting') => void} tell
 */
export function follow(url, heard, tell) {
  const source = new EventSource(url);
  source.addEventListener('open', () => {
    tell('live');
    heard();
  });
  source.addEventListener('message', heard);
  source.addEventListener('error', () => tell('waiting'));
  setInterval(() => {
    if (source.readyState === EventSource.CLOSED) heard();
  }, 15_000);
  // How the server stands to its store is told by no event.
  setInterval(heard, 60_000);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') heard();
  });
}
