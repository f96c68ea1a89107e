import type { ChannelMonitor } from '../channels/ChannelMonitor';
import { el, setText } from '../dom';
import { formatClock, formatScore } from '../format';
import type { LiveBeat } from '../model';
import type { Palette } from '../trace/palette';
import { paintExpectation } from './paintExpectation';

const HEIGHT_PX = 220;

/** The last anomalous beat: what came, what the model expected, and the difference between them shaded. */
export class AnomalyPanel {
  readonly element: HTMLElement;
  readonly #canvas = el('canvas', { class: 'expectation', role: 'img', hidden: true });
  readonly #caption = el('p', { class: 'panel-note' });
  readonly #key = el(
    'ul',
    { class: 'plot-key', 'aria-hidden': 'true', hidden: true },
    el('li', { class: 'key-measured', text: 'measured' }),
    el('li', { class: 'key-expected', text: 'expected' }),
    el('li', { class: 'key-difference', text: 'difference' }),
  );
  readonly #empty = el('p', { class: 'empty', text: 'No anomalous beat since this page was opened.' });
  #palette: Palette;
  #beat: LiveBeat | null = null;

  constructor(palette: Palette) {
    this.#palette = palette;
    this.element = el(
      'section',
      { class: 'panel', 'aria-labelledby': 'anomaly-title' },
      el('div', { class: 'panel-head' }, el('h2', { id: 'anomaly-title', text: 'Last anomalous beat' }), this.#key),
      this.#canvas,
      this.#empty,
      this.#caption,
    );
    new ResizeObserver(() => this.#paint()).observe(this.#canvas);
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#paint();
  }

  render(channel: ChannelMonitor, nowMs: number): void {
    const beat = channel.lastAnomalous;
    this.#canvas.hidden = beat === null;
    this.#key.hidden = beat === null;
    this.#empty.hidden = beat !== null;
    if (beat === this.#beat) return;
    this.#beat = beat;
    setText(this.#caption, beat === null ? '' : describe(beat, nowMs));
    if (beat !== null) {
      this.#canvas.setAttribute('aria-label', `${describe(beat, nowMs)}. Measured window over the reconstruction the model expected.`);
      this.#paint();
    }
  }

  #paint(): void {
    const width = this.#canvas.clientWidth;
    const { window: measured, reconstruction } = this.#beat ?? {};
    if (width === 0 || !measured) return;
    const dpr = window.devicePixelRatio || 1;
    this.#canvas.width = Math.round(width * dpr);
    this.#canvas.height = Math.round(HEIGHT_PX * dpr);
    const context = this.#canvas.getContext('2d')!;
    context.setTransform(dpr, 0, 0, dpr, 0, 0);
    paintExpectation(context, { width, height: HEIGHT_PX }, measured, reconstruction ?? null, this.#palette);
  }
}

function describe(beat: LiveBeat, nowMs: number): string {
  return `${beat.class} at ${formatClock(Date.parse(beat.at), nowMs)} · score ${formatScore(beat.score)}, threshold ${formatScore(beat.threshold)}`;
}
