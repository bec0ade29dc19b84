import type { Share } from './news.js';

/**
 * One tab of an origin listens for all: who holds the lock. It tells the others by a channel; each
 * of them queues for the lock. Where a browser refuses either, each tab listens for itself.
 */
export const shareAmongTabs: Share = (name, hear, listen, signal) => {
  const listenAlone = () => {
    if (!signal.aborted) void listen(() => {});
  };
  try {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => hear(data);
    signal.addEventListener('abort', () => channel.close());
    navigator.locks.request(name, { signal }, () => listen((revision) => channel.postMessage(revision))).catch(listenAlone);
  } catch {
    listenAlone();
  }
};
