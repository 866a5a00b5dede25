import type { Kit } from './store';

/** How the phone itself stands: what may keep its officer from working in the night. */

interface Battery extends EventTarget {
  level: number;
  charging: boolean;
}

/** A clock that is off by more is said; what is signed with it shows the wrong time. */
const SKEW_MILLISECONDS = 60_000;

class Phone {
  /** Of a hundred; undefined where the browser does not tell. */
  battery = $state<number>();
  charging = $state(false);
  /** Whether the browser promised to keep what is stored; undefined where it cannot be asked. */
  persisted = $state<boolean>();
  isOnline = $state(true);
  /** Bytes that Segel keeps here, and how many it may; undefined where the browser does not tell. */
  used = $state<number>();
  quota = $state<number>();

  /** Keeps it current until the returned function is called. */
  watch(): () => void {
    const online = () => (this.isOnline = navigator.onLine);
    online();
    addEventListener('online', online);
    addEventListener('offline', online);
    void navigator.storage?.persisted?.().then((is) => (this.persisted = is));
    void this.measure();
    void (navigator as { getBattery?: () => Promise<Battery> }).getBattery?.().then((battery) => {
      const read = () => {
        this.battery = Math.round(battery.level * 100);
        this.charging = battery.charging;
      };
      read();
      battery.addEventListener('levelchange', read);
      battery.addEventListener('chargingchange', read);
    });
    return () => {
      removeEventListener('online', online);
      removeEventListener('offline', online);
    };
  }

  /** How much is kept; asked again after something was. */
  async measure(): Promise<void> {
    const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
    this.used = usage;
    this.quota = quota;
  }

  /** Asks the browser to keep what is stored, whatever else fills the phone. */
  async persist(): Promise<void> {
    this.persisted = (await navigator.storage?.persist?.()) ?? this.persisted;
  }
}

/** By how much this phone's clock was ahead of the server's when the kit was packed; 0 when it is right, or simulated. */
export function skewOf(kit: Kit | undefined): number {
  if (!kit || kit.status.simulated) return 0;
  const ahead = kit.at - Date.parse(kit.status.now);
  return Math.abs(ahead) > SKEW_MILLISECONDS ? ahead : 0;
}

/** When to ask the server again: each minute, but not all phones in the same second. */
export function nextAsk(random: number): number {
  return 45_000 + random * 30_000;
}

export const phone = new Phone();
