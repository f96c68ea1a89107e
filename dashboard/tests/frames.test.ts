import { describe, expect, it } from 'vitest';
import { decodeSampleFrame, FrameError } from '../src/live/frames';
import { encodeFrame } from './encodeFrame';

describe('decodeSampleFrame', () => {
  it('reads every field, little endian, and scales counts to millivolts', () => {
    const frame = decodeSampleFrame(
      encodeFrame({
        channel: 258,
        leads: 2,
        firstIndex: 5_000_000_000,
        wallTimeMs: 1_760_000_000_123.5,
        sampleRateHz: 360,
        millivoltsPerCount: 0.5,
        counts: [0, 1, -2, 32767, -32768],
      }),
    );
    expect(frame.channel).toBe(258);
    expect(frame.leads).toBe(2);
    expect(frame.firstIndex).toBe(5_000_000_000);
    expect(frame.wallTimeMs).toBe(1_760_000_000_123.5);
    expect(frame.sampleRateHz).toBe(360);
    expect([...frame.millivolts]).toEqual([0, 0.5, -1, 16383.5, -16384]);
  });

  it('accepts a frame without samples', () => {
    expect(decodeSampleFrame(encodeFrame({ counts: [] })).millivolts).toHaveLength(0);
  });

  it.each<[string, ArrayBuffer, RegExp]>([
    ['shorter than its header', new ArrayBuffer(31), /31 bytes.*needs 32/],
    ['of an unknown kind', encodeFrame({ kind: 2 }), /kind 2/],
    ['with unknown lead bits', encodeFrame({ leads: 4 }), /leads 4/],
    ['cut off', encodeFrame({ counts: [1, 2, 3] }).slice(0, 37), /count 3: expected a frame of 38 bytes, got 37/],
    ['with bytes to spare', encodeFrame({ counts: [1], spareBytes: 2 }), /expected a frame of 34 bytes, got 36/],
    ['with a fractional index', encodeFrame({ firstIndex: 1.5 }), /index 1.5/],
    ['with a negative index', encodeFrame({ firstIndex: -1 }), /index -1/],
    ['with an index past exact numbers', encodeFrame({ firstIndex: 2 ** 60 }), /index/],
    ['without a wall time', encodeFrame({ wallTimeMs: Number.NaN }), /wall time NaN/],
    ['with no sample rate', encodeFrame({ sampleRateHz: 0 }), /sample rate 0/],
    ['with an endless sample rate', encodeFrame({ sampleRateHz: Number.POSITIVE_INFINITY }), /sample rate/],
    ['without a scale', encodeFrame({ millivoltsPerCount: 0 }), /millivolts per count 0/],
  ])('refuses a frame %s', (_what, buffer, message) => {
    expect(() => decodeSampleFrame(buffer)).toThrow(FrameError);
    expect(() => decodeSampleFrame(buffer)).toThrow(message);
  });
});
