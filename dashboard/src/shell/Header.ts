import { el, icon, setText } from '../dom';
import type { SignalStatus } from '../live/signalStatus';

const HEARTBEAT = 'M0 5.4h2.6l.7-1 .7 1h.7l.6-3.8 1 6 .7-2.2H10v.7H7.5L6.3 9 5.2 4 5 6.1H3.6l-.3-.5-.4.5H0z';

/** Name of the device, whether what is shown is live, and the notice that this is no medical device. */
export class Header {
  readonly element: HTMLElement;
  readonly #device = el('span', { class: 'device' });
  readonly #connection = el('span', {
    class: 'connection',
    role: 'status',
    'data-testid': 'connection',
    'data-state': 'connecting',
    text: 'connecting',
  });

  constructor(tabs: HTMLElement, themeButton: HTMLElement, logout: HTMLElement) {
    this.element = el(
      'header',
      { class: 'header' },
      el('h1', { class: 'brand' }, icon(HEARTBEAT, 'brand-mark'), 'EcgEdge'),
      this.#device,
      this.#connection,
      tabs,
      el('span', { class: 'notice', text: 'Prototype – not a medical device' }),
      themeButton,
      logout,
    );
  }

  setDevice(name: string): void {
    setText(this.#device, name);
    document.title = `${name} · EcgEdge`;
  }

  setStatus(status: SignalStatus): void {
    setText(this.#connection, status.label);
    this.#connection.dataset['state'] = status.kind;
  }
}
