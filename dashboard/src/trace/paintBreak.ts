import type { Palette } from './palette';

const HATCH_PX = 9;
const LABEL_FONT = '600 11px system-ui, sans-serif';
const LABELS = { gap: 'NO DATA', 'leads-off': 'LEADS OFF' } as const;

/** Draws a stretch without a usable signal: hatched, with a word where it is wide enough, and no line. */
export function paintBreak(
  context: CanvasRenderingContext2D,
  palette: Palette,
  kind: 'gap' | 'leads-off',
  area: { x: number; width: number; height: number },
): void {
  const { x, width, height } = area;
  context.save();
  context.beginPath();
  context.rect(x, 0, width, height);
  context.clip();

  context.fillStyle = palette.breakTint;
  context.fillRect(x, 0, width, height);
  context.strokeStyle = palette.breakTint;
  context.lineWidth = 1;
  context.beginPath();
  // Counted from the screen's edge, so that the hatching of neighbouring stretches joins.
  for (let left = Math.floor((x - height) / HATCH_PX) * HATCH_PX; left < x + width; left += HATCH_PX) {
    context.moveTo(left, height);
    context.lineTo(left + height, 0);
  }
  context.stroke();

  const label = LABELS[kind];
  context.font = LABEL_FONT;
  if (context.measureText(label).width + 12 <= width) {
    context.fillStyle = palette.breakText;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(label, x + 6, height / 2);
  }
  context.restore();
}
