import { loadReader, type Reader } from './reader';

const EVERY_MILLISECONDS = 90;
/** A label that was out of sight for this long and comes back is a new scan. */
const GONE_MILLISECONDS = 1500;

/** Why there is no picture: `insecure` is a page that did not come over HTTPS. */
export type CameraState = 'off' | 'starting' | 'on' | 'denied' | 'absent' | 'busy' | 'insecure' | 'failed';

/** Tells a code that is held before the camera from one that is shown again. */
export class Sight {
  #text: string | null = null;
  #at = 0;

  /** What a picture showed; the text if it is a scan. */
  saw(text: string | null, at: number): string | null {
    if (text === null) return null;
    const isNew = text !== this.#text || at - this.#at > GONE_MILLISECONDS;
    this.#text = text;
    this.#at = at;
    return isNew ? text : null;
  }
}

/** The camera of a phone as a scanner: each code that comes into sight is given on once. */
export class Camera {
  state = $state<CameraState>('off');
  last = $state('');
  hasTorch = $state(false);
  torch = $state(false);

  #stream: MediaStream | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts starts, so that what an older one still waits for is dropped. */
  #run = 0;

  constructor(readonly scanned: (text: string) => void) {}

  get isOpen(): boolean {
    return this.state !== 'off';
  }

  open(): void {
    if (!this.isOpen) this.state = 'starting';
  }

  /** Shows the camera in this element until it is stopped. */
  async start(video: HTMLVideoElement): Promise<void> {
    const run = ++this.#run;
    this.state = 'starting';
    if (!isSecureContext || !('mediaDevices' in navigator)) return void (this.state = 'insecure');
    try {
      const wanted = { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } };
      const [stream, read] = await Promise.all([navigator.mediaDevices.getUserMedia({ video: wanted, audio: false }), loadReader()]);
      if (run !== this.#run) return stream.getTracks().forEach((track) => track.stop());
      this.#stream = stream;
      const [track] = stream.getVideoTracks();
      track?.addEventListener('ended', () => run === this.#run && this.#fail('busy'));
      this.hasTorch = track !== undefined && 'torch' in (track.getCapabilities?.() ?? {});
      this.torch = false;
      video.srcObject = stream;
      await video.play();
      this.state = 'on';
      this.#look(video, read, new Sight(), run);
    } catch (e) {
      if (run === this.#run) this.#fail(reasonOf(e));
    }
  }

  stop(): void {
    this.#run++;
    clearTimeout(this.#timer);
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = undefined;
    this.hasTorch = false;
    this.last = '';
    this.state = 'off';
  }

  async light(): Promise<void> {
    const wanted = !this.torch;
    await this.#stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: wanted } as MediaTrackConstraintSet] });
    this.torch = wanted;
  }

  #fail(state: CameraState): void {
    this.stop();
    this.state = state;
  }

  #look(video: HTMLVideoElement, read: Reader, sight: Sight, run: number): void {
    const next = () => (this.#timer = setTimeout(once, EVERY_MILLISECONDS));
    const once = async () => {
      const text = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !document.hidden ? await read(video).catch(() => null) : null;
      if (run !== this.#run) return;
      const scan = sight.saw(text, performance.now());
      if (scan !== null) {
        this.last = scan;
        navigator.vibrate?.(40);
        this.scanned(scan);
      }
      next();
    };
    next();
  }
}

function reasonOf(e: unknown): CameraState {
  switch (e instanceof DOMException ? e.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'absent';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'failed';
  }
}
