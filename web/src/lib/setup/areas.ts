/** An area that is no region: a Polres has part of one city, or parts of two. */
export interface Area {
  code: string;
  name: string;
  /** Kota, kecamatan or kelurahan. */
  regions: string[];
  kelurahan: number;
  tps: number;
}

interface Place {
  code: string;
}

/** The kelurahan of an area, of all that there are. */
export function unfold(regions: readonly string[], all: readonly Place[]): string[] {
  return all.map(({ code }) => code).filter((code) => regions.some((region) => code.startsWith(region)));
}

/** The fewest regions that name these kelurahan: a kecamatan, or a kota, where all of it is chosen. */
export function fold(chosen: ReadonlySet<string>, all: readonly Place[]): string[] {
  const codes = new Set<string>();
  for (const { code } of all) {
    if (!chosen.has(code)) continue;
    const whole = [4, 6].map((digits) => code.slice(0, digits)).find((region) => unfold([region], all).every((one) => chosen.has(one)));
    codes.add(whole ?? code);
  }
  return [...codes].sort();
}
