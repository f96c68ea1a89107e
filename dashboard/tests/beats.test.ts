import { describe, expect, it } from 'vitest';
import { BeatTally } from '../src/beats/BeatTally';
import { BeatTrack, type TrackedBeat } from '../src/beats/BeatTrack';
import { classStyles, styleOf } from '../src/beats/classStyle';
import { scorePlace } from '../src/beats/scorePlace';

const beat = (index: number, endIndex = index + 200, anomalous = false): TrackedBeat => ({ index, endIndex, class: 'Normal', anomalous });
const indexes = (beats: TrackedBeat[]): number[] => beats.map((b) => b.index);

describe('BeatTrack', () => {
  it('finds beats by R peak, also those that came out of order', () => {
    const track = new BeatTrack();
    for (const i of [200, 600, 400, 800]) track.add(beat(i));
    expect(indexes(track.between(400, 800))).toEqual([400, 600]);
    expect(indexes(track.between(0, 10_000))).toEqual([200, 400, 600, 800]);
  });

  it('finds a beat by any part of it', () => {
    const track = new BeatTrack();
    track.add(beat(100, 900));
    track.add(beat(900, 1100));
    expect(indexes(track.touching(850, 860))).toEqual([100]);
    expect(indexes(track.touching(900, 901))).toEqual([900]);
    expect(indexes(track.touching(1100, 1200))).toEqual([]);
  });

  it('replaces a beat that is told twice and forgets the oldest', () => {
    const track = new BeatTrack(2);
    track.add(beat(1));
    track.add(beat(1, 50, true));
    expect(track.between(0, 10)).toEqual([beat(1, 50, true)]);
    track.add(beat(2));
    track.add(beat(3));
    expect(indexes(track.between(0, 10))).toEqual([2, 3]);
  });
});

describe('BeatTally', () => {
  it('counts by class and tells from when on', () => {
    const tally = new BeatTally();
    tally.add('Normal', '2026-01-05T10:00:05.000Z');
    tally.add('PVC', '2026-01-05T10:00:01.000Z');
    tally.add('Normal', '2026-01-05T10:00:09.000Z');
    expect([tally.count('Normal'), tally.count('PVC'), tally.count('SP'), tally.total]).toEqual([2, 1, 0, 3]);
    expect(tally.since).toBe('2026-01-05T10:00:01.000Z');
  });
});

describe('classStyles', () => {
  it.each([
    [['Normal', 'R-on-T PVC', 'PVC', 'SP', 'UB'], 'Normal', 'NRVSU'],
    [['N', 'S', 'V', 'F', 'Q'], 'N', 'NSVFQ'],
  ])('tells %j apart by letter, shape and colour each', (classes, normal, letters) => {
    const styles = [...classStyles(classes, normal).values()];
    expect(styles.map((style) => style.letter).join('')).toBe(letters);
    expect(new Set(styles.map((style) => style.shape)).size).toBe(classes.length);
    expect(new Set(styles.map((style) => style.slot)).size).toBe(classes.length);
    expect(styles[0]!.slot).toBe(0);
  });

  it('gives two classes with the same initial different letters', () => {
    const styles = classStyles(['Paced', 'Premature'], 'Paced');
    expect(styles.get('Premature')!.letter).toBe('R');
  });

  it('has a look for a class the pack does not name', () => {
    expect(styleOf(classStyles(['N'], 'N'), 'Z')).toMatchObject({ name: 'Z', letter: '?' });
  });
});

describe('scorePlace', () => {
  it('puts the threshold in the middle and stays on the bar, also for negative scores', () => {
    expect(scorePlace(2.6, 2.6)).toBe(0.5);
    expect(scorePlace(-3, 1.2)).toBeGreaterThan(0);
    expect(scorePlace(-3, 1.2)).toBeLessThan(0.5);
    expect(scorePlace(1e9, 1.2)).toBeLessThanOrEqual(1);
  });
});
