import { el, icon } from '../dom';
import type { ClassStyle } from './classStyle';

/** Shape and letter of a class, in its colour. The name has to stand beside it. */
export function classMark(style: ClassStyle): HTMLElement {
  return el('span', { class: `class-mark beat-slot-${style.slot}`, 'aria-hidden': 'true' }, icon(style.shape, 'class-shape'), style.letter);
}
