/**
 * Whether this page is the installed app. On iOS the app on the home screen has a storage of its own: a key that Safari
 * made would not be there. Elsewhere installing is better, and not needed.
 */
export type HowToInstall = 'must' | 'may' | 'done';

interface PromptEvent extends Event {
  prompt(): Promise<void>;
}

export function howToInstall(navigator: { userAgent: string; standalone?: boolean }, isStandalone: boolean): HowToInstall {
  if (isStandalone || navigator.standalone === true) return 'done';
  // An iPad says that it is a Mac; only Safari on iOS knows this word.
  return navigator.standalone !== undefined || /iPhone|iPad|iPod/.test(navigator.userAgent) ? 'must' : 'may';
}

class Install {
  how = $state<HowToInstall>('may');
  #prompt = $state.raw<PromptEvent>();

  /** Looks where this page runs; `?install=ios` in the address shows any browser what an iPhone shows. */
  look(url: URL): void {
    const isStandalone = matchMedia('(display-mode: standalone)').matches;
    this.how = url.searchParams.get('install') === 'ios' && !isStandalone ? 'must' : howToInstall(navigator, isStandalone);
  }

  /** Keeps the browser's own offer until it is asked for; it comes once, soon after the page. */
  offered(event: Event): void {
    event.preventDefault();
    this.#prompt = event as PromptEvent;
  }

  get canAsk(): boolean {
    return this.how === 'may' && this.#prompt !== undefined;
  }

  async ask(): Promise<void> {
    const prompt = this.#prompt;
    this.#prompt = undefined;
    await prompt?.prompt();
  }
}

export const install = new Install();

if (typeof window !== 'undefined') {
  addEventListener('beforeinstallprompt', (event) => install.offered(event));
  addEventListener('appinstalled', () => (install.how = 'done'));
}
