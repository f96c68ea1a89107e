import { describe, expect, it } from 'vitest';
import { PlayoutClock } from '../src/trace/PlayoutClock';

const RATE_HZ = 250;
const FRAME_MS = 1000 / 60;

interface Run {
  /** Stream time in times real time. */
  speed?: number;
  seconds: number;
  /** Longest extra delay of a block, milliseconds; seeded. */
  jitterMs?: number;
  /** No block arrives between these times; they come together afterwards. */
  stallMs?: [number, number];
}

interface Shown {
  nowMs: number;
  position: number;
  end: number;
  jumped: boolean;
}

/** Plays a stream of 40 ms blocks against a 60 Hz screen and tells what each screen frame showed. */
function play(clock: PlayoutClock, { speed = 1, seconds, jitterMs = 0, stallMs }: Run): Shown[] {
  let seed = 7;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const arrivals: { atMs: number; end: number }[] = [];
  let previous = 0;
  for (let ms = 40; ms <= seconds * 1000; ms += 40) {
    let atMs = Math.max(previous, ms + random() * jitterMs);
    if (stallMs && atMs >= stallMs[0] && atMs < stallMs[1]) atMs = stallMs[1];
    previous = atMs;
    arrivals.push({ atMs, end: Math.round((ms / 1000) * RATE_HZ * speed) });
  }
  const shown: Shown[] = [];
  let end = 0;
  for (let nowMs = 0; nowMs <= seconds * 1000; nowMs += FRAME_MS) {
    while (arrivals[0] && arrivals[0].atMs <= nowMs) {
      const arrival = arrivals.shift()!;
      clock.received(end, arrival.end, arrival.atMs);
      end = arrival.end;
    }
    const step = clock.advance(nowMs);
    if (step !== null) shown.push({ nowMs, end, ...step });
  }
  return shown;
}

const between = (shown: Shown[], fromMs: number, toMs: number): Shown[] => shown.filter((s) => s.nowMs >= fromMs && s.nowMs < toMs);
const steps = (shown: Shown[]): number[] => shown.slice(1).map((s, i) => s.position - shown[i]!.position);
const samplesPerFrame = (RATE_HZ * FRAME_MS) / 1000;

describe('PlayoutClock', () => {
  it('has nothing to show before samples arrive', () => {
    expect(new PlayoutClock(RATE_HZ).advance(1000)).toBeNull();
  });

  it('moves evenly on blocks that arrive with 80 ms of jitter', () => {
    const shown = play(new PlayoutClock(RATE_HZ), { seconds: 20, jitterMs: 80 });
    for (const step of steps(between(shown, 2000, 20_000))) {
      expect(step).toBeGreaterThan(0.85 * samplesPerFrame);
      expect(step).toBeLessThan(1.15 * samplesPerFrame);
    }
  });

  it('never passes the newest sample and never goes back, whatever the jitter', () => {
    const shown = play(new PlayoutClock(RATE_HZ), { seconds: 20, jitterMs: 600 });
    for (const s of shown) expect(s.position).toBeLessThanOrEqual(s.end);
    expect(Math.min(...steps(shown))).toBeGreaterThanOrEqual(0);
  });

  it('stays 100 to 350 ms behind the newest sample', () => {
    const shown = play(new PlayoutClock(RATE_HZ), { seconds: 20, jitterMs: 40 });
    for (const s of between(shown, 2000, 20_000)) {
      const behindMs = ((s.end - s.position) / RATE_HZ) * 1000;
      expect(behindMs).toBeGreaterThan(100);
      expect(behindMs).toBeLessThan(350);
    }
  });

  it('stands still when the stream dries up, and buffers again before it goes on', () => {
    const clock = new PlayoutClock(RATE_HZ);
    clock.received(0, 100, 0);
    clock.advance(0);
    for (let ms = 0; ms < 900; ms += 20) clock.advance(ms);
    expect(clock.advance(900)!.position).toBe(100);
    clock.received(100, 110, 910);
    expect(clock.advance(920)!.position).toBe(100);
    clock.received(110, 150, 930);
    expect(clock.advance(940)!.position).toBeGreaterThan(100);
  });

  it('waits longer behind the stream after running dry', () => {
    const clock = new PlayoutClock(RATE_HZ);
    const before = clock.delayMs;
    play(clock, { seconds: 4, stallMs: [2000, 2800] });
    expect(clock.delayMs).toBeGreaterThan(before);
    expect(clock.delayMs).toBeLessThanOrEqual(300);
  });

  it('catches up after a short stall without a jump', () => {
    const shown = play(new PlayoutClock(RATE_HZ), { seconds: 8, stallMs: [3000, 4000] });
    expect(shown.some((s) => s.jumped)).toBe(false);
    const last = shown.at(-1)!;
    expect((last.end - last.position) / RATE_HZ).toBeLessThan(0.4);
  });

  it.each([2, 5, 10])('follows a stream %i times real time smoothly, at its own speed', (speed) => {
    const shown = play(new PlayoutClock(RATE_HZ), { seconds: 10, speed });
    expect(shown.some((s) => s.jumped)).toBe(false);
    const settled = between(shown, 5000, 10_000);
    const perSecond = (settled.at(-1)!.position - settled[0]!.position) / ((settled.at(-1)!.nowMs - settled[0]!.nowMs) / 1000);
    expect(perSecond / (RATE_HZ * speed)).toBeCloseTo(1, 1);
  });

  it('shows a stream 1000 times real time as at most two still pictures a second', () => {
    const shown = play(new PlayoutClock(RATE_HZ), { seconds: 10, speed: 1000 });
    const pictures = shown.filter((s) => s.jumped).length;
    expect(pictures).toBeGreaterThan(15);
    expect(pictures).toBeLessThanOrEqual(21);
    const elsewhere = shown.slice(1).filter((s) => !s.jumped).map((s) => s.position - shown[shown.indexOf(s) - 1]!.position);
    expect(Math.max(...elsewhere)).toBeLessThan(2 * samplesPerFrame);
  });

  it('jumps over a gap of the index', () => {
    const clock = new PlayoutClock(RATE_HZ);
    clock.received(0, 100, 0);
    clock.advance(16);
    clock.received(100_000, 100_010, 40);
    const step = clock.advance(48)!;
    expect(step.jumped).toBe(true);
    expect(100_010 - step.position).toBeLessThan(0.3 * RATE_HZ);
  });

  it('jumps to the present when the page comes back from the background', () => {
    const clock = new PlayoutClock(RATE_HZ);
    clock.received(0, 100, 0);
    clock.advance(16);
    clock.received(100, 600, 2000);
    expect(clock.advance(2010)!.jumped).toBe(true);
  });

  it('starts at the new place after a reset', () => {
    const clock = new PlayoutClock(RATE_HZ);
    clock.received(9000, 9010, 0);
    clock.advance(10);
    clock.reset();
    expect(clock.advance(20)).toBeNull();
    clock.received(0, 10, 30);
    expect(clock.advance(40)!.position).toBe(0);
  });
});
