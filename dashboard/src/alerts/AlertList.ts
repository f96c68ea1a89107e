import { el, setText } from '../dom';
import type { AlertBook } from './AlertBook';
import { AlertRow, type AlertActions } from './AlertRow';

/** The live list of alerts, newest first. */
export class AlertList {
  readonly element: HTMLElement;
  readonly #actions: AlertActions;
  readonly #list = el('ol', { class: 'alert-list', 'aria-labelledby': 'alerts-title' });
  readonly #count = el('span', { class: 'count-badge' });
  readonly #empty = el('p', { class: 'empty' });
  readonly #rows = new Map<string, AlertRow>();

  constructor(actions: AlertActions) {
    this.#actions = actions;
    this.element = el(
      'section',
      { class: 'panel alerts', 'aria-labelledby': 'alerts-title' },
      el('div', { class: 'panel-head' }, el('h2', { id: 'alerts-title', text: 'Alerts' }), this.#count),
      this.#empty,
      this.#list,
    );
  }

  /** `loaded` is false until the agent's first list has come: an empty list then means nothing yet. */
  render(book: AlertBook, selectedId: string | null, nowMs: number, loaded: boolean): void {
    const alerts = book.newestFirst();
    this.#empty.hidden = alerts.length > 0;
    setText(this.#empty, loaded ? 'No alerts. New ones appear here by themselves.' : 'Loading alerts…');
    this.#count.hidden = book.waiting === 0;
    setText(this.#count, `${book.waiting} not acknowledged`);

    const present = new Set(alerts.map((alert) => alert.id));
    for (const [id, row] of this.#rows) {
      if (present.has(id)) continue;
      row.element.remove();
      this.#rows.delete(id);
    }
    alerts.forEach((alert, place) => {
      let row = this.#rows.get(alert.id);
      if (row === undefined) this.#rows.set(alert.id, (row = new AlertRow(alert, this.#actions)));
      row.render(alert, nowMs, alert.id === selectedId);
      // Only what stands wrong is moved: moving a row takes the focus from it.
      if (this.#list.children[place] !== row.element) this.#list.insertBefore(row.element, this.#list.children[place] ?? null);
    });
  }

  focus(alertId: string): void {
    this.#rows.get(alertId)?.opener.focus();
  }
}
