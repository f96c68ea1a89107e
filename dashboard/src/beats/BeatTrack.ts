import type { Beat } from '../model';

/** What the trace needs of a beat. */
export type TrackedBeat = Pick<Beat, 'index' | 'endIndex' | 'class' | 'anomalous'>;

/** The newest beats of a channel in the order of their R peaks, for drawing them over the samples. */
export class BeatTrack {
  readonly #limit: number;
  #beats: TrackedBeat[] = [];
  #longest = 0;

  constructor(limit = 2000) {
    this.#limit = limit;
  }

  /** Adds a beat, in its place when it comes out of order; one with the same R peak is replaced. */
  add(beat: TrackedBeat): void {
    const place = this.#firstAtOrAfter(beat.index);
    const same = this.#beats[place]?.index === beat.index ? 1 : 0;
    this.#beats.splice(place, same, beat);
    if (this.#beats.length > this.#limit) this.#beats.splice(0, this.#beats.length - this.#limit);
    this.#longest = Math.max(this.#longest, beat.endIndex - beat.index);
  }

  clear(): void {
    this.#beats = [];
    this.#longest = 0;
  }

  /** Beats whose R peak lies in [from, to). */
  between(from: number, to: number): TrackedBeat[] {
    return this.#beats.slice(this.#firstAtOrAfter(from), this.#firstAtOrAfter(to));
  }

  /** Beats of which any part, R peak to next R peak, lies in [from, to). */
  touching(from: number, to: number): TrackedBeat[] {
    return this.between(from - this.#longest, to).filter((beat) => beat.endIndex > from);
  }

  #firstAtOrAfter(index: number): number {
    let low = 0;
    let high = this.#beats.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#beats[middle]!.index < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
