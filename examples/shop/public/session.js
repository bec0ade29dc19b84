// Who is signed in, kept for this tab. A real shop would ask its server.

const key = 'shop.signed-in-as';
const admins = new Set(['grace']);

/** @returns {string} a user's name, or '' for nobody */
export function signedInAs() {
  return sessionStorage.getItem(key) ?? '';
}

/** @param {string} user a name, or '' to sign out */
export function signInAs(user) {
  sessionStorage.setItem(key, user);
}

/**
 * Which member of each group this visitor is. Pancake asks at every check; null means that the
 * visitor has no id in the group, so the group has no say.
 */
export const groups = {
  user: () => signedInAs() || null,
  admin: () => (signedInAs() ? (admins.has(signedInAs()) ? 'yes' : 'no') : null),
};
