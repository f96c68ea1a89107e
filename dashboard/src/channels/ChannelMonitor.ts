import { BeatTally } from '../beats/BeatTally';
import { BeatTrack } from '../beats/BeatTrack';
import { classStyles, styleOf, type ClassStyle } from '../beats/classStyle';
import type { SampleFrame } from '../live/frames';
import { STALE_AFTER_MS, type Arrival } from '../live/signalStatus';
import type { Beat, Channel, LiveBeat, Vitals } from '../model';
import { PlayoutClock } from '../trace/PlayoutClock';
import { SampleRing } from '../trace/SampleRing';
import type { TraceSignal } from '../trace/SweepTrace';
import { HeartRateHistory } from '../vitals/HeartRateHistory';

/** Enough for the widest screen at 25 mm/s with room to spare. */
const KEPT_SECONDS = 60;
/** Vital signs come once a second. */
const VITALS_STALE_AFTER_MS = 5000;

/** Everything the page knows of one channel. */
export class ChannelMonitor implements TraceSignal {
  info: Channel;
  ring: SampleRing;
  clock: PlayoutClock;
  sampleRateHz: number;
  readonly beats = new BeatTrack();
  readonly tally = new BeatTally();
  readonly heartRates = new HeartRateHistory();
  vitals: Vitals | null = null;
  lastBeat: LiveBeat | null = null;
  /** The last anomalous beat that came with its window. */
  lastAnomalous: LiveBeat | null = null;
  #lastFrame: { atMs: number; steadyMs: number } | null = null;
  #lastVitalsSteadyMs = Number.NEGATIVE_INFINITY;
  #styles: Map<string, ClassStyle>;
  #firstLiveBeatAt: string | null = null;

  constructor(info: Channel) {
    this.info = info;
    this.sampleRateHz = info.sampleRateHz;
    this.ring = new SampleRing(Math.ceil(KEPT_SECONDS * info.sampleRateHz));
    this.clock = new PlayoutClock(info.sampleRateHz);
    this.#styles = classStyles(info.classes, info.normalClass);
  }

  update(info: Channel): void {
    const packChanged = info.pack !== this.info.pack || info.classes.join() !== this.info.classes.join();
    this.info = info;
    if (packChanged) this.#styles = classStyles(info.classes, info.normalClass);
  }

  styleOf(className: string): ClassStyle {
    return styleOf(this.#styles, className);
  }

  get styles(): Iterable<ClassStyle> {
    return this.#styles.values();
  }

  /** When the last samples arrived; null before the first. */
  get lastFrame(): Arrival | null {
    return this.#lastFrame && { atMs: this.#lastFrame.atMs, ageMs: performance.now() - this.#lastFrame.steadyMs };
  }

  /** Whether samples are coming in now. */
  get isFresh(): boolean {
    const { lastFrame } = this;
    return lastFrame !== null && lastFrame.ageMs <= STALE_AFTER_MS;
  }

  /** The vital signs while they are kept up to date; null when they have stopped coming although samples may still flow. */
  get currentVitals(): Vitals | null {
    return performance.now() - this.#lastVitalsSteadyMs <= VITALS_STALE_AFTER_MS ? this.vitals : null;
  }

  /** Takes new samples. True when the buffers were replaced because the sample rate changed: the trace has to be laid out anew. */
  addFrame(frame: SampleFrame): boolean {
    const nowMs = performance.now();
    this.#lastFrame = { atMs: Date.now(), steadyMs: nowMs };
    const rateChanged = frame.sampleRateHz !== this.sampleRateHz;
    if (rateChanged) {
      this.sampleRateHz = frame.sampleRateHz;
      this.ring = new SampleRing(Math.ceil(KEPT_SECONDS * frame.sampleRateHz));
      this.clock = new PlayoutClock(frame.sampleRateHz);
      this.beats.clear();
    }
    if (this.ring.append(frame.firstIndex, frame.millivolts, frame.leads) === 'restarted') {
      this.clock.reset();
      this.beats.clear();
    }
    this.clock.received(frame.firstIndex, this.ring.end, nowMs);
    return rateChanged;
  }

  addBeat(beat: LiveBeat): void {
    this.#firstLiveBeatAt ??= beat.at;
    this.beats.add(beat);
    this.tally.add(beat.class, beat.at);
    this.lastBeat = beat;
    if (beat.anomalous && beat.window !== null) this.lastAnomalous = beat;
  }

  addVitals(vitals: Vitals): void {
    this.vitals = vitals;
    this.#lastVitalsSteadyMs = performance.now();
    this.heartRates.add(Date.parse(vitals.at), vitals.heartRateBpm);
  }

  /**
   * Fills tally and heart-rate history with stored beats of the agent's present run, newest first. They are not put
   * on the trace: a source that started again within this run has used their sample indexes anew.
   */
  addStored(beats: readonly Beat[], agentStartedAt: string): void {
    const firstLive = this.#firstLiveBeatAt;
    const earlier = beats.filter((beat) => beat.at >= agentStartedAt && (firstLive === null || beat.at < firstLive)).reverse();
    for (const beat of earlier) this.tally.add(beat.class, beat.at);
    this.heartRates.prepend(earlier);
  }
}
