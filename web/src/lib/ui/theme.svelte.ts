/** Light or dark, as /theme.js settled it or as the person chooses now. */
class Theme {
  dark = $state(document.documentElement.dataset.theme === 'dark');

  constructor() {
    addEventListener('segel-theme', () => this.#read());
  }

  toggle(): void {
    const chosen = this.dark ? 'light' : 'dark';
    localStorage.setItem('segel.theme', chosen);
    document.documentElement.dataset.theme = chosen;
    this.#read();
  }

  #read(): void {
    this.dark = document.documentElement.dataset.theme === 'dark';
  }
}

export const theme = new Theme();
