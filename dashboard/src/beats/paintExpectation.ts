import type { Palette } from '../trace/palette';

const PADDING_PX = 8;

/**
 * Draws a window over its reconstruction and shades what lies between. Both are in z units on one scale;
 * the reconstruction may be null, then the window stands alone.
 */
export function paintExpectation(
  context: CanvasRenderingContext2D,
  size: { width: number; height: number },
  measured: readonly number[],
  expected: readonly number[] | null,
  palette: Palette,
): void {
  const all = expected === null ? measured : [...measured, ...expected];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const yPerUnit = (size.height - 2 * PADDING_PX) / Math.max(1e-6, high - low);
  const x = (i: number): number => PADDING_PX + (i / (measured.length - 1)) * (size.width - 2 * PADDING_PX);
  const y = (value: number): number => PADDING_PX + (high - value) * yPerUnit;
  const line = (values: readonly number[]): void => {
    context.beginPath();
    values.forEach((value, i) => (i === 0 ? context.moveTo(x(i), y(value)) : context.lineTo(x(i), y(value))));
  };

  context.clearRect(0, 0, size.width, size.height);
  context.lineJoin = 'round';

  if (expected !== null) {
    line(measured);
    for (let i = expected.length - 1; i >= 0; i--) context.lineTo(x(i), y(expected[i]!));
    context.closePath();
    context.fillStyle = palette.difference;
    context.fill();

    line(expected);
    context.strokeStyle = palette.expected;
    context.lineWidth = 1.6;
    context.setLineDash([5, 4]);
    context.stroke();
    context.setLineDash([]);
  }

  line(measured);
  context.strokeStyle = palette.trace;
  context.lineWidth = 1.8;
  context.stroke();
}
