import type { ClassStyle } from './classStyle';

/** Height of the row of marks along the top of the trace, CSS pixels. */
export const MARKER_ROW_PX = 14;
const SHAPE_PX = 10;
const LETTER_FONT = '700 12px system-ui, sans-serif';
const paths = new Map<string, Path2D>();

/** Draws a class's shape with its letter below, centred on `x`. */
export function paintBeatMark(context: CanvasRenderingContext2D, style: ClassStyle, colour: string, x: number, y: number): void {
  let path = paths.get(style.shape);
  if (path === undefined) paths.set(style.shape, (path = new Path2D(style.shape)));
  context.save();
  context.fillStyle = colour;
  context.translate(x - SHAPE_PX / 2, y - SHAPE_PX / 2);
  context.fill(path);
  context.restore();

  context.fillStyle = colour;
  context.font = LETTER_FONT;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.fillText(style.letter, x, y + SHAPE_PX / 2 + 3);
}

/** Draws a small ring around the R peak itself. */
export function paintPeak(context: CanvasRenderingContext2D, colour: string, x: number, y: number): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, 3.5, 0, 2 * Math.PI);
  context.stroke();
}
