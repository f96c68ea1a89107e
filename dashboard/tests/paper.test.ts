import { describe, expect, it } from 'vitest';
import { CSS_PX_PER_MM, gridLines, PaperScale } from '../src/trace/paper';

describe('PaperScale', () => {
  it('puts a second on 25 mm and a millivolt on 10 mm', () => {
    const scale = new PaperScale();
    expect(scale.pxPerSecond).toBeCloseTo(25 * CSS_PX_PER_MM, 10);
    expect(scale.pxPerMillivolt).toBeCloseTo(10 * CSS_PX_PER_MM, 10);
    expect(scale.pxPerSample(250) * 250).toBeCloseTo(scale.pxPerSecond, 10);
    expect(scale.caption).toBe('25 mm/s · 10 mm/mV');
  });

  it('has 96 CSS pixels to the inch', () => {
    expect(CSS_PX_PER_MM * 25.4).toBeCloseTo(96, 10);
  });

  it('draws positive voltages upwards', () => {
    const scale = new PaperScale(50, 20, 4);
    expect(scale.y(0.5, 200)).toBe(200 - 40);
    expect(scale.y(-1, 200)).toBe(280);
    expect(scale.pxPerSecond).toBe(200);
  });

  it('lays the zero line on a bold line', () => {
    const scale = new PaperScale(25, 10, 4);
    expect(scale.zeroLine(333, 0.55) % 20).toBe(0);
    expect(Math.abs(scale.zeroLine(333, 0.55) - 333 * 0.55)).toBeLessThanOrEqual(10);
  });
});

describe('gridLines', () => {
  it('makes every fifth line bold', () => {
    const { fine, bold } = gridLines(40, 4);
    expect(bold).toEqual([0, 20, 40]);
    expect(fine).toEqual([4, 8, 12, 16, 24, 28, 32, 36]);
  });

  it('counts from the origin to both sides', () => {
    const { fine, bold } = gridLines(30, 4, 10);
    expect(bold).toEqual([10, 30]);
    expect(fine).toEqual([2, 6, 14, 18, 22, 26]);
  });
});
