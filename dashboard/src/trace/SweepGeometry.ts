/** A run of samples that lies side by side on screen. */
export interface SweepSegment {
  /** Samples [from, to). */
  from: number;
  to: number;
  /** Left edge of sample `from`, CSS pixels. */
  x: number;
}

/**
 * Where samples stand on a sweeping screen. The place depends on the sample index alone (index modulo the samples
 * that fit), so any part can be drawn again later at the same place, and a jump of the pen leaves nothing behind.
 */
export class SweepGeometry {
  readonly pxPerSample: number;
  /** Samples that fit side by side. */
  readonly span: number;
  /** Samples of the oldest stretch that the erase bar ahead of the pen covers. */
  readonly eraseSamples: number;

  constructor(widthPx: number, pxPerSample: number, eraseBarPx: number) {
    this.pxPerSample = pxPerSample;
    this.span = Math.max(1, Math.floor(widthPx / pxPerSample));
    this.eraseSamples = Math.min(this.span - 1, Math.ceil(eraseBarPx / pxPerSample));
  }

  x(index: number): number {
    return (index % this.span) * this.pxPerSample;
  }

  /** Oldest index on screen while the pen stands at `position`. */
  oldestVisible(position: number): number {
    return Math.max(0, Math.floor(position) - this.span + this.eraseSamples);
  }

  /** First index of the sweep that holds `index`: the line never joins two sweeps. */
  sweepStart(index: number): number {
    return Math.floor(index / this.span) * this.span;
  }

  /** Cuts [from, to) where the sweep starts again at the left. */
  segments(from: number, to: number): SweepSegment[] {
    const segments: SweepSegment[] = [];
    for (let start = from; start < to; ) {
      const end = Math.min(to, this.sweepStart(start) + this.span);
      segments.push({ from: start, to: end, x: this.x(start) });
      start = end;
    }
    return segments;
  }
}
