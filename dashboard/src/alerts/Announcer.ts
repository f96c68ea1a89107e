import { el } from '../dom';
import type { Alert } from '../model';
import { announcement } from './alertWords';

/** Tells screen readers of new alerts: high priority interrupts, the others wait their turn. */
export class Announcer {
  readonly #urgent = el('div', { class: 'visually-hidden', 'aria-live': 'assertive' });
  readonly #polite = el('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  readonly element = el('div', {}, this.#urgent, this.#polite);

  announce(alert: Alert): void {
    const region = alert.priority === 'high' ? this.#urgent : this.#polite;
    // A new node, so that the same words twice are also read twice.
    region.replaceChildren(el('p', { text: announcement(alert) }));
  }
}
