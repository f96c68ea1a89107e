import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { el } from '../dom';
import type { Palette } from '../trace/palette';
import type { HeartRateHistory } from './HeartRateHistory';
import { rateRange } from './rateRange';

const HEIGHT_PX = 250;

/** Heart rate over the last minutes. */
export class HeartRateTrend {
  readonly element = el('div', { class: 'trend', role: 'img', 'aria-label': 'Heart rate over at most the last 15 minutes' });
  #palette: Palette;
  #plot: uPlot | null = null;
  #shown: { history: HeartRateHistory; revision: number } | null = null;

  constructor(palette: Palette) {
    this.#palette = palette;
    new ResizeObserver(() => this.#fit()).observe(this.element);
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#plot?.redraw(false);
  }

  render(history: HeartRateHistory): void {
    if (this.element.clientWidth === 0) return;
    if (this.#shown?.history === history && this.#shown.revision === history.revision) return;
    this.#shown = { history, revision: history.revision };
    const [times, rates] = history.columns;
    // Copies: uPlot keeps the arrays it is given, and the history goes on changing.
    const data: uPlot.AlignedData = [times.slice(), rates.slice()];
    if (this.#plot === null) this.#create(data);
    else this.#plot.setData(data);
  }

  #create(data: uPlot.AlignedData): void {
    const width = this.element.clientWidth;
    const axis = {
      stroke: () => this.#palette.muted,
      grid: { stroke: () => this.#palette.gridBold, width: 1 },
      ticks: { show: false },
      font: '11px system-ui, sans-serif',
    };
    this.#plot = new uPlot(
      {
        width,
        height: HEIGHT_PX,
        cursor: { show: false },
        legend: { show: false },
        scales: { y: { range: (_plot, low, high) => rateRange(low, high) } },
        axes: [
          { ...axis, size: 24, space: 90, values: '{HH}:{mm}:{ss}' },
          { ...axis, size: 36, space: 28 },
        ],
        series: [{}, { stroke: () => this.#palette.trace, width: 1.6, points: { show: false }, spanGaps: false }],
      },
      data,
      this.element,
    );
  }

  #fit(): void {
    const width = this.element.clientWidth;
    if (width > 0) this.#plot?.setSize({ width, height: HEIGHT_PX });
  }
}
