import { Refusal } from './api.js';
import { element, newId } from './element.js';

/**
 * The form that takes an admin token. The token goes to the server once and is kept nowhere in
 * the page: what stays is a cookie that no script can read.
 *
 * @param {{ signIn: (token: string) => Promise<unknown> }} api
 * @param {() => Promise<void>} done
 */
export function createSignIn(api, done) {
  const token = element('input', { id: newId(), type: 'password', autocomplete: 'current-password', required: true });
  const wrong = element('p', { class: 'note wrong', role: 'alert' });
  const form = element(
    'form',
    { class: 'sign-in', onsubmit: submit },
    element('h2', {}, 'Sign in'),
    element('p', {}, 'With an admin token of this server. The page keeps it nowhere; you stay signed in until you sign out.'),
    element('span', { class: 'labelled' }, element('label', { for: token.id }, 'Admin token'), token),
    element('button', { type: 'submit', class: 'main' }, 'Sign in'),
    wrong,
  );

  async function submit(event) {
    event.preventDefault();
    wrong.textContent = '';
    try {
      await api.signIn(token.value);
    } catch (error) {
      const unknown = error instanceof Refusal && error.status === 401;
      wrong.textContent = unknown ? 'This token is not known here.' : String(error.message);
      token.select();
      return;
    }
    token.value = '';
    await done();
  }
  return { element: form, focus: () => token.focus() };
}
