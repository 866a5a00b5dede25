/** A short tone for right and another for wrong, and whether this person wants them. */

const STORED = 'segel.sound';

class Tone {
  #context: AudioContext | undefined;
  #quiet = matchMedia('(prefers-reduced-motion: reduce)').matches;
  on = $state(localStorage.getItem(STORED) !== 'off' && !this.#quiet);

  toggle(): void {
    this.on = !this.on;
    localStorage.setItem(STORED, this.on ? 'on' : 'off');
    if (this.on) this.right();
  }

  /** Two tones upwards. */
  right(): void {
    this.#play([
      [880, 0, 0.07],
      [1320, 0.07, 0.1],
    ]);
  }

  /** One low tone, twice: nobody takes it for the other with a fan beside the ear. */
  wrong(): void {
    this.#play([
      [196, 0, 0.16],
      [196, 0.22, 0.2],
    ]);
  }

  #play(notes: [hertz: number, from: number, seconds: number][]): void {
    if (!this.on) return;
    this.#context ??= new AudioContext();
    const context = this.#context;
    void context.resume();
    for (const [hertz, from, seconds] of notes) {
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      oscillator.type = hertz < 400 ? 'square' : 'sine';
      oscillator.frequency.value = hertz;
      const start = context.currentTime + from;
      gain.gain.setValueAtTime(hertz < 400 ? 0.08 : 0.2, start);
      gain.gain.exponentialRampToValueAtTime(0.001, start + seconds);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(start);
      oscillator.stop(start + seconds);
    }
  }
}

export const tone = new Tone();
