import type { Alert, AlertPriority, AlertState } from '../model';
import { formatDuration, formatScore } from '../format';

const KINDS: Record<string, string> = {
  'beat.anomaly': 'Abnormal beats',
  'beat.pvc': 'Premature ventricular beat',
  'rhythm.vt': 'Run of fast ventricular beats',
  'rhythm.bigeminy': 'Bigeminy',
  'rate.brady': 'Slow heart rate',
  'rate.tachy': 'Fast heart rate',
  'rhythm.pause': 'Pause',
  'rhythm.asystole': 'No beats',
  'signal.leads-off': 'Leads off',
  'signal.poor': 'Poor signal',
  'source.lost': 'Source lost',
  'store.fault': 'Not recorded',
};

const STATES: Record<AlertState, string> = { raised: 'Raised', updated: 'Going on', cleared: 'Cleared' };

const PRIORITIES: Record<AlertPriority, { word: string; shape: string }> = {
  // An octagon, a triangle and a disc: told apart without their colours.
  high: { word: 'High', shape: 'M3 .4h4L9.6 3v4L7 9.6H3L.4 7V3z' },
  medium: { word: 'Medium', shape: 'M5 .6 9.8 9.2H.2z' },
  low: { word: 'Low', shape: 'M5 1.2a3.8 3.8 0 1 0 .01 0z' },
};

export function kindInWords(kind: string): string {
  return KINDS[kind] ?? kind;
}

export function stateInWords(state: AlertState): string {
  return STATES[state] ?? state;
}

/** Word and shape (SVG path on a 10 by 10 box) of a priority; an unknown one is treated as high. */
export function priorityLook(priority: AlertPriority): { word: string; shape: string } {
  return PRIORITIES[priority] ?? PRIORITIES.high;
}

/** How long an alert lasted, or has lasted so far. */
export function durationInWords(alert: Alert, nowMs: number): string {
  const start = Date.parse(alert.startedAt);
  if (alert.endedAt !== null) return formatDuration(Date.parse(alert.endedAt) - start);
  return `${formatDuration(nowMs - start)}, ongoing`;
}

/** "score 4.21 / 2.60", "5 of 8 beats": what the alert rests on, without what is unknown. */
export function evidenceInWords(alert: Alert): string {
  const parts: string[] = [];
  if (alert.score !== null) {
    const limit = alert.threshold === null ? '' : ` / ${formatScore(alert.threshold)}`;
    parts.push(`score ${formatScore(alert.score)}${limit}`);
  }
  if (alert.anomalousBeats !== null && alert.beats !== null && alert.beats > 0) {
    parts.push(`${alert.anomalousBeats} of ${alert.beats} ${alert.beats === 1 ? 'beat' : 'beats'}`);
  }
  if (alert.heartRateBpm !== null) parts.push(`${Math.round(alert.heartRateBpm)} bpm`);
  return parts.join(' · ');
}

/** One sentence for a screen reader. */
export function announcement(alert: Alert): string {
  const message = alert.message === null || alert.message === '' ? kindInWords(alert.kind) : `${kindInWords(alert.kind)}. ${alert.message}`;
  return `${priorityLook(alert.priority).word} priority alert: ${message}`;
}
