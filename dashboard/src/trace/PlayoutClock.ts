const MIN_DELAY_MS = 150;
const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 300;
const DELAY_STEP_MS = 50;
const DELAY_DECAY_MS_PER_S = 1;

// Within this distance from its place the clock corrects by at most 5 %, which the eye does not see.
const GENTLE_S = 0.1;
// Farther behind than this, or unseen for longer than that, and it jumps instead of racing through.
const JUMP_BEHIND_S = 3;
const JUMP_AFTER_PAUSE_MS = 1000;
// A stream many times faster than real time would jump at every frame; a still picture twice a second can be read.
const MIN_JUMP_INTERVAL_MS = 500;

export interface PlayoutStep {
  /** Samples with an index below this are due on screen; fractional. */
  position: number;
  /** The position did not move on smoothly: what is drawn has to be drawn anew. */
  jumped: boolean;
}

/**
 * Turns samples that arrive in bursts into an even flow: a position that moves at the stream's sample rate,
 * 150 to 300 ms behind the newest sample. It never passes the newest sample; after running dry it waits until
 * half its delay is buffered again. A stream faster than real time is followed at its own speed.
 */
export class PlayoutClock {
  readonly #rateHz: number;
  #end = 0;
  #position: number | null = null;
  #lastNowMs = 0;
  #lastJumpMs = Number.NEGATIVE_INFINITY;
  #delayMs = FIRST_DELAY_MS;
  #filling = true;

  constructor(sampleRateHz: number) {
    if (!(sampleRateHz > 0)) throw new RangeError(`sample rate ${sampleRateHz} Hz: expected above 0`);
    this.#rateHz = sampleRateHz;
  }

  /** How far behind the newest sample the clock tries to stay, milliseconds. */
  get delayMs(): number {
    return this.#delayMs;
  }

  /** Where the clock stands; null until samples have arrived. */
  get position(): number | null {
    return this.#position;
  }

  /** Samples buffered ahead of the position, as milliseconds of stream time. */
  get bufferedMs(): number {
    return this.#position === null ? 0 : ((this.#end - this.#position) / this.#rateHz) * 1000;
  }

  /** Tells the clock which samples have arrived: [firstIndex, endIndex). */
  received(firstIndex: number, endIndex: number, nowMs: number): void {
    this.#end = endIndex;
    if (this.#position === null) {
      this.#position = Math.max(firstIndex, this.#target());
      this.#lastNowMs = nowMs;
      this.#filling = this.bufferedMs < this.#delayMs;
    }
  }

  /** The source began anew: the next samples received set the position again. */
  reset(): void {
    this.#position = null;
    this.#filling = true;
    this.#lastJumpMs = Number.NEGATIVE_INFINITY;
  }

  /** Moves on to `nowMs` (any steady clock). Returns null until samples have arrived. */
  advance(nowMs: number): PlayoutStep | null {
    if (this.#position === null) return null;
    const elapsedMs = nowMs - this.#lastNowMs;
    this.#lastNowMs = nowMs;

    const errorS = (this.#target() - this.#position) / this.#rateHz;
    if (errorS > JUMP_BEHIND_S || (elapsedMs > JUMP_AFTER_PAUSE_MS && errorS > GENTLE_S)) return this.#jump(nowMs);

    if (this.#filling) {
      if (this.bufferedMs < this.#delayMs / 2) return { position: this.#position, jumped: false };
      this.#filling = false;
    }
    const next = this.#position + (elapsedMs / 1000) * this.#rateHz * playoutSpeed(errorS);
    if (next >= this.#end) {
      this.#position = this.#end;
      this.#filling = true;
      this.#delayMs = Math.min(MAX_DELAY_MS, this.#delayMs + DELAY_STEP_MS);
    } else {
      this.#position = next;
      this.#delayMs = Math.max(MIN_DELAY_MS, this.#delayMs - (DELAY_DECAY_MS_PER_S * elapsedMs) / 1000);
    }
    return { position: this.#position, jumped: false };
  }

  #jump(nowMs: number): PlayoutStep {
    const held = { position: this.#position!, jumped: false };
    if (nowMs - this.#lastJumpMs < MIN_JUMP_INTERVAL_MS) return held;
    this.#lastJumpMs = nowMs;
    this.#position = this.#target();
    this.#filling = false;
    return { position: this.#position, jumped: true };
  }

  #target(): number {
    return this.#end - (this.#delayMs / 1000) * this.#rateHz;
  }
}

/** Speed, in times real time, for a position `errorS` seconds behind (positive) or ahead of its place. */
function playoutSpeed(errorS: number): number {
  if (errorS > GENTLE_S) {
    const behind = errorS - GENTLE_S;
    return 1.05 + 1.5 * behind + 1.5 * behind * behind;
  }
  if (errorS < -GENTLE_S) return Math.max(0.8, 0.95 + (errorS + GENTLE_S));
  return 1 + 0.5 * errorS;
}
