import { describe, expect, it } from 'vitest';
import { AlertBook } from '../src/alerts/AlertBook';
import { announcement, durationInWords, evidenceInWords, kindInWords } from '../src/alerts/alertWords';
import type { Alert } from '../src/model';

const START = Date.parse('2026-01-05T10:00:00.000Z');
const alert = (changes: Partial<Alert> = {}): Alert => ({
  id: 'a', revision: 1, channel: 0, wearer: null, kind: 'beat.anomaly', priority: 'medium', state: 'raised',
  startedAt: new Date(START).toISOString(), endedAt: null, startIndex: 0, endIndex: null, score: 4.2134, threshold: 2.6,
  beats: 8, anomalousBeats: 5, classes: {}, heartRateBpm: 74.4, pack: 'ecg5000', packVersion: '1', acknowledgedAt: null, message: null,
  ...changes,
});
const later = (id: string, seconds: number, changes: Partial<Alert> = {}): Alert =>
  alert({ id, startedAt: new Date(START + seconds * 1000).toISOString(), ...changes });

describe('AlertBook', () => {
  it('lists the newest first, and of two that began together the one made later', () => {
    const book = new AlertBook();
    for (const a of [later('b', 5), later('d', 1), later('c', 5), later('a', 9)]) book.apply(a);
    expect(book.newestFirst().map((a) => a.id)).toEqual(['a', 'c', 'b', 'd']);
  });

  it('never lets a lower revision replace a higher one', () => {
    const book = new AlertBook();
    expect(book.apply(alert({ revision: 3, state: 'cleared' }))).toBe('new');
    expect(book.apply(alert({ revision: 2, state: 'updated' }))).toBe('ignored');
    expect(book.apply(alert({ revision: 2, acknowledgedAt: '2026-01-05T10:00:01.000Z' }))).toBe('ignored');
    expect(book.get('a')).toMatchObject({ revision: 3, state: 'cleared', acknowledgedAt: null });
    expect(book.apply(alert({ revision: 4, state: 'cleared' }))).toBe('changed');
  });

  it('takes an equal revision only for the acknowledgement it adds', () => {
    const book = new AlertBook();
    book.apply(alert());
    expect(book.apply(alert({ message: 'again' }))).toBe('ignored');
    expect(book.apply(alert({ acknowledgedAt: '2026-01-05T10:00:01.000Z' }))).toBe('changed');
    expect(book.apply(alert())).toBe('ignored');
    expect(book.get('a')!.acknowledgedAt).not.toBeNull();
  });

  it('keeps open alerts longer than cleared ones when it is full', () => {
    const book = new AlertBook(3);
    book.apply(later('open', 0));
    for (let i = 1; i <= 5; i++) book.apply(later(`done${i}`, i, { state: 'cleared' }));
    expect(book.newestFirst().map((a) => a.id)).toEqual(['done5', 'done4', 'open']);
  });

  it('counts what is neither cleared nor acknowledged', () => {
    const book = new AlertBook();
    book.apply(later('a', 0));
    book.apply(later('b', 1, { state: 'cleared' }));
    book.apply(later('c', 2, { acknowledgedAt: '2026-01-05T10:00:03.000Z' }));
    expect(book.waiting).toBe(1);
  });
});

describe('alert words', () => {
  it('says how long, and whether it goes on', () => {
    expect(durationInWords(alert(), START + 65_000)).toBe('1 min 05 s, ongoing');
    expect(durationInWords(alert({ endedAt: new Date(START + 12_000).toISOString() }), START + 99_000)).toBe('12 s');
  });

  it('leaves out what is unknown', () => {
    expect(evidenceInWords(alert())).toBe('score 4.21 / 2.60 · 5 of 8 beats · 74 bpm');
    expect(evidenceInWords(alert({ score: null, beats: null, heartRateBpm: null }))).toBe('');
  });

  it('puts the kind in words, and shows an unknown kind as it is', () => {
    expect(kindInWords('signal.leads-off')).toBe('Leads off');
    expect(kindInWords('rhythm.new')).toBe('rhythm.new');
    expect(announcement(alert({ priority: 'high', message: '5 of 8 beats' }))).toBe('High priority alert: Abnormal beats. 5 of 8 beats');
  });
});
