import { classMark } from '../beats/classMark';
import type { ClassStyle } from '../beats/classStyle';
import { el } from '../dom';
import { formatCount, formatScore, formatShare } from '../format';
import type { Analysis } from '../model';
import { confusionTable } from './confusionTable';

/** The elements that tell an analysis: counts, figures when the file had labels, confusion matrix. */
export function analysisResult(analysis: Analysis, styleOf: (className: string) => ClassStyle): HTMLElement[] {
  const { summary } = analysis;
  const parts = [
    el('p', { class: 'analyse-name' }, el('strong', { text: analysis.name }), ` · ${analysis.pack} (${analysis.precision})`),
    figures([
      ['Beats', formatCount(analysis.beats)],
      ['Anomalous', `${formatCount(summary.anomalous)} (${formatShare(analysis.beats === 0 ? null : summary.anomalous / analysis.beats, 1)})`],
    ]),
    classCounts(summary.classes, styleOf),
  ];
  const { anomaly, classification } = summary;
  if (anomaly !== null) {
    parts.push(
      el('h3', { text: 'Normal or anomalous, against the labels' }),
      figures([
        ['AUC', formatFigure(anomaly.auc)],
        ['Accuracy', formatShare(anomaly.accuracy, 2)],
        ['Precision', formatShare(anomaly.precision, 2)],
        ['Recall', formatShare(anomaly.recall, 2)],
        ['F1', formatFigure(anomaly.f1)],
        ['Threshold', formatScore(anomaly.threshold)],
      ]),
    );
  }
  if (classification !== null) {
    parts.push(
      el('h3', { text: 'Classes, against the labels' }),
      figures([
        ['Accuracy', formatShare(classification.accuracy, 2)],
        ['Balanced accuracy', formatShare(classification.balancedAccuracy, 2)],
        ['Macro F1', formatFigure(classification.macroF1)],
      ]),
      confusionTable(classification.confusion, classification.classes),
    );
  }
  if (anomaly === null && classification === null) {
    parts.push(el('p', { class: 'panel-note', text: 'The file has no labels, so there is nothing to compare with.' }));
  }
  return parts;
}

function classCounts(counts: Record<string, number>, styleOf: (className: string) => ClassStyle): HTMLElement {
  return el(
    'ul',
    { class: 'analyse-classes' },
    ...Object.entries(counts).map(([name, count]) => {
      const style = styleOf(name);
      return el('li', { class: `class-chip beat-slot-${style.slot}` }, classMark(style), `${name} ${formatCount(count)}`);
    }),
  );
}

function figures(pairs: [string, string][]): HTMLElement {
  return el('dl', { class: 'figures' }, ...pairs.map(([name, value]) => el('div', {}, el('dt', { text: name }), el('dd', { text: value }))));
}

/** A figure from 0 to 1 that is no share of anything: four decimals. */
function formatFigure(value: number | null): string {
  return value === null ? '--' : value.toFixed(4);
}
