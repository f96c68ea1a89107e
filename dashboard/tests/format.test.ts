import { describe, expect, it } from 'vitest';
import { liveAddress, problemMessage } from '../src/api';
import { formatClock, formatCount, formatDuration, formatHeartRate, formatPercent, formatScore, formatShare } from '../src/format';
import { mqttInWords, shortVersion } from '../src/shell/StatusFooter';

describe('format', () => {
  it('shows an unknown heart rate as "--", never as 0', () => {
    expect(formatHeartRate(null)).toBe('--');
    expect(formatHeartRate(Number.NaN)).toBe('--');
    expect(formatHeartRate(71.6)).toBe('72');
  });

  it('keeps three digits of a score', () => {
    expect([4.2134, 42.134, 421.34, -1.005].map(formatScore)).toEqual(['4.21', '42.1', '421', '-1.00']);
  });

  it('separates thousands by a thin space', () => {
    expect([7, 999, 1000, 1234567].map(formatCount)).toEqual(['7', '999', '1\u2009000', '1\u2009234\u2009567']);
  });

  it('tells shares and percentages apart', () => {
    expect(formatShare(0.9644, 2)).toBe('96.44 %');
    expect([formatPercent(0), formatPercent(3.21), formatPercent(32.1), formatPercent(null)]).toEqual(['0 %', '3.2 %', '32 %', '--']);
  });

  it('gives the date only when it is another day', () => {
    const noon = new Date(2026, 1, 3, 12, 4, 9).getTime();
    expect(formatClock(noon)).toBe('12:04:09');
    expect(formatClock(noon, noon + 86_400_000)).toBe('2026-02-03 12:04:09');
    expect(formatClock(Number.NaN)).toBe('--');
  });

  it('words durations by their size', () => {
    expect([0, 59_400, 60_000, 3_725_000, 200_000_000].map(formatDuration)).toEqual(['0 s', '59 s', '1 min 00 s', '1 h 02 min', '2 d 7 h']);
  });
});

describe('problemMessage', () => {
  it('joins title and detail of a problem answer', () => {
    expect(problemMessage('{"title":"Not an ECG5000 file","detail":"a.txt line 3: expected 141 columns, found 7."}', 400)).toBe(
      'Not an ECG5000 file: a.txt line 3: expected 141 columns, found 7.',
    );
  });

  it('leaves out a title that only repeats the status', () => {
    expect(problemMessage('{"title":"Not Found","detail":"there is no alert 7"}', 404)).toBe('there is no alert 7.');
    expect(problemMessage('{"title":"Not Found"}', 404)).toBe('Not Found.');
  });

  it('falls back to the status when there is no problem answer', () => {
    expect(problemMessage('<html>', 502)).toBe('The agent answered with status 502.');
    expect(problemMessage('{"title":5}', 500)).toBe('The agent answered with status 500.');
  });
});

describe('liveAddress', () => {
  it('stays beside the page, on its protocol', () => {
    expect(liveAddress('http://pi:8080/')).toBe('ws://pi:8080/api/v1/live');
    expect(liveAddress('https://host/ecg/index.html')).toBe('wss://host/ecg/api/v1/live');
  });
});

describe('shortVersion', () => {
  it('cuts the commit and nothing else', () => {
    expect(shortVersion('0.1.0+f92f87a4de392ed6a669974d4343d06bcdc8d22a')).toBe('0.1.0+f92f87a');
    expect(shortVersion('0.1.0-preview')).toBe('0.1.0-preview');
  });
});

describe('mqttInWords', () => {
  it('tells off, connected and waiting apart', () => {
    const mqtt = { enabled: true, connected: true, broker: 'pi:1883', queued: 0, published: 3 };
    expect(mqttInWords({ ...mqtt, enabled: false })).toBe('off');
    expect(mqttInWords(mqtt)).toBe('connected to pi:1883');
    expect(mqttInWords({ ...mqtt, connected: false, queued: 12 })).toBe('waiting for pi:1883 with 12 queued');
    expect(mqttInWords({ ...mqtt, connected: false, problem: 'connection refused' })).toBe('waiting for pi:1883: connection refused');
  });
});
