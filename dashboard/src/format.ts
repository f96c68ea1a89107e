// Words and numbers as the page writes them. Unknown is "--", never 0.

export const UNKNOWN = '--';

export function formatHeartRate(bpm: number | null): string {
  return bpm === null || !Number.isFinite(bpm) ? UNKNOWN : String(Math.round(bpm));
}

/** Whole number, or "--". */
export function formatWhole(value: number | null): string {
  return value === null || !Number.isFinite(value) ? UNKNOWN : String(Math.round(value));
}

/** A share of 0 to 1 as a percentage. */
export function formatShare(share: number | null, decimals = 0): string {
  return share === null || !Number.isFinite(share) ? UNKNOWN : `${(share * 100).toFixed(decimals)} %`;
}

/** A percentage that already is one; one decimal below 10. */
export function formatPercent(percent: number | null): string {
  if (percent === null || !Number.isFinite(percent)) return UNKNOWN;
  return `${percent.toFixed(percent > 0 && percent < 10 ? 1 : 0)} %`;
}

/** An anomaly score with three significant digits. */
export function formatScore(score: number | null): string {
  if (score === null || !Number.isFinite(score)) return UNKNOWN;
  const size = Math.abs(score);
  return score.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** Thousands separated by a thin space. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u2009');
}

/** Local time of day, HH:MM:SS; with the date in front when it is not today. */
export function formatClock(unixMs: number, nowMs: number = unixMs): string {
  const date = new Date(unixMs);
  if (Number.isNaN(date.getTime())) return UNKNOWN;
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return date.toDateString() === new Date(nowMs).toDateString()
    ? clock
    : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock}`;
}

/** "8 s", "2 min 05 s", "3 h 07 min". */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return UNKNOWN;
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${two(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
