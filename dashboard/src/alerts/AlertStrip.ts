import { api, ApiError } from '../api';
import type { ClassStyle } from '../beats/classStyle';
import { el, setText } from '../dom';
import { formatClock } from '../format';
import type { Alert, AlertStripData } from '../model';
import type { Palette } from '../trace/palette';
import { PaperScale } from '../trace/paper';
import { STRIP_HEIGHT_PX, paintStrip, stripWidth } from './paintStrip';
import { kindInWords } from './alertWords';

/** A strip is complete some seconds after its alert; until then the agent answers 404. */
const RETRY_MS = 2000;

/** The stretch of signal around the selected alert, on paper. */
export class AlertStrip {
  readonly element: HTMLElement;
  readonly #styleOf: (alert: Alert, className: string) => ClassStyle;
  readonly #title = el('h2', { id: 'strip-title', tabindex: -1 });
  readonly #note = el('p', { class: 'panel-note' });
  readonly #message = el('p', { class: 'empty', role: 'status' });
  readonly #canvas = el('canvas', { role: 'img' });
  readonly #paper = el('div', { class: 'strip-paper', tabindex: 0, role: 'region', 'aria-label': 'Strip, scrolls sideways' }, this.#canvas);
  readonly #csv = el('a', { class: 'button', text: 'Download CSV', download: true });
  readonly #scale = new PaperScale();
  #palette: Palette;
  #alert: Alert | null = null;
  #strip: AlertStripData | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(palette: Palette, styleOf: (alert: Alert, className: string) => ClassStyle, onClose: () => void) {
    this.#palette = palette;
    this.#styleOf = styleOf;
    const close = el('button', { type: 'button', class: 'button', text: 'Close' });
    close.addEventListener('click', onClose);
    this.element = el(
      'section',
      { class: 'panel strip', 'aria-labelledby': 'strip-title', hidden: true },
      el('div', { class: 'panel-head' }, this.#title, el('span', { class: 'panel-actions' }, this.#csv, close)),
      this.#message,
      this.#paper,
      this.#note,
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') onClose();
    });
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#paint();
  }

  /** Shows an alert's strip, or nothing. A later revision of the shown alert loads its strip again. */
  show(alert: Alert | null): void {
    const before = this.#alert;
    if (alert === before) return;
    this.#alert = alert;
    clearTimeout(this.#retry);
    this.element.hidden = alert === null;
    if (alert === null) return;
    setText(this.#title, `${kindInWords(alert.kind)}, ${formatClock(Date.parse(alert.startedAt), Date.now())}`);
    this.#csv.href = api.stripCsvAddress(alert.id);
    if (before?.id !== alert.id) {
      this.#strip = null;
      this.#paper.hidden = true;
      setText(this.#note, alert.message ?? '');
      this.#tell('Loading the strip…');
      this.#title.focus({ preventScroll: true });
      this.element.scrollIntoView({ block: 'nearest' });
    }
    void this.#load(alert);
  }

  async #load(alert: Alert): Promise<void> {
    try {
      const strip = await api.strip(alert.id);
      if (this.#alert !== alert) return;
      this.#strip = strip;
      this.#tell(strip.millivolts.length === 0 ? 'No signal is stored for this alert.' : '');
      this.#paper.hidden = strip.millivolts.length === 0;
      this.#paint();
    } catch (error) {
      // A strip shown already stays: it is of an earlier revision of the same alert.
      if (this.#alert !== alert || this.#strip !== null) return;
      this.#tell(`The strip cannot be shown: ${(error as Error).message}`);
      if (error instanceof ApiError && error.status === 404) this.#retry = setTimeout(() => void this.#load(alert), RETRY_MS);
    }
  }

  #tell(message: string): void {
    this.#message.hidden = message === '';
    setText(this.#message, message);
  }

  #paint(): void {
    const strip = this.#strip;
    const alert = this.#alert;
    if (strip === null || alert === null || strip.millivolts.length === 0) return;
    const width = stripWidth(strip, this.#scale);
    // Browsers refuse canvases wider than some 16 000 pixels: a long strip is drawn less sharply.
    const dpr = Math.min(window.devicePixelRatio || 1, 16_000 / width);
    this.#canvas.width = Math.round(width * dpr);
    this.#canvas.height = Math.round(STRIP_HEIGHT_PX * dpr);
    this.#canvas.style.setProperty('width', `${width}px`);
    this.#canvas.style.setProperty('height', `${STRIP_HEIGHT_PX}px`);
    const context = this.#canvas.getContext('2d')!;
    context.setTransform(dpr, 0, 0, dpr, 0, 0);
    paintStrip(context, { width, dpr }, strip, alert, this.#scale, this.#palette, (name) => this.#styleOf(alert, name));
    const seconds = strip.millivolts.length / strip.sampleRateHz;
    this.#canvas.setAttribute('aria-label', `${seconds.toFixed(1)} s of ECG with ${strip.beats.length} beats`);
    const details = `${this.#scale.caption} · ${seconds.toFixed(1)} s from ${formatClock(Date.parse(strip.at), Date.now())}`;
    setText(this.#note, alert.message ? `${alert.message} · ${details}` : details);
  }
}
