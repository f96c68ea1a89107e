import type { ChannelMonitor } from '../channels/ChannelMonitor';
import { el, setText } from '../dom';
import type { SignalStatus } from '../live/signalStatus';
import type { Palette } from './palette';
import { PaperScale, type PaperGain, type PaperSpeed } from './paper';
import { SweepTrace } from './SweepTrace';

const SPEEDS: readonly PaperSpeed[] = [25, 50];
const GAINS: readonly PaperGain[] = [5, 10, 20];

/** The sweeping trace with its caption and, when it is not live, a veil that says so. */
export class TracePanel {
  readonly element: HTMLElement;
  readonly sweep: SweepTrace;
  readonly #trace = el('canvas', { class: 'trace-canvas', role: 'img', 'data-testid': 'trace' });
  readonly #veil = el('p', { class: 'trace-veil', hidden: true });
  readonly #buffer = el('span', { class: 'trace-buffer' });
  readonly #name = el('span', { class: 'trace-name' });
  readonly #speed = choice('Speed', SPEEDS, 25, 'mm/s');
  readonly #gain = choice('Gain', GAINS, 10, 'mm/mV');
  readonly #screen: HTMLElement;

  constructor(palette: Palette) {
    const paper = el('canvas', { class: 'trace-paper', 'aria-hidden': 'true' });
    this.#screen = el('div', { class: 'trace-screen' }, paper, this.#trace, this.#veil);
    this.element = el(
      'section',
      { class: 'panel trace', 'aria-label': 'ECG trace' },
      this.#screen,
      el('div', { class: 'trace-caption' }, this.#name, this.#buffer, this.#speed.element, this.#gain.element),
    );
    this.sweep = new SweepTrace(paper, this.#trace, new PaperScale(), palette);
    const rescale = (): void => this.sweep.setScale(new PaperScale(this.#speed.value(), this.#gain.value()));
    this.#speed.element.addEventListener('change', rescale);
    this.#gain.element.addEventListener('change', rescale);
  }

  /** `channel` is null until the agent has told its channels. */
  render(channel: ChannelMonitor | null, status: SignalStatus): void {
    const live = status.kind === 'live';
    this.#screen.classList.toggle('is-stale', !live);
    this.#veil.hidden = live;
    setText(this.#veil, status.explanation);
    if (channel === null) return;
    const { info } = channel;
    setText(this.#name, info.wearer === null || info.wearer === info.name ? info.name : `${info.wearer} · ${info.name}`);
    setText(this.#buffer, live ? `${Math.round(channel.sampleRateHz)} Hz · buffer ${bufferInWords(channel.clock.bufferedMs)}` : 'not live');
    this.#trace.setAttribute('aria-label', live ? `Live ECG trace of ${info.name}` : `ECG trace of ${info.name}, not live: ${status.label}`);
  }
}

function bufferInWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms / 10) * 10} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function choice<T extends number>(name: string, values: readonly T[], chosen: T, unit: string): { element: HTMLElement; value: () => T } {
  const select = el('select', { 'aria-label': name }, ...values.map((v) => el('option', { value: v, text: `${v} ${unit}`, selected: v === chosen })));
  return { element: el('label', { class: 'choice' }, el('span', { text: name }), select), value: () => Number(select.value) as T };
}
