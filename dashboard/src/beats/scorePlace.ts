/**
 * Place of a score on a bar whose middle is the threshold, 0 to 1. Scores may be negative (a pack may give
 * logarithms) and have no upper end, so the bar bends: it never leaves its ends.
 */
export function scorePlace(score: number, threshold: number): number {
  const unit = Math.max(1, Math.abs(threshold));
  return 0.5 + Math.atan((score - threshold) / unit) / Math.PI;
}
