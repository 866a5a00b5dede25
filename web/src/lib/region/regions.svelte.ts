import { get } from '$lib/api/client';
import { Remote } from '$lib/api/remote.svelte';
import type { BallotKind, Kelurahan, Named, Regions } from '$lib/api/types';
import { boxParts, levelOf, parentOf, shortName } from './codes';

/** Names and codes of every region and ballot kind; asked for until there are any, and then no more. */
class RegionTree {
  readonly remote = new Remote<Regions>();
  readonly #named = $derived(index(this.remote.value));
  readonly #children = $derived(children(this.#named));
  readonly #kinds = $derived(new Map((this.remote.value?.kinds ?? []).map((kind) => [String(kind.code), kind])));

  async load(): Promise<void> {
    if (!this.provinsi && !this.remote.loading) await this.remote.load(() => get<Regions>('/api/regions'));
  }

  /** What was kept from an earlier visit, until the server is heard. */
  restore(kept: Regions): void {
    this.remote.value ??= kept;
  }

  get provinsi(): Named | null {
    return this.remote.value?.provinsi ?? null;
  }

  get kelurahan(): readonly Kelurahan[] {
    return this.remote.value?.kelurahan ?? [];
  }

  /** The ballot kind of a box, by the digit in its number. */
  kindOf(box: string): BallotKind | undefined {
    return this.#kinds.get(boxParts(box).kind);
  }

  has(code: string): boolean {
    return this.#named.has(code);
  }

  /** The short name of a kota: Jakarta Barat, Kep. Seribu. A kelurahan may be called Kota Bambu. */
  name(code: string): string {
    const named = this.#named.get(code);
    if (!named) return code;
    return levelOf(code) === 'kota' ? shortName(named.name) : named.name;
  }

  children(code: string): readonly Named[] {
    return this.#children.get(code) ?? [];
  }

  /** From the province down to the region itself. */
  path(code: string): Named[] {
    const path: Named[] = [];
    for (let at: string | null = code; at !== null; at = parentOf(at)) {
      const named = this.#named.get(at);
      if (named) path.unshift(named);
    }
    return path;
  }

  /** TPS 147 Kapuk, Kalideres */
  tpsName(code: string): string {
    return `TPS ${code.slice(10)} ${this.name(code.slice(0, 10))}`;
  }
}

function index(regions: Regions | undefined): Map<string, Named> {
  if (!regions) return new Map();
  const all = [...(regions.provinsi ? [regions.provinsi] : []), ...regions.kota, ...regions.kecamatan, ...regions.kelurahan];
  return new Map(all.map((named) => [named.code, named]));
}

function children(named: Map<string, Named>): Map<string, Named[]> {
  const found = new Map<string, Named[]>();
  for (const region of named.values()) {
    const parent = parentOf(region.code);
    if (parent === null || levelOf(region.code) === 'tps') continue;
    const siblings = found.get(parent);
    if (siblings) siblings.push(region);
    else found.set(parent, [region]);
  }
  return found;
}

export const regions = new RegionTree();
