/** Counts beats by class from a stated moment on. */
export class BeatTally {
  readonly #counts = new Map<string, number>();
  #total = 0;
  #since: string | null = null;

  /** `at`: ISO time of the beat; the earliest one tells from when on was counted. */
  add(className: string, at: string): void {
    this.#counts.set(className, this.count(className) + 1);
    this.#total++;
    if (this.#since === null || at < this.#since) this.#since = at;
  }

  count(className: string): number {
    return this.#counts.get(className) ?? 0;
  }

  get total(): number {
    return this.#total;
  }

  get since(): string | null {
    return this.#since;
  }

  get classes(): string[] {
    return [...this.#counts.keys()];
  }
}
