import { el, setText } from '../dom';
import { formatHeartRate } from '../format';
import type { ChannelMonitor } from './ChannelMonitor';

/** Chooses the channel that is shown large. Hidden while there is only one. */
export class ChannelTabs {
  readonly element = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Channels', hidden: true });
  readonly #onSelect: (index: number) => void;
  readonly #tabs = new Map<number, { button: HTMLButtonElement; rate: HTMLElement }>();

  constructor(onSelect: (index: number) => void) {
    this.#onSelect = onSelect;
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  render(channels: readonly ChannelMonitor[], selected: number): void {
    this.element.hidden = channels.length < 2;
    const known = channels.map((channel) => channel.info.index);
    if (known.join() !== [...this.#tabs.keys()].join()) this.#build(channels);
    for (const channel of channels) {
      const { button, rate } = this.#tabs.get(channel.info.index)!;
      const isSelected = channel.info.index === selected;
      button.setAttribute('aria-selected', String(isSelected));
      button.tabIndex = isSelected ? 0 : -1;
      setText(rate, formatHeartRate(channel.isFresh ? (channel.currentVitals?.heartRateBpm ?? null) : null));
    }
  }

  #build(channels: readonly ChannelMonitor[]): void {
    this.#tabs.clear();
    for (const { info } of channels) {
      const rate = el('span', { class: 'tab-rate' });
      const button = el('button', { type: 'button', class: 'tab', role: 'tab', 'aria-controls': 'monitor' });
      button.append(el('span', { text: info.wearer ?? info.name }), rate);
      button.addEventListener('click', () => this.#onSelect(info.index));
      this.#tabs.set(info.index, { button, rate });
    }
    this.element.replaceChildren(...[...this.#tabs.values()].map((tab) => tab.button));
  }

  #onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const buttons = [...this.#tabs.values()].map((tab) => tab.button);
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    next?.focus();
    next?.click();
    event.preventDefault();
  }
}
