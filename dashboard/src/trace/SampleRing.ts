import { LEADS_ON } from '../live/frames';

/** What a sample index holds: nothing yet (or no longer), a sample, a sample that was lost, or one taken with a lead off. */
export type SampleState = 'empty' | 'signal' | 'gap' | 'leads-off';

/** `restarted`: the stream's index went back, so the source began anew and all older samples were dropped. */
export type AppendResult = 'appended' | 'gap' | 'restarted';

/** The newest samples of one channel, addressed by their stream-wide sample index. */
export class SampleRing {
  readonly capacity: number;
  readonly #millivolts: Float32Array;
  readonly #leads: Uint8Array;
  #first = 0;
  #end = 0;

  /** `capacity` in samples. */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`capacity ${capacity}: expected a whole number from 1`);
    this.capacity = capacity;
    this.#millivolts = new Float32Array(capacity);
    this.#leads = new Uint8Array(capacity);
  }

  /** Oldest index still held. */
  get first(): number {
    return this.#first;
  }

  /** One past the newest index. */
  get end(): number {
    return this.#end;
  }

  /**
   * Adds samples from `firstIndex` on. A jump forward leaves a gap; a part that is held already is skipped;
   * a block that lies wholly before `end` restarts the ring.
   */
  append(firstIndex: number, millivolts: Float32Array, leads: number): AppendResult {
    if (millivolts.length === 0) return 'appended';
    const blockEnd = firstIndex + millivolts.length;
    const empty = this.#end === this.#first;
    let result: AppendResult = 'appended';

    if (empty || blockEnd <= this.#end) {
      result = empty ? 'appended' : 'restarted';
      this.#first = firstIndex;
      this.#end = firstIndex;
    } else if (firstIndex > this.#end) {
      result = 'gap';
      this.#fillGap(firstIndex);
    }

    const from = Math.max(this.#end, firstIndex, blockEnd - this.capacity);
    for (let index = from; index < blockEnd; index++) {
      const slot = index % this.capacity;
      this.#millivolts[slot] = millivolts[index - firstIndex]!;
      this.#leads[slot] = leads;
    }
    this.#end = blockEnd;
    this.#first = Math.max(this.#first, blockEnd - this.capacity);
    return result;
  }

  clear(): void {
    this.#first = 0;
    this.#end = 0;
  }

  /** Millivolts at `index`; NaN where there is no sample. */
  valueAt(index: number): number {
    return this.#holds(index) ? this.#millivolts[index % this.capacity]! : Number.NaN;
  }

  stateAt(index: number): SampleState {
    if (!this.#holds(index)) return 'empty';
    const slot = index % this.capacity;
    if (Number.isNaN(this.#millivolts[slot]!)) return 'gap';
    return this.#leads[slot] === LEADS_ON ? 'signal' : 'leads-off';
  }

  #holds(index: number): boolean {
    return index >= this.#first && index < this.#end;
  }

  #fillGap(until: number): void {
    for (let index = Math.max(this.#end, until - this.capacity); index < until; index++) {
      const slot = index % this.capacity;
      this.#millivolts[slot] = Number.NaN;
      this.#leads[slot] = LEADS_ON;
    }
    this.#end = until;
    this.#first = Math.max(this.#first, until - this.capacity);
  }
}
