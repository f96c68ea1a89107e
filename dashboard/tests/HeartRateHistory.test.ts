import { describe, expect, it } from 'vitest';
import { HeartRateHistory } from '../src/vitals/HeartRateHistory';
import { rateRange } from '../src/vitals/rateRange';

const at = (second: number): string => new Date(second * 1000).toISOString();

describe('HeartRateHistory', () => {
  it('breaks the line over a silence instead of joining across it', () => {
    const history = new HeartRateHistory();
    history.add(1000, 70);
    history.add(2000, 71);
    history.add(30_000, 80);
    expect(history.columns).toEqual([[1, 2, 3, 30], [70, 71, null, 80]]);
  });

  it('keeps no rate as a hole and drops readings that come too late', () => {
    const history = new HeartRateHistory();
    history.add(2000, null);
    history.add(1000, 70);
    history.add(Number.NaN, 70);
    expect(history.columns).toEqual([[2], [null]]);
  });

  it('forgets what is older than 15 minutes', () => {
    const history = new HeartRateHistory();
    for (let second = 0; second <= 1000; second++) history.add(second * 1000, 60);
    expect(history.columns[0][0]).toBe(100);
  });

  it('puts smoothed stored beats before the live readings', () => {
    const history = new HeartRateHistory();
    history.add(10_000, 77);
    const before = history.revision;
    history.prepend([{ at: at(7), rrMs: 500 }, { at: at(8), rrMs: 1500 }, { at: at(9), rrMs: null }]);
    expect(history.columns).toEqual([[7, 8, 10], [120, 60, 77]]);
    expect(history.revision).toBeGreaterThan(before);
  });
});

describe('rateRange', () => {
  it('does not blow a steady heart up to a mountain range', () => {
    expect(rateRange(71, 73)).toEqual([50, 100]);
    expect(rateRange(null, null)).toEqual([40, 120]);
    expect(rateRange(5, 10)[0]).toBe(0);
  });
});
