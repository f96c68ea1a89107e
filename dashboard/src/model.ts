// The shapes of the agent's REST answers and live events. Times are ISO-8601 UTC strings.

/** A channel, by its number or by its name; the agent uses either, `findChannel` resolves both. */
export type ChannelRef = number | string;

export type SourceState = 'starting' | 'running' | 'ended' | 'failed';

export interface Channel {
  index: number;
  name: string;
  wearer: string | null;
  pack: string;
  packVersion: string;
  precision: string;
  /** Class names in the order of the classifier's outputs. */
  classes: string[];
  normalClass: string;
  sampleRateHz: number;
  source: { kind: string; description: string; state: SourceState; error: string | null };
  samples: number;
  beats: number;
  droppedBeats: number;
  gaps: number;
  fault: string | null;
}

export interface Vitals {
  channel: ChannelRef;
  at: string;
  heartRateBpm: number | null;
  rrMs: number | null;
  /** 0 (unusable) to 1 (clean). */
  signalQuality: number | null;
  leads: 'on' | 'off';
  anomalyRatePercent: number | null;
  beats: number;
}

export interface Beat {
  channel: ChannelRef;
  at: string;
  /** Sample index of this beat's R peak. */
  index: number;
  /** Sample index of the next R peak. */
  endIndex: number;
  rrMs: number | null;
  class: string;
  probability: number | null;
  score: number | null;
  threshold: number | null;
  anomalous: boolean;
  quality: number | null;
}

/** A beat as the live stream tells it: an anomalous one brings its window and what was expected. */
export interface LiveBeat extends Beat {
  /** 140 z-normalised samples, or null for a normal beat. */
  window: number[] | null;
  /** The model's reconstruction of `window`, same scale and length, or null. */
  reconstruction: number[] | null;
}

export type AlertPriority = 'high' | 'medium' | 'low';
export type AlertState = 'raised' | 'updated' | 'cleared';

export interface Alert {
  id: string;
  revision: number;
  channel: ChannelRef;
  wearer: string | null;
  kind: string;
  priority: AlertPriority;
  state: AlertState;
  startedAt: string;
  endedAt: string | null;
  startIndex: number;
  endIndex: number | null;
  score: number | null;
  threshold: number | null;
  beats: number | null;
  anomalousBeats: number | null;
  classes: Record<string, number>;
  heartRateBpm: number | null;
  pack: string | null;
  packVersion: string | null;
  acknowledgedAt: string | null;
  message: string | null;
}

export interface AlertStripData {
  alertId: string;
  channel: ChannelRef;
  sampleRateHz: number;
  /** Sample index of the first value. */
  firstIndex: number;
  at: string;
  /** null where a sample is missing. */
  millivolts: (number | null)[];
  beats: { index: number; class: string; anomalous: boolean }[];
}

export interface MqttStatus {
  enabled: boolean;
  connected: boolean;
  broker: string | null;
  queued: number;
  published: number;
  /** Why the broker is not reached, where the agent says so. */
  problem?: string | null;
}

export interface StoreStatus {
  path: string;
  alerts: number;
  beats: number;
  /** Alerts and strips that wait in memory. */
  waiting: number;
  /** Why nothing can be stored; null when all is well. */
  problem: string | null;
}

export interface AgentStatus {
  version: string;
  device: string;
  startedAt: string;
  uptimeSeconds: number;
  mqtt: MqttStatus;
  store: StoreStatus;
  channels: Channel[];
}

export interface AnomalyFigures {
  auc: number | null;
  auprc: number | null;
  accuracy: number | null;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  threshold: number | null;
}

export interface ClassificationFigures {
  accuracy: number | null;
  balancedAccuracy: number | null;
  macroF1: number | null;
  /** Rows are the true classes, columns the predicted ones, in the order of `classes`. */
  confusion: number[][];
  classes: string[];
}

export interface Analysis {
  name: string;
  pack: string;
  precision: string;
  beats: number;
  summary: {
    anomalous: number;
    classes: Record<string, number>;
    /** Present when the file's labels allow scoring. */
    anomaly: AnomalyFigures | null;
    classification: ClassificationFigures | null;
  };
}

export type LiveEvent =
  | { type: 'hello'; version: string; device: string; channels: Channel[]; vitals: Vitals[]; alerts: Alert[] }
  | ({ type: 'beat' } & LiveBeat)
  | ({ type: 'vitals' } & Vitals)
  | { type: 'alert'; alert: Alert }
  | { type: 'state'; mqtt: MqttStatus; store?: StoreStatus; channels: Channel[] };

export type HelloEvent = Extract<LiveEvent, { type: 'hello' }>;
export type StateEvent = Extract<LiveEvent, { type: 'state' }>;

/** Who asks: `local` while no access token exists, `bearer`, or `cookie` after a login. */
export interface SessionInfo {
  kind: 'local' | 'bearer' | 'cookie';
  /** Name of the access token. */
  token: string | null;
}
