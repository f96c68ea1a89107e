import { classMark } from '../beats/classMark';
import type { ClassStyle } from '../beats/classStyle';
import { el, icon, setText } from '../dom';
import { formatClock } from '../format';
import type { Alert } from '../model';
import { durationInWords, evidenceInWords, kindInWords, priorityLook, stateInWords } from './alertWords';

/** What a row asks its list to do. */
export interface AlertActions {
  open(alertId: string): void;
  /** Resolves when the agent has taken the acknowledgement; rejects with a message for a person. */
  acknowledge(alertId: string): Promise<void>;
  /** Look of a class on the alert's channel. */
  styleOf(alert: Alert, className: string): ClassStyle;
  /** Name of the alert's channel, or null when there is only one. */
  channelName(alert: Alert): string | null;
}

/** One alert in the list. The element stays the same through all revisions, so that the keyboard's focus is kept. */
export class AlertRow {
  readonly element: HTMLLIElement;
  readonly opener: HTMLButtonElement;
  readonly #actions: AlertActions;
  readonly #priority = el('span', { class: 'alert-priority' });
  readonly #kind = el('span', { class: 'alert-kind' });
  readonly #state = el('span', { class: 'alert-state' });
  readonly #when = el('span', { class: 'alert-when' });
  readonly #evidence = el('span', { class: 'alert-evidence' });
  readonly #classes = el('span', { class: 'alert-classes' });
  readonly #acknowledge = el('button', { type: 'button', class: 'button alert-ack', text: 'Acknowledge' });
  readonly #acknowledged = el('span', { class: 'alert-acknowledged' });
  readonly #error = el('p', { class: 'alert-error', role: 'alert', hidden: true });
  #alert: Alert;
  #shown: Alert | null = null;

  constructor(alert: Alert, actions: AlertActions) {
    this.#alert = alert;
    this.#actions = actions;
    this.opener = el(
      'button',
      { type: 'button', class: 'alert-open' },
      el('span', { class: 'alert-head' }, this.#priority, this.#kind, this.#state),
      this.#when,
      this.#evidence,
      this.#classes,
    );
    this.element = el(
      'li',
      { class: 'alert-row', 'data-testid': 'alert-row', 'data-alert-id': alert.id },
      this.opener,
      el('div', { class: 'alert-side' }, this.#acknowledge, this.#acknowledged),
      this.#error,
    );
    this.opener.addEventListener('click', () => actions.open(alert.id));
    this.#acknowledge.addEventListener('click', () => void this.#onAcknowledge());
  }

  render(alert: Alert, nowMs: number, selected: boolean): void {
    this.#alert = alert;
    if (alert !== this.#shown) this.#renderRevision(alert, nowMs);
    const channel = this.#actions.channelName(alert);
    const when = `${formatClock(Date.parse(alert.startedAt), nowMs)} · ${durationInWords(alert, nowMs)}`;
    setText(this.#when, channel === null ? when : `${when} · ${channel}`);
    this.element.classList.toggle('is-selected', selected);
    this.opener.setAttribute('aria-expanded', String(selected));
  }

  #renderRevision(alert: Alert, nowMs: number): void {
    this.#shown = alert;
    const { word, shape } = priorityLook(alert.priority);
    this.element.dataset['priority'] = alert.priority;
    this.element.dataset['state'] = alert.state;
    this.element.classList.toggle('is-acknowledged', alert.acknowledgedAt !== null);
    this.#priority.replaceChildren(icon(shape, 'priority-shape'), word);
    setText(this.#kind, kindInWords(alert.kind));
    setText(this.#state, stateInWords(alert.state));
    setText(this.#evidence, evidenceInWords(alert));
    this.opener.title = alert.message ?? '';
    this.#classes.replaceChildren(
      ...Object.entries(alert.classes).map(([name, count]) => {
        const style = this.#actions.styleOf(alert, name);
        return el('span', { class: `class-chip beat-slot-${style.slot}` }, classMark(style), `${name} ${count}`);
      }),
    );
    const acknowledged = alert.acknowledgedAt;
    this.#acknowledge.hidden = acknowledged !== null;
    this.#acknowledge.setAttribute('aria-label', `Acknowledge ${kindInWords(alert.kind)}`);
    setText(this.#acknowledged, acknowledged === null ? '' : `Acknowledged ${formatClock(Date.parse(acknowledged), nowMs)}`);
  }

  async #onAcknowledge(): Promise<void> {
    this.#acknowledge.disabled = true;
    this.#error.hidden = true;
    try {
      await this.#actions.acknowledge(this.#alert.id);
      // The button goes away; without this the focus would fall back to the top of the page.
      this.opener.focus();
    } catch (error) {
      setText(this.#error, `Not acknowledged: ${(error as Error).message}`);
      this.#error.hidden = false;
    } finally {
      this.#acknowledge.disabled = false;
    }
  }
}
