import type { ClassStyle } from '../beats/classStyle';
import { MARKER_ROW_PX, paintBeatMark } from '../beats/paintBeatMark';
import type { Alert, AlertStripData } from '../model';
import { paintBreak } from '../trace/paintBreak';
import { paintPaper } from '../trace/paintPaper';
import type { Palette } from '../trace/palette';
import { CSS_PX_PER_MM, type PaperScale } from '../trace/paper';

/** 50 mm of paper. */
export const STRIP_HEIGHT_PX = Math.round(50 * CSS_PX_PER_MM);

export function stripWidth(strip: AlertStripData, scale: PaperScale): number {
  return Math.max(1, Math.ceil((strip.millivolts.length / strip.sampleRateHz) * scale.pxPerSecond));
}

/** Draws a strip from its first sample at the left: paper, the alert's stretch tinted, signal, breaks, beats. */
export function paintStrip(
  context: CanvasRenderingContext2D,
  size: { width: number; dpr: number },
  strip: AlertStripData,
  alert: Pick<Alert, 'startIndex' | 'endIndex'>,
  scale: PaperScale,
  palette: Palette,
  styleOf: (className: string) => ClassStyle,
): void {
  const height = STRIP_HEIGHT_PX;
  const zeroY = scale.zeroLine(height);
  const x = (offset: number): number => offset * scale.pxPerSample(strip.sampleRateHz);
  const last = strip.millivolts.length;
  paintPaper(context, { width: size.width, height, dpr: size.dpr }, scale.pxPerMm, zeroY, palette);

  const tintFrom = Math.min(last, Math.max(0, alert.startIndex - strip.firstIndex));
  const tintTo = Math.min(last, Math.max(0, (alert.endIndex ?? strip.firstIndex + last) - strip.firstIndex));
  context.fillStyle = palette.anomalousTint;
  context.fillRect(x(tintFrom), 0, x(tintTo - tintFrom), height);

  for (let i = 0; i < last; ) {
    const from = i;
    const missing = strip.millivolts[i] === null;
    while (i < last && (strip.millivolts[i] === null) === missing) i++;
    if (missing) {
      paintBreak(context, palette, 'gap', { x: x(from), width: x(i - from), height });
      continue;
    }
    context.strokeStyle = palette.trace;
    context.lineWidth = 1.6;
    context.lineJoin = 'round';
    context.beginPath();
    for (let j = from; j < i; j++) context.lineTo(x(j), scale.y(strip.millivolts[j]!, zeroY));
    context.stroke();
  }

  for (const beat of strip.beats) {
    const style = styleOf(beat.class);
    paintBeatMark(context, style, palette.beat[style.slot]!, x(beat.index - strip.firstIndex), MARKER_ROW_PX);
  }
}
