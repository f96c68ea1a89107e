import { el } from '../dom';

export type Theme = 'dark' | 'light';

const STORED_AS = 'ecgedge.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

/** Follows the system's colour scheme until a person chooses the other one; choosing back follows the system again. */
export class ThemeChoice {
  readonly button = el('button', { type: 'button', class: 'button theme-toggle', 'data-testid': 'theme-toggle' });
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#apply();
    this.button.addEventListener('click', () => this.#choose(this.theme === 'dark' ? 'light' : 'dark'));
    system.addEventListener('change', () => {
      this.#apply();
      this.#onChange();
    });
  }

  get theme(): Theme {
    return readChoice() ?? systemTheme();
  }

  #choose(theme: Theme): void {
    writeChoice(theme === systemTheme() ? null : theme);
    this.#apply();
    this.#onChange();
  }

  #apply(): void {
    const theme = this.theme;
    document.documentElement.dataset['theme'] = theme;
    this.button.textContent = theme === 'dark' ? 'Light' : 'Dark';
    this.button.setAttribute('aria-label', theme === 'dark' ? 'Switch to light colours' : 'Switch to dark colours');
  }
}

function systemTheme(): Theme {
  return system.matches ? 'dark' : 'light';
}

// Storage may be forbidden in private windows; the choice then lasts as long as the page.
let unstored: Theme | null = null;

function readChoice(): Theme | null {
  try {
    const stored = localStorage.getItem(STORED_AS);
    return stored === 'dark' || stored === 'light' ? stored : unstored;
  } catch {
    return unstored;
  }
}

function writeChoice(theme: Theme | null): void {
  unstored = theme;
  try {
    if (theme === null) localStorage.removeItem(STORED_AS);
    else localStorage.setItem(STORED_AS, theme);
  } catch {
    // Kept in `unstored` above.
  }
}
