import { describe, expect, it } from 'vitest';
import { SampleRing } from '../src/trace/SampleRing';

const block = (...values: number[]): Float32Array => Float32Array.from(values);
const held = (ring: SampleRing): number[] => {
  const values: number[] = [];
  for (let i = ring.first; i < ring.end; i++) values.push(ring.valueAt(i));
  return values;
};

describe('SampleRing', () => {
  it('starts at whatever index the stream has reached', () => {
    const ring = new SampleRing(8);
    ring.append(1_000_000, block(1, 2, 3), 0);
    expect([ring.first, ring.end]).toEqual([1_000_000, 1_000_003]);
    expect(held(ring)).toEqual([1, 2, 3]);
  });

  it('keeps the newest samples when it wraps', () => {
    const ring = new SampleRing(4);
    for (let i = 0; i < 10; i += 2) ring.append(i, block(i, i + 1), 0);
    expect([ring.first, ring.end]).toEqual([6, 10]);
    expect(held(ring)).toEqual([6, 7, 8, 9]);
    expect(ring.stateAt(5)).toBe('empty');
    expect(ring.valueAt(5)).toBeNaN();
    expect(ring.stateAt(10)).toBe('empty');
  });

  it('keeps the end of a block longer than itself', () => {
    const ring = new SampleRing(3);
    ring.append(0, block(0, 1, 2, 3, 4), 0);
    expect(ring.first).toBe(2);
    expect(held(ring)).toEqual([2, 3, 4]);
  });

  it('turns a jump of the index into a gap', () => {
    const ring = new SampleRing(10);
    ring.append(0, block(1, 1), 0);
    expect(ring.append(5, block(2), 0)).toBe('gap');
    expect([1, 2, 3, 4, 5].map((i) => ring.stateAt(i))).toEqual(['signal', 'gap', 'gap', 'gap', 'signal']);
    expect(held(ring)).toEqual([1, 1, Number.NaN, Number.NaN, Number.NaN, 2]);
  });

  it('shows nothing old after a gap longer than itself', () => {
    const ring = new SampleRing(4);
    ring.append(0, block(1, 2, 3, 4), 0);
    ring.append(1000, block(9), 0);
    expect([ring.first, ring.end]).toEqual([997, 1001]);
    expect([997, 998, 999, 1000].map((i) => ring.stateAt(i))).toEqual(['gap', 'gap', 'gap', 'signal']);
  });

  it('takes only the new part of a block that it holds in part', () => {
    const ring = new SampleRing(10);
    ring.append(0, block(1, 2, 3), 0);
    expect(ring.append(2, block(99, 4), 0)).toBe('appended');
    expect(held(ring)).toEqual([1, 2, 3, 4]);
  });

  it('starts anew when the index goes back', () => {
    const ring = new SampleRing(10);
    ring.append(500, block(1, 2, 3), 0);
    expect(ring.append(0, block(7), 0)).toBe('restarted');
    expect([ring.first, ring.end]).toEqual([0, 1]);
    expect(held(ring)).toEqual([7]);
  });

  it('remembers for each sample whether a lead was off', () => {
    const ring = new SampleRing(4);
    ring.append(0, block(1, 1), 0);
    ring.append(2, block(1), 0b01);
    ring.append(3, block(1, 1), 0);
    expect([1, 2, 3, 4].map((i) => ring.stateAt(i))).toEqual(['signal', 'leads-off', 'signal', 'signal']);
  });

  it('refuses a capacity of nothing', () => {
    expect(() => new SampleRing(0)).toThrow(/capacity 0/);
  });
});
