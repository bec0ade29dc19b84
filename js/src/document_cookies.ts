import { serializeCookie, type CookieKeeper } from './cookies.js';

/**
 * The page's cookies. Where the browser refuses them (a sandboxed frame, blocked cookies) or there
 * is no document (a web worker), nothing is read and nothing kept: the visitor lasts as long as its
 * Pancake.
 */
export const documentCookies: CookieKeeper = {
  read(name) {
    try {
      for (const pair of document.cookie.split(';')) {
        const [found = '', ...value] = pair.split('=');
        // A visitor cookie has nothing to escape: quotes are all that a server may have added.
        if (found.trim() === name) return value.join('=').trim().replace(/^"(.*)"$/, '$1');
      }
    } catch {
      // Reading is refused.
    }
    return null;
  },

  write(...cookie) {
    try {
      document.cookie = serializeCookie(...cookie);
    } catch {
      // Writing is refused.
    }
  },
};
