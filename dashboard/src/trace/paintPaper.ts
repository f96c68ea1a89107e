import type { Palette } from './palette';
import { gridLines } from './paper';

/**
 * Fills a canvas with millimetre paper. Sizes in CSS pixels; the context must carry the device scale `dpr`.
 * Lines are set on whole device pixels, so that they are equally sharp although a millimetre is not a whole pixel.
 */
export function paintPaper(
  context: CanvasRenderingContext2D,
  size: { width: number; height: number; dpr: number },
  pxPerMm: number,
  zeroY: number,
  palette: Palette,
): void {
  const { width, height, dpr } = size;
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, width, height);

  const columns = gridLines(width, pxPerMm);
  const rows = gridLines(height, pxPerMm, zeroY);
  const line = 1 / dpr;
  const snap = (offset: number): number => Math.round(offset * dpr) / dpr;

  for (const [style, xs, ys] of [
    [palette.gridFine, columns.fine, rows.fine],
    [palette.gridBold, columns.bold, rows.bold],
  ] as const) {
    context.fillStyle = style;
    for (const x of xs) context.fillRect(snap(x), 0, line, height);
    for (const y of ys) context.fillRect(0, snap(y), width, line);
  }
}
