import { isTrouble, type Measure } from '$lib/situation/measures';

/** Colours of the map, taken from the tokens so that map and page never differ. */
export interface MapColours {
  sea: string;
  ramp: string[];
  heat: string[];
  border: string;
  strongBorder: string;
  accent: string;
  ink: string;
  halo: string;
  surface: string;
  status: { none: string; underway: string; ready: string; late: string; critical: string };
}

export function readColours(): MapColours {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    sea: token('sea'),
    ramp: [0, 1, 2, 3, 4, 5].map((i) => token(`ramp-${i}`)),
    heat: [0, 1, 2, 3, 4].map((i) => token(`heat-${i}`)),
    border: token('land-line'),
    strongBorder: token('land-line-2'),
    accent: token('accent'),
    ink: token('ink'),
    halo: token('surface'),
    surface: token('surface'),
    status: {
      none: token('none'),
      underway: token('underway'),
      ready: token('ready-fill'),
      late: token('late-fill'),
      critical: token('critical'),
    },
  };
}

export function rampOf(measure: Measure, colours: MapColours): string[] {
  return isTrouble(measure) ? colours.heat : colours.ramp;
}

/** The tokens a legend is drawn with. */
export function rampTokens(measure: Measure): string[] {
  return isTrouble(measure)
    ? [0, 1, 2, 3, 4].map((i) => `var(--heat-${i})`)
    : [0, 1, 2, 3, 4, 5].map((i) => `var(--ramp-${i})`);
}
