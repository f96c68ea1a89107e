/** CSS defines the pixel as 1/96 inch; a screen whose real pixels differ shows the paper larger or smaller. */
export const CSS_PX_PER_MM = 96 / 25.4;

/** Bold lines of ECG paper stand every 5 mm. */
const BOLD_EVERY_MM = 5;

export type PaperSpeed = 25 | 50;
export type PaperGain = 5 | 10 | 20;

/** Scale of millimetre paper: from seconds and millivolts to CSS pixels. */
export class PaperScale {
  readonly speedMmPerS: PaperSpeed;
  readonly gainMmPerMv: PaperGain;
  readonly pxPerMm: number;

  constructor(speedMmPerS: PaperSpeed = 25, gainMmPerMv: PaperGain = 10, pxPerMm: number = CSS_PX_PER_MM) {
    this.speedMmPerS = speedMmPerS;
    this.gainMmPerMv = gainMmPerMv;
    this.pxPerMm = pxPerMm;
  }

  get pxPerSecond(): number {
    return this.speedMmPerS * this.pxPerMm;
  }

  get pxPerMillivolt(): number {
    return this.gainMmPerMv * this.pxPerMm;
  }

  pxPerSample(sampleRateHz: number): number {
    return this.pxPerSecond / sampleRateHz;
  }

  /** Vertical place of a voltage on paper whose zero line is at `zeroY`; up is positive. */
  y(millivolts: number, zeroY: number): number {
    return zeroY - millivolts * this.pxPerMillivolt;
  }

  /** The bold line nearest to `share` of the height: the zero line lies on a line of the paper. */
  zeroLine(heightPx: number, share = 0.55): number {
    const bold = BOLD_EVERY_MM * this.pxPerMm;
    return Math.round((heightPx * share) / bold) * bold;
  }

  /** "25 mm/s · 10 mm/mV" */
  get caption(): string {
    return `${this.speedMmPerS} mm/s · ${this.gainMmPerMv} mm/mV`;
  }
}

/** Offsets of the paper's lines along one edge, counted from `originPx`, in the same unit as `lengthPx`. */
export function gridLines(lengthPx: number, pxPerMm: number, originPx = 0): { fine: number[]; bold: number[] } {
  const fine: number[] = [];
  const bold: number[] = [];
  const firstMm = Math.ceil(-originPx / pxPerMm);
  for (let mm = firstMm; originPx + mm * pxPerMm <= lengthPx; mm++) {
    (mm % BOLD_EVERY_MM === 0 ? bold : fine).push(originPx + mm * pxPerMm);
  }
  return { fine, bold };
}
