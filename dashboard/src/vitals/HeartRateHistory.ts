import type { Beat } from '../model';

/** uPlot's columns: Unix seconds, and beats per minute with null where there was none. */
export type HeartRateColumns = [number[], (number | null)[]];

const KEPT_S = 15 * 60;
/** A longer silence than this breaks the line. */
const BREAK_S = 5;
/** Single RR intervals jump about; the agent's own heart rate is smoothed likewise. */
const SMOOTHED_BEATS = 8;

/** The last 15 minutes of a channel's heart rate. */
export class HeartRateHistory {
  #times: number[] = [];
  #rates: (number | null)[] = [];
  #revision = 0;

  /** Rises with every change. */
  get revision(): number {
    return this.#revision;
  }

  /** Adds a reading, `unixMs` later than all before; an earlier one is dropped. */
  add(unixMs: number, bpm: number | null): void {
    const time = unixMs / 1000;
    const last = this.#times.at(-1);
    if (!Number.isFinite(time) || (last !== undefined && time <= last)) return;
    if (last !== undefined && time - last > BREAK_S) this.#push(last + 1, null);
    this.#push(time, bpm);
    this.#trim(time - KEPT_S);
  }

  /** Puts stored beats, oldest first, in front of what is there already. */
  prepend(beats: readonly Pick<Beat, 'at' | 'rrMs'>[]): void {
    const earlier = new HeartRateHistory();
    const intervals: number[] = [];
    for (const beat of beats) {
      if (beat.rrMs === null || beat.rrMs <= 0) continue;
      intervals.push(beat.rrMs);
      if (intervals.length > SMOOTHED_BEATS) intervals.shift();
      const mean = intervals.reduce((sum, rr) => sum + rr, 0) / intervals.length;
      earlier.add(Date.parse(beat.at), 60_000 / mean);
    }
    const [times, rates] = this.columns;
    this.#times = earlier.#times;
    this.#rates = earlier.#rates;
    times.forEach((time, i) => this.add(time * 1000, rates[i] ?? null));
  }

  get columns(): HeartRateColumns {
    return [this.#times, this.#rates];
  }

  #push(time: number, bpm: number | null): void {
    this.#times.push(time);
    this.#rates.push(bpm);
    this.#revision++;
  }

  #trim(oldest: number): void {
    const keep = this.#times.findIndex((time) => time >= oldest);
    if (keep > 0) {
      this.#times.splice(0, keep);
      this.#rates.splice(0, keep);
    }
  }
}
