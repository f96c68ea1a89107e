import { describe, expect, it } from 'vitest';
import { ChannelMonitor } from '../src/channels/ChannelMonitor';
import { ChannelSet } from '../src/channels/ChannelSet';
import { decodeSampleFrame } from '../src/live/frames';
import type { Beat, Channel, LiveBeat } from '../src/model';
import { encodeFrame, type FrameFields } from './encodeFrame';

const info = (changes: Partial<Channel> = {}): Channel => ({
  index: 0, name: 'bed-1', wearer: null, pack: 'ecg5000', packVersion: '1', precision: 'int8', classes: ['Normal', 'PVC'], normalClass: 'Normal',
  sampleRateHz: 250, source: { kind: 'replay', description: '', state: 'running', error: null }, samples: 0, beats: 0, droppedBeats: 0, gaps: 0, fault: null,
  ...changes,
});
const frame = (fields: Partial<FrameFields>) => decodeSampleFrame(encodeFrame(fields));
const stored = (second: number): Beat => ({
  channel: 0, at: new Date(second * 1000).toISOString(), index: 10, endIndex: 20, rrMs: 1000, class: 'Normal',
  probability: 1, score: 0, threshold: 1, anomalous: false, quality: 1,
});
const live = (second: number, index: number): LiveBeat => ({ ...stored(second), index, endIndex: index + 200, window: null, reconstruction: null });

describe('ChannelMonitor', () => {
  it('drops the old beats and the old place when the source starts anew', () => {
    const channel = new ChannelMonitor(info());
    channel.addFrame(frame({ firstIndex: 5000, counts: Array(500).fill(1) }));
    channel.addBeat(live(1, 5100));
    channel.addFrame(frame({ firstIndex: 0, counts: [1, 2, 3] }));
    expect(channel.beats.between(0, 10_000)).toEqual([]);
    expect(channel.clock.position).toBe(0);
    expect(channel.ring.end).toBe(3);
  });

  it('asks for a new layout only when the sample rate changes', () => {
    const channel = new ChannelMonitor(info());
    expect(channel.addFrame(frame({ sampleRateHz: 250 }))).toBe(false);
    expect(channel.addFrame(frame({ sampleRateHz: 500 }))).toBe(true);
    expect(channel.sampleRateHz).toBe(500);
    expect(channel.ring.capacity).toBe(60 * 500);
  });

  it('counts stored beats of this run of the agent, and none twice', () => {
    const channel = new ChannelMonitor(info());
    channel.addBeat(live(100, 300));
    channel.addStored([stored(101), stored(100), stored(99), stored(98), stored(10)], new Date(90_000).toISOString());
    expect(channel.tally.total).toBe(3);
    expect(channel.tally.since).toBe(stored(98).at);
    expect(channel.beats.between(0, 1000).map((beat) => beat.index)).toEqual([300]);
  });

  it('is not fresh before its first samples', () => {
    const channel = new ChannelMonitor(info());
    expect(channel.isFresh).toBe(false);
    channel.addFrame(frame({}));
    expect(channel.isFresh).toBe(true);
  });
});

describe('ChannelSet', () => {
  it('keeps what known channels hold and chooses another when the shown one leaves', () => {
    const set = new ChannelSet();
    expect(set.update([info(), info({ index: 1, name: 'bed-2' })])).toHaveLength(2);
    set.select(1);
    const first = set.find('bed-1')!;
    expect(set.selected).toBe(set.find(1));
    expect(set.update([info({ beats: 7 })])).toHaveLength(0);
    expect(set.selected).toBe(first);
    expect(first.info.beats).toBe(7);
  });
});
