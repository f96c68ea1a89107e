import { formatClock } from '../format';
import type { SourceState } from '../model';
import type { LinkState } from './LiveConnection';

/** No sample for this long, and what is on screen is no longer called live. */
export const STALE_AFTER_MS = 2000;

export type SignalKind = 'connecting' | 'reconnecting' | 'waiting' | 'live' | 'stale' | 'ended' | 'failed';

/** How far the trace on screen can be trusted. Only `live` may look live. */
export interface SignalStatus {
  kind: SignalKind;
  /** For the badge in the header. */
  label: string;
  /** For the veil over the trace; empty when live. */
  explanation: string;
}

export interface Arrival {
  /** Unix ms by the browser's clock, which may be set while the page is open. */
  atMs: number;
  ageMs: number;
}

export interface SignalFacts {
  link: LinkState;
  /** When the channel's last samples arrived: browser time for the words, and age by a steady clock; null before the first. */
  lastFrame: Arrival | null;
  source: { state: SourceState; error: string | null } | null;
  nowMs: number;
}

/** Decides what to call the signal of one channel now. */
export function signalStatus({ link, lastFrame, source, nowMs }: SignalFacts): SignalStatus {
  const since = lastFrame === null ? null : formatClock(lastFrame.atMs);
  const lastSeen = since === null ? '' : ` Last signal ${since}.`;

  if (link.phase === 'connecting' && link.attempt === 0) {
    return { kind: 'connecting', label: 'connecting', explanation: `Connecting to the agent…${lastSeen}` };
  }
  if (link.phase !== 'open') {
    const waitS = link.phase === 'waiting' ? Math.max(0, Math.ceil((link.retryAtMs - nowMs) / 1000)) : 0;
    const next = waitS > 0 ? ` Next try in ${waitS} s.` : ' Trying again…';
    // The countdown stays out of the label: screen readers read every change of it.
    return { kind: 'reconnecting', label: 'reconnecting', explanation: `No connection to the agent.${lastSeen}${next}` };
  }
  if (lastFrame !== null && lastFrame.ageMs <= STALE_AFTER_MS) return { kind: 'live', label: 'live', explanation: '' };

  if (source?.state === 'failed') {
    return { kind: 'failed', label: 'source failed', explanation: `Source failed: ${source.error ?? 'no reason given'}.${lastSeen}` };
  }
  if (source?.state === 'ended') {
    return { kind: 'ended', label: 'recording ended', explanation: `The recording has ended.${lastSeen}` };
  }
  if (since === null) {
    return { kind: 'waiting', label: 'waiting for signal', explanation: 'Waiting for the first samples…' };
  }
  return { kind: 'stale', label: `stale since ${since}`, explanation: `No samples since ${since}. This trace is not live.` };
}
