import { describe, expect, it } from 'vitest';
import { SweepGeometry } from '../src/trace/SweepGeometry';

describe('SweepGeometry', () => {
  const geometry = new SweepGeometry(1000, 0.5, 20);

  it('gives a sample the same place in every sweep', () => {
    expect(geometry.span).toBe(2000);
    expect(geometry.x(0)).toBe(0);
    expect(geometry.x(1999)).toBe(999.5);
    expect(geometry.x(2000)).toBe(0);
    expect(geometry.x(1_000_000_123)).toBe(geometry.x(1_000_000_123 % 2000));
  });

  it('keeps one screen less the erase bar visible', () => {
    expect(geometry.eraseSamples).toBe(40);
    expect(geometry.oldestVisible(10_000)).toBe(10_000 - 2000 + 40);
    expect(geometry.oldestVisible(100)).toBe(0);
  });

  it('cuts a stretch where the sweep starts again', () => {
    expect(geometry.segments(1990, 2010)).toEqual([
      { from: 1990, to: 2000, x: 995 },
      { from: 2000, to: 2010, x: 0 },
    ]);
    expect(geometry.segments(10, 10)).toEqual([]);
  });

  it('leaves no two visible samples on one place', () => {
    const position = 4321;
    const places = new Set<number>();
    for (let i = geometry.oldestVisible(position); i < position; i++) places.add(geometry.x(i));
    expect(places.size).toBe(position - geometry.oldestVisible(position));
  });

  it('still works on a screen narrower than its erase bar', () => {
    const narrow = new SweepGeometry(5, 1, 20);
    expect(narrow.eraseSamples).toBeLessThan(narrow.span);
  });
});
