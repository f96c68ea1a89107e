import { paintPaper } from './paintPaper';
import type { Palette } from './palette';
import type { PaperScale } from './paper';
import type { PlayoutClock } from './PlayoutClock';
import type { SampleRing } from './SampleRing';
import { SweepGeometry } from './SweepGeometry';
import { eraseAhead, MARK_REACH_PX, paintPen, paintStretch, type SweepScene } from './SweepPainter';
import type { BeatTrack } from '../beats/BeatTrack';
import type { ClassStyle } from '../beats/classStyle';

const ERASE_BAR_PX = 26;
const PEN_REACH_PX = 5;
const LAST_INDEX_EVERY_MS = 200;

/** The channel that the trace draws. */
export interface TraceSignal {
  readonly ring: SampleRing;
  readonly clock: PlayoutClock;
  readonly beats: BeatTrack;
  readonly sampleRateHz: number;
  styleOf(className: string): ClassStyle;
}

/**
 * The sweeping trace: paper on one canvas, signal on another above it. Each animation frame draws only the columns
 * that the pen has passed since the last one; a beat that becomes known later has its own columns drawn again.
 */
export class SweepTrace {
  readonly #paper: HTMLCanvasElement;
  readonly #trace: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #scale: PaperScale;
  #palette: Palette;
  #signal: TraceSignal | null = null;
  #scene: SweepScene | null = null;
  /** Samples below this are drawn. */
  #drawn = 0;
  #lastIndexAtMs = 0;

  constructor(paper: HTMLCanvasElement, trace: HTMLCanvasElement, scale: PaperScale, palette: Palette) {
    const context = trace.getContext('2d');
    if (context === null) throw new Error('this browser cannot draw on a canvas');
    this.#paper = paper;
    this.#trace = trace;
    this.#context = context;
    this.#scale = scale;
    this.#palette = palette;
    new ResizeObserver(() => this.#layOut()).observe(trace);
  }

  /** Shows a channel, or the same one anew after its buffers were replaced. */
  show(signal: TraceSignal): void {
    this.#signal = signal;
    this.#layOut();
  }

  setScale(scale: PaperScale): void {
    this.#scale = scale;
    this.#layOut();
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#layOut();
  }

  /** Draws again where a beat stands that became known after its samples were drawn. */
  beatArrived(index: number, endIndex: number): void {
    if (this.#scene === null) return;
    const { geometry, ring } = this.#scene;
    const reach = Math.ceil(MARK_REACH_PX / geometry.pxPerSample);
    const from = Math.max(index - reach, geometry.oldestVisible(this.#drawn));
    const to = Math.min(Math.max(endIndex, index + reach), this.#drawn);
    // A stream faster than the screen may have left the ring already: then the picture stays as it is until the next jump.
    if (from < to && from >= ring.first) paintStretch(this.#scene, from, to, this.#drawn);
  }

  /** One animation frame; `nowMs` as requestAnimationFrame gives it. */
  frame(nowMs: number): void {
    const step = this.#signal?.clock.advance(nowMs);
    if (this.#scene === null || !step) return;
    const due = Math.floor(step.position);
    if (step.jumped || due < this.#drawn || due - this.#drawn >= this.#scene.geometry.span) this.#redraw(due);
    else if (due > this.#drawn) this.#extend(due);
    if (nowMs - this.#lastIndexAtMs >= LAST_INDEX_EVERY_MS) {
      this.#lastIndexAtMs = nowMs;
      this.#trace.dataset['lastIndex'] = String(due - 1);
    }
  }

  #extend(due: number): void {
    const scene = this.#scene!;
    const back = Math.ceil(PEN_REACH_PX / scene.geometry.pxPerSample);
    eraseAhead(scene, due);
    paintStretch(scene, Math.max(scene.geometry.oldestVisible(due), this.#drawn - back), due, due);
    paintPen(scene, due);
    this.#drawn = due;
  }

  #redraw(due: number): void {
    const scene = this.#scene!;
    this.#context.clearRect(0, 0, scene.width, scene.height);
    paintStretch(scene, Math.max(scene.ring.first, scene.geometry.oldestVisible(due)), due, due);
    paintPen(scene, due);
    this.#drawn = due;
  }

  #layOut(): void {
    const { clientWidth: width, clientHeight: height } = this.#trace;
    if (width === 0 || height === 0) return;
    const dpr = window.devicePixelRatio || 1;
    const paperContext = fit(this.#paper, width, height, dpr);
    fit(this.#trace, width, height, dpr);
    const zeroY = this.#scale.zeroLine(height);
    paintPaper(paperContext, { width, height, dpr }, this.#scale.pxPerMm, zeroY, this.#palette);

    const signal = this.#signal;
    if (signal === null) return;
    this.#scene = {
      context: this.#context,
      width,
      height,
      dpr,
      geometry: new SweepGeometry(width, this.#scale.pxPerSample(signal.sampleRateHz), ERASE_BAR_PX),
      scale: this.#scale,
      zeroY,
      palette: this.#palette,
      ring: signal.ring,
      beats: signal.beats,
      styleOf: (name) => signal.styleOf(name),
    };
    // Stands still until the clock's next step when nothing has been received yet.
    this.#redraw(Math.floor(signal.clock.position ?? 0));
  }
}

/** Gives a canvas one pixel for each device pixel and a context that draws in CSS pixels. */
function fit(canvas: HTMLCanvasElement, width: number, height: number, dpr: number): CanvasRenderingContext2D {
  canvas.width = Math.round(width * dpr);
  canvas.height = Math.round(height * dpr);
  const context = canvas.getContext('2d')!;
  context.setTransform(dpr, 0, 0, dpr, 0, 0);
  return context;
}
