import type { ChannelMonitor } from '../channels/ChannelMonitor';
import { el, setText } from '../dom';
import { formatClock, formatHeartRate, formatPercent, formatShare, formatWhole, UNKNOWN } from '../format';

interface Tile {
  element: HTMLElement;
  value: HTMLElement;
  note: HTMLElement;
}

/** Heart rate large, and the small tiles beside it. Readings that are not live are shown as "--". */
export class VitalTiles {
  readonly element: HTMLElement;
  readonly #rate = el('span', { class: 'rate-value', 'data-testid': 'heart-rate', text: UNKNOWN });
  readonly #rateNote = el('p', { class: 'rate-note' });
  readonly #pulse = el('span', { class: 'pulse', 'aria-hidden': 'true', text: '♥' });
  readonly #rr = tile('RR interval', 'ms');
  readonly #quality = tile('Signal quality');
  readonly #qualityBar = el('meter', { class: 'quality-bar', min: 0, max: 1, low: 0.4, high: 0.7, optimum: 1, 'aria-label': 'Signal quality' });
  readonly #leads = tile('Leads');
  readonly #anomalies = tile('Anomaly rate');
  readonly #pack = tile('Model pack');

  constructor() {
    this.#quality.element.append(this.#qualityBar);
    this.#pack.element.classList.add('tile-wide');
    this.element = el(
      'section',
      { class: 'vitals is-stale', 'aria-label': 'Vital signs' },
      el(
        'div',
        { class: 'panel rate' },
        el('div', { class: 'rate-head' }, el('h2', { class: 'tile-name', text: 'Heart rate' }), this.#pulse),
        el('div', { class: 'rate-line' }, this.#rate, el('span', { class: 'rate-unit', text: 'bpm' })),
        this.#rateNote,
      ),
      ...[this.#rr, this.#quality, this.#leads, this.#anomalies, this.#pack].map((t) => t.element),
    );
  }

  render(channel: ChannelMonitor, live: boolean): void {
    const { info } = channel;
    const current = live ? channel.currentVitals : null;
    setText(this.#rate, formatHeartRate(current?.heartRateBpm ?? null));
    setText(this.#rateNote, rateNote(channel, live));
    setText(this.#rr.value, formatWhole(current?.rrMs ?? null));

    const quality = current?.signalQuality ?? null;
    setText(this.#quality.value, formatShare(quality));
    this.#qualityBar.value = quality ?? 0;

    setText(this.#leads.value, current === null ? UNKNOWN : current.leads === 'on' ? 'On' : 'Off');
    this.#leads.element.classList.toggle('tile-warning', current?.leads === 'off');
    setText(this.#anomalies.value, formatPercent(current?.anomalyRatePercent ?? null));
    setText(this.#pack.value, info.pack);
    setText(this.#pack.note, `${info.packVersion} · ${info.precision}`);
    this.element.classList.toggle('is-stale', !live);
  }

  /** Marks a beat as it is reported. */
  beat(): void {
    this.#pulse.classList.remove('pulse-now');
    // Reading a size makes the browser see the class go, so that the animation starts again.
    void this.#pulse.offsetWidth;
    this.#pulse.classList.add('pulse-now');
  }
}

function rateNote({ vitals, currentVitals, lastFrame }: ChannelMonitor, live: boolean): string {
  if (vitals === null) return '';
  if (live && currentVitals === null) return 'The agent has stopped sending vital signs';
  if (live) return vitals.heartRateBpm === null ? 'No rate: too few beats or no usable signal' : '';
  if (vitals.heartRateBpm === null || lastFrame === null) return '';
  return `Last ${formatHeartRate(vitals.heartRateBpm)} at ${formatClock(lastFrame.atMs)}`;
}

function tile(name: string, unit = ''): Tile {
  const value = el('span', { class: 'tile-value', text: UNKNOWN });
  const note = el('span', { class: 'tile-note', text: unit });
  const element = el('div', { class: 'panel tile' }, el('h3', { class: 'tile-name', text: name }), el('p', { class: 'tile-line' }, value, note));
  return { element, value, note };
}
