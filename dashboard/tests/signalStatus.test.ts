import { describe, expect, it } from 'vitest';
import { formatClock } from '../src/format';
import { signalStatus, type SignalFacts } from '../src/live/signalStatus';

const AT = new Date(2026, 0, 5, 12, 3, 11).getTime();
const facts = (changes: Partial<SignalFacts>): SignalFacts => ({
  link: { phase: 'open' },
  lastFrame: { atMs: AT, ageMs: 100 },
  source: { state: 'running', error: null },
  nowMs: AT + 100,
  ...changes,
});

describe('signalStatus', () => {
  it('is live only while connected and samples are at most 2 s old', () => {
    expect(signalStatus(facts({})).kind).toBe('live');
    expect(signalStatus(facts({ lastFrame: { atMs: AT, ageMs: 2000 } })).kind).toBe('live');
    expect(signalStatus(facts({ lastFrame: { atMs: AT, ageMs: 2001 } })).kind).toBe('stale');
    expect(signalStatus(facts({ link: { phase: 'waiting', attempt: 1, retryAtMs: AT + 900 } })).kind).toBe('reconnecting');
  });

  it('says since when the trace is stale', () => {
    const status = signalStatus(facts({ lastFrame: { atMs: AT, ageMs: 9000 } }));
    expect(status.label).toBe(`stale since ${formatClock(AT)}`);
    expect(status.explanation).toContain('not live');
  });

  it('does not trust the clock on the wall to be steady', () => {
    expect(signalStatus(facts({ lastFrame: { atMs: AT + 3_600_000, ageMs: 60_000 } })).kind).toBe('stale');
  });

  it('tells an ended recording and a failed source from a silent one', () => {
    const old = { atMs: AT, ageMs: 5000 };
    expect(signalStatus(facts({ lastFrame: old, source: { state: 'ended', error: null } })).kind).toBe('ended');
    const failed = signalStatus(facts({ lastFrame: old, source: { state: 'failed', error: 'port is gone' } }));
    expect(failed.kind).toBe('failed');
    expect(failed.explanation).toContain('port is gone');
  });

  it('counts down to the next attempt outside the label', () => {
    const status = signalStatus(facts({ link: { phase: 'waiting', attempt: 3, retryAtMs: AT + 3600 }, nowMs: AT + 100 }));
    expect(status.label).toBe('reconnecting');
    expect(status.explanation).toContain('Next try in 4 s');
  });

  it('waits for the first signal without calling it stale', () => {
    expect(signalStatus(facts({ lastFrame: null })).kind).toBe('waiting');
    expect(signalStatus(facts({ lastFrame: null, link: { phase: 'connecting', attempt: 0 } })).kind).toBe('connecting');
  });
});
