/** Whether the field pages are kept on this phone: by the worker of static/field-worker.js. */

export type Kept = 'no' | 'coming' | 'ready';

class Worker {
  kept = $state<Kept>('no');
  /** A newer version is kept and waits until nobody is in the middle of something. */
  hasNewer = $state(false);
  #waiting: ServiceWorker | undefined;

  async register(): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    this.kept = 'coming';
    try {
      const registration = await navigator.serviceWorker.register('/field-worker.js', { scope: '/field', updateViaCache: 'none' });
      registration.addEventListener('updatefound', () => registration.installing && this.#watch(registration.installing));
      if (registration.installing) this.#watch(registration.installing);
      if (registration.waiting) this.#newer(registration.waiting);
      if (registration.active?.state === 'activated') this.kept = 'ready';
    } catch {
      this.kept = 'no';
    }
  }

  /** Lets the newer version take over and loads it. */
  use(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    this.#waiting?.postMessage('take over');
  }

  #watch(worker: ServiceWorker): void {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') this.kept = 'ready';
      else if (worker.state === 'redundant' && this.kept !== 'ready') this.kept = 'no';
      else if (worker.state === 'installed' && navigator.serviceWorker.controller) this.#newer(worker);
    });
  }

  #newer(worker: ServiceWorker): void {
    this.#waiting = worker;
    this.hasNewer = true;
  }
}

export const worker = new Worker();
