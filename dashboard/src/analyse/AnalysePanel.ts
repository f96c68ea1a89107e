import { api } from '../api';
import type { ClassStyle } from '../beats/classStyle';
import { el, setText } from '../dom';
import { analysisResult } from './analysisResult';

/** Sends a file of labelled beats or a recording through the agent's models and shows what came of it. */
export class AnalysePanel {
  readonly element: HTMLElement;
  readonly #input = el('input', {
    type: 'file',
    class: 'visually-hidden',
    id: 'analyse-file',
    accept: '.txt,.tsv,.csv,.arff,.ts,.edf,.bdf,.zip',
    'data-testid': 'analyse-input',
  });
  readonly #drop: HTMLElement;
  readonly #status = el('p', { class: 'analyse-status', role: 'status' });
  readonly #error = el('p', { class: 'error', role: 'alert', hidden: true });
  readonly #result = el('div', { class: 'analyse-result', 'data-testid': 'analyse-result', hidden: true });
  readonly #cancel = el('button', { type: 'button', class: 'button', text: 'Cancel', hidden: true });
  readonly #styleOf: (pack: string, className: string) => ClassStyle;
  #running: AbortController | null = null;

  /** `styleOf` tells the look of a class of a model pack. */
  constructor(styleOf: (pack: string, className: string) => ClassStyle) {
    this.#styleOf = styleOf;
    this.#drop = el(
      'label',
      { class: 'drop', for: 'analyse-file' },
      el('span', { class: 'button', text: 'Choose a file' }),
      el('span', { class: 'drop-text', text: 'or drop one here: labelled beats (ECG5000 as .txt, .tsv, .arff, .ts) or a recording (EDF, BDF, CSV, a zip of WFDB files)' }),
    );
    this.element = el(
      'section',
      { class: 'panel analyse', 'aria-labelledby': 'analyse-title' },
      el('h2', { id: 'analyse-title', text: 'Analyse a file' }),
      el('div', { class: 'analyse-choose' }, this.#input, this.#drop, this.#status, this.#cancel),
      this.#error,
      this.#result,
    );
    this.#input.addEventListener('change', () => {
      const file = this.#input.files?.[0];
      if (file !== undefined) void this.#analyse(file);
      // So that choosing the same file again is a change again.
      this.#input.value = '';
    });
    this.#cancel.addEventListener('click', () => this.#running?.abort());
    this.#acceptDrops();
  }

  #acceptDrops(): void {
    const mark = (over: boolean): void => void this.#drop.classList.toggle('is-over', over);
    this.#drop.addEventListener('dragover', (event) => {
      event.preventDefault();
      mark(true);
    });
    this.#drop.addEventListener('dragleave', () => mark(false));
    this.#drop.addEventListener('drop', (event) => {
      event.preventDefault();
      mark(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) void this.#analyse(file);
    });
  }

  async #analyse(file: File): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#error.hidden = true;
    this.#result.hidden = true;
    this.#result.replaceChildren();
    if (file.size === 0) return this.#fail(`${file.name} is empty.`);

    setText(this.#status, `Analysing ${file.name}…`);
    this.#cancel.hidden = false;
    this.element.setAttribute('aria-busy', 'true');
    try {
      const analysis = await api.analyse(file, running.signal);
      if (this.#running !== running) return;
      setText(this.#status, '');
      this.#result.replaceChildren(...analysisResult(analysis, (name) => this.#styleOf(analysis.pack, name)));
      this.#result.hidden = false;
    } catch (error) {
      if (this.#running !== running) return;
      if (running.signal.aborted) setText(this.#status, 'Cancelled.');
      else this.#fail((error as Error).message);
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.#cancel.hidden = true;
        this.element.removeAttribute('aria-busy');
      }
    }
  }

  #fail(message: string): void {
    setText(this.#status, '');
    setText(this.#error, message);
    this.#error.hidden = false;
  }
}
