import { api, ApiError } from '../api';
import { el } from '../dom';

/** Who watches: offers to log out after a login, and leads to the login page when access has ended. */
export class Session {
  /** A form, not a script: the answer takes the cookie away and shows the login page. */
  readonly element = el(
    'form',
    { method: 'post', action: 'logout', hidden: true, 'data-testid': 'logout' },
    el('button', { type: 'submit', class: 'button', text: 'Log out' }),
  );

  /** Asks the agent anew. */
  async check(): Promise<void> {
    try {
      const { kind, token } = await api.session();
      this.element.hidden = kind !== 'cookie';
      this.element.title = token === null ? '' : `Logged in with the access token ${token}`;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) location.assign('login');
      // Otherwise the agent is out of reach, which the header tells already.
    }
  }
}
