/** The axis never zooms in further than this many beats per minute, so that a steady heart looks steady. */
const LEAST_SPAN_BPM = 40;

/** Range of the rate axis: the readings with at least `LEAST_SPAN_BPM` around them. */
export function rateRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [40, 120];
  const missing = Math.max(0, LEAST_SPAN_BPM - (high - low)) / 2;
  return [Math.max(0, Math.floor((low - missing) / 10) * 10), Math.ceil((high + missing) / 10) * 10];
}
