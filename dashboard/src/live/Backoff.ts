/** Waiting times between attempts to reconnect: doubling up to a limit, spread so that viewers do not return all at once. */
export class Backoff {
  readonly #firstMs: number;
  readonly #limitMs: number;
  readonly #random: () => number;
  #attempt = 0;

  /** `random` returns a number from 0 to below 1, as Math.random does. */
  constructor(firstMs = 500, limitMs = 15_000, random: () => number = Math.random) {
    this.#firstMs = firstMs;
    this.#limitMs = limitMs;
    this.#random = random;
  }

  /** Attempts since the last success. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Milliseconds to wait before the next attempt: 75 to 125 % of the doubled time. */
  next(): number {
    const doubled = Math.min(this.#limitMs, this.#firstMs * 2 ** this.#attempt);
    this.#attempt++;
    return Math.round(doubled * (0.75 + 0.5 * this.#random()));
  }

  succeeded(): void {
    this.#attempt = 0;
  }
}
