/** Colours that canvases need, read from the page's style sheet so that both follow one theme. */
export interface Palette {
  paper: string;
  gridFine: string;
  gridBold: string;
  trace: string;
  pen: string;
  expected: string;
  difference: string;
  anomalousTint: string;
  breakTint: string;
  breakText: string;
  text: string;
  muted: string;
  /** By class slot, see classStyle. */
  beat: string[];
}

const BEAT_SLOTS = 7;

export function readPalette(root: Element = document.documentElement): Palette {
  const style = getComputedStyle(root);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    paper: colour('--paper'),
    gridFine: colour('--grid-fine'),
    gridBold: colour('--grid-bold'),
    trace: colour('--trace'),
    pen: colour('--pen'),
    expected: colour('--expected'),
    difference: colour('--difference'),
    anomalousTint: colour('--anomalous-tint'),
    breakTint: colour('--break-tint'),
    breakText: colour('--break-text'),
    text: colour('--text'),
    muted: colour('--muted'),
    beat: Array.from({ length: BEAT_SLOTS }, (_, slot) => colour(`--beat-${slot}`)),
  };
}
