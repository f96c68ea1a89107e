import type { ChannelMonitor } from '../channels/ChannelMonitor';
import { el, setText } from '../dom';
import { formatScore, formatShare, UNKNOWN } from '../format';
import { classMark } from './classMark';
import { scorePlace } from './scorePlace';

/** Class of the last beat with its probability, and its anomaly score against the threshold. */
export class LastBeatPanel {
  readonly element: HTMLElement;
  readonly #class = el('p', { class: 'last-class', 'data-testid': 'beat-class' });
  readonly #probability = el('span', { class: 'tile-note' });
  readonly #score = el('span', { class: 'score-value' });
  readonly #verdict = el('span', { class: 'score-verdict' });
  readonly #bar = el('div', { class: 'score-bar', 'aria-hidden': 'true' }, el('span', { class: 'score-fill' }), el('span', { class: 'score-limit' }));

  constructor() {
    this.element = el(
      'section',
      { class: 'panel last-beat', 'aria-labelledby': 'last-beat-title' },
      el('h2', { id: 'last-beat-title', text: 'Last beat' }),
      this.#class,
      this.#probability,
      el('p', { class: 'score-line' }, this.#score, this.#verdict),
      this.#bar,
    );
    this.#renderEmpty();
  }

  render(channel: ChannelMonitor, live: boolean): void {
    const beat = channel.lastBeat;
    this.element.classList.toggle('is-stale', !live);
    if (beat === null) return this.#renderEmpty();
    const style = channel.styleOf(beat.class);
    this.#class.className = `last-class beat-slot-${style.slot}`;
    this.#class.replaceChildren(classMark(style), el('span', { text: beat.class }));
    setText(this.#probability, `probability ${formatShare(beat.probability, 1)}`);
    setText(this.#score, `score ${formatScore(beat.score)}, threshold ${formatScore(beat.threshold)}`);
    setText(this.#verdict, beat.anomalous ? 'anomalous' : 'as expected');
    this.#verdict.classList.toggle('is-anomalous', beat.anomalous);
    this.#renderBar(beat.score, beat.threshold, beat.anomalous);
  }

  #renderEmpty(): void {
    this.#class.className = 'last-class';
    setText(this.#class, UNKNOWN);
    setText(this.#probability, 'No beat yet.');
    setText(this.#score, '');
    setText(this.#verdict, '');
    this.#bar.hidden = true;
  }

  #renderBar(score: number | null, threshold: number | null, anomalous: boolean): void {
    this.#bar.hidden = score === null || threshold === null;
    if (score === null || threshold === null) return;
    this.#bar.style.setProperty('--score', String(scorePlace(score, threshold)));
    this.#bar.classList.toggle('is-anomalous', anomalous);
  }
}
