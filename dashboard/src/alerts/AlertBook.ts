import type { Alert } from '../model';

/** The alerts the page knows, each in its newest revision. */
export class AlertBook {
  readonly #limit: number;
  readonly #alerts = new Map<string, Alert>();

  /** Keeps the newest `limit` alerts; older ones leave, those not cleared yet last. */
  constructor(limit = 200) {
    this.#limit = limit;
  }

  /**
   * Takes a revision of an alert. Messages can come late or twice (live stream, answer to a request): a lower revision
   * never replaces a higher one, an equal one only when it adds the acknowledgement.
   * Returns what changed: `new` for an alert not known before.
   */
  apply(alert: Alert): 'new' | 'changed' | 'ignored' {
    const known = this.#alerts.get(alert.id);
    if (known !== undefined) {
      const addsAcknowledgement = known.acknowledgedAt === null && alert.acknowledgedAt !== null;
      if (alert.revision < known.revision) return 'ignored';
      if (alert.revision === known.revision && !addsAcknowledgement) return 'ignored';
    }
    this.#alerts.set(alert.id, alert);
    this.#trim();
    return known === undefined ? 'new' : 'changed';
  }

  get(id: string): Alert | undefined {
    return this.#alerts.get(id);
  }

  /** Newest first by start; of two that started together, the later made one first (ids rise with time). */
  newestFirst(): Alert[] {
    return [...this.#alerts.values()].sort(byNewest);
  }

  /** Alerts neither cleared nor acknowledged. */
  get waiting(): number {
    let count = 0;
    for (const alert of this.#alerts.values()) if (alert.state !== 'cleared' && alert.acknowledgedAt === null) count++;
    return count;
  }

  #trim(): void {
    if (this.#alerts.size <= this.#limit) return;
    const oldestFirst = this.newestFirst().reverse();
    const leaving = oldestFirst.find((alert) => alert.state === 'cleared') ?? oldestFirst[0]!;
    this.#alerts.delete(leaving.id);
  }
}

function byNewest(a: Alert, b: Alert): number {
  const byStart = Date.parse(b.startedAt) - Date.parse(a.startedAt);
  if (byStart !== 0) return byStart;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}
