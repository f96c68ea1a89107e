import { describe, expect, it } from 'vitest';
import { EventError, parseLiveEvent } from '../src/live/events';

const beat = { type: 'beat', channel: 0, at: '2026-01-01T00:00:00.000Z', index: 100, endIndex: 300, class: 'PVC', anomalous: true };

describe('parseLiveEvent', () => {
  it('gives a beat without a window nulls instead of holes', () => {
    expect(parseLiveEvent(JSON.stringify(beat))).toMatchObject({ window: null, reconstruction: null });
  });

  it('takes a channel by name as well as by number', () => {
    expect(parseLiveEvent(JSON.stringify({ ...beat, channel: 'bed-1' }))).toMatchObject({ channel: 'bed-1' });
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown type', { type: 'sample' }, /type "sample": expected hello, beat/],
    ['a type that every object has', { type: 'toString' }, /type "toString"/],
    ['no type', {}, /type undefined/],
    ['a list', [], /expected an object, got array/],
    ['a beat without its end', { ...beat, endIndex: null }, /beat\.endIndex: expected number, got null/],
    ['a beat of no channel', { ...beat, channel: null }, /beat\.channel/],
    ['a window of words', { ...beat, window: ['a'] }, /beat\.window/],
    ['a reconstruction of another length', { ...beat, window: [1, 2], reconstruction: [1] }, /expected 2 values, got 1/],
    ['an alert without revision', { type: 'alert', alert: { id: 'a' } }, /alert\.revision: expected number, got undefined/],
    ['a hello with a broken channel', { type: 'hello', version: '1', device: 'd', channels: [{ index: 0 }], vitals: [], alerts: [] }, /hello\.channels\[0\]\.name/],
  ])('refuses %s and names the field', (_what, value, message) => {
    expect(() => parseLiveEvent(JSON.stringify(value))).toThrow(EventError);
    expect(() => parseLiveEvent(JSON.stringify(value))).toThrow(message);
  });

  it('refuses text that is not JSON', () => {
    expect(() => parseLiveEvent('{"type":')).toThrow(/not JSON/);
  });
});
