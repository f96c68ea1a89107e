/** Shapes as SVG paths on a 10 by 10 box, used on canvases and in the page alike. */
const SHAPES = {
  dot: 'M5 1.6a3.4 3.4 0 1 0 .01 0z',
  triangleDown: 'M.8 1.4h8.4L5 9z',
  square: 'M1.5 1.5h7v7h-7z',
  triangleUp: 'M5 1l4.2 7.6H.8z',
  diamond: 'M5 .4 9.6 5 5 9.6.4 5z',
  cross: 'M3.6 1h2.8v2.6H9v2.8H6.4V9H3.6V6.4H1V3.6h2.6z',
  ring: 'M5 .8a4.2 4.2 0 1 0 .01 0zM5 3a2 2 0 1 1-.01 0z',
} as const;

/** How one beat class looks everywhere: colour, shape and letter together, so that none is needed alone. */
export interface ClassStyle {
  name: string;
  letter: string;
  /** SVG path on a 10 by 10 box. */
  shape: string;
  /** Number of the colour `--beat-<slot>` and of the CSS class `beat-slot-<slot>`; 0 is the normal class. */
  slot: number;
}

const OTHER_SLOT = 6;
const OTHER: ClassStyle = { name: 'other', letter: '?', shape: SHAPES.ring, slot: OTHER_SLOT };
const ABNORMAL_SHAPES = [SHAPES.triangleDown, SHAPES.square, SHAPES.triangleUp, SHAPES.diamond, SHAPES.cross];

// The letters cardiology uses where it has one; R marks the ventricular beat that falls on a T wave.
const LETTERS: Record<string, string> = { Normal: 'N', 'R-on-T PVC': 'R', PVC: 'V', SP: 'S', UB: 'U' };

/** Gives each class of a model pack its look, in the pack's order; more classes than looks share the last one. */
export function classStyles(classes: readonly string[], normalClass: string): Map<string, ClassStyle> {
  const styles = new Map<string, ClassStyle>();
  const taken = new Set<string>();
  let abnormal = 0;
  for (const name of classes) {
    const letter = letterFor(name, taken);
    taken.add(letter);
    if (name === normalClass) {
      styles.set(name, { name, letter, shape: SHAPES.dot, slot: 0 });
      continue;
    }
    const shape = ABNORMAL_SHAPES[abnormal] ?? SHAPES.ring;
    abnormal++;
    styles.set(name, { name, letter, shape, slot: Math.min(abnormal, OTHER_SLOT) });
  }
  return styles;
}

/** The look of a class, also of one that the pack does not name. */
export function styleOf(styles: ReadonlyMap<string, ClassStyle>, className: string): ClassStyle {
  return styles.get(className) ?? { ...OTHER, name: className };
}

function letterFor(name: string, taken: ReadonlySet<string>): string {
  const candidates = [LETTERS[name] ?? '', ...name.toUpperCase().replace(/[^A-Z0-9]/g, '')];
  return candidates.find((letter) => letter !== '' && !taken.has(letter)) ?? '?';
}
