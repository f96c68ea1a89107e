import { el } from '../dom';
import { formatCount } from '../format';

/** A confusion matrix: rows are the true classes, columns the predicted ones; each cell shaded by its share of its row. */
export function confusionTable(confusion: readonly (readonly number[])[], classes: readonly string[]): HTMLElement {
  const head = el('tr', {}, el('th', { scope: 'col', text: 'true \\ predicted' }), ...classes.map((name) => el('th', { scope: 'col', text: name })));
  const rows = confusion.map((counts, row) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return el(
      'tr',
      {},
      el('th', { scope: 'row', text: classes[row] ?? `class ${row + 1}` }),
      ...counts.map((count, column) => {
        const cell = el('td', { class: row === column ? 'is-right' : 'is-wrong', text: formatCount(count) });
        cell.style.setProperty('--share', total === 0 ? '0' : (count / total).toFixed(3));
        return cell;
      }),
    );
  });
  return el(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'Confusion matrix' },
    el('table', { class: 'confusion' }, el('thead', {}, head), el('tbody', {}, ...rows)),
  );
}
