import type { ChannelMonitor } from '../channels/ChannelMonitor';
import { el, setText } from '../dom';
import { formatClock, formatCount, formatShare } from '../format';
import { classMark } from './classMark';
import type { ClassStyle } from './classStyle';

interface Row {
  element: HTMLElement;
  count: HTMLElement;
  share: HTMLElement;
}

/** What the marks on the trace mean, with the number of beats of each class. */
export class BeatLegend {
  readonly element: HTMLElement;
  readonly #list = el('ul', { class: 'legend', 'data-testid': 'legend' });
  readonly #since = el('p', { class: 'panel-note', text: 'No beats yet.' });
  readonly #rows = new Map<string, Row>();

  constructor() {
    this.element = el(
      'section',
      { class: 'panel', 'aria-labelledby': 'legend-title' },
      el('h2', { id: 'legend-title', text: 'Beat classes' }),
      this.#list,
      this.#since,
    );
  }

  render(channel: ChannelMonitor, nowMs: number): void {
    const { tally } = channel;
    const styles = [...channel.styles];
    for (const name of tally.classes) if (!styles.some((style) => style.name === name)) styles.push(channel.styleOf(name));
    if (styles.map((style) => style.name).join('\n') !== [...this.#rows.keys()].join('\n')) this.#build(styles);

    for (const { name } of styles) {
      const row = this.#rows.get(name)!;
      const count = tally.count(name);
      setText(row.count, formatCount(count));
      setText(row.share, tally.total === 0 ? '' : formatShare(count / tally.total, 1));
      row.element.classList.toggle('legend-none', count === 0);
    }
    if (tally.since === null) return setText(this.#since, 'No beats yet.');
    setText(this.#since, `${formatCount(tally.total)} beats since ${formatClock(Date.parse(tally.since), nowMs)}`);
  }

  #build(styles: readonly ClassStyle[]): void {
    this.#rows.clear();
    for (const style of styles) {
      const count = el('span', { class: 'legend-count' });
      const share = el('span', { class: 'legend-share' });
      const name = el('span', { class: 'legend-name', text: style.name });
      const element = el('li', { class: `legend-row beat-slot-${style.slot}` }, classMark(style), name, count, share);
      this.#rows.set(style.name, { element, count, share });
    }
    this.#list.replaceChildren(...[...this.#rows.values()].map((row) => row.element));
  }
}
