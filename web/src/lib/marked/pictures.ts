import { readColours, type MapColours } from '$lib/map/colours';
import { drawStatus, mark, type Mark } from '$lib/map/marks';
import { KINDS, MARKS, type Kind, type State } from '$lib/post/post.svelte';
import { WATCH_MARKS } from './marked';
import { MATTER_MARKS, MATTERS, type Matter } from './sites';

/** A flag for the main post, a shield for a tactical one; the same in the legend. */
export const SHAPES: Record<Kind, string> = {
  MAIN: 'M-8-9V10M-8-8.500H9V5H-8Z',
  TACTICAL: 'M0-9 8-6V0C8 5 4 8 0 9.500C-4 8-8 5-8 0V-6Z',
};
/** A house, filled with how bad it is, and in it what. */
export const HOUSE = 'M-9 10V-2L0-10 9-2V10Z';
export const DROP = 'M0-10C4-4 7-1 7 3A7 7 0 0 1-7 3C-7-1-4-4 0-10Z';
export const SIGNS: Record<Matter, string> = {
  INCIDENT: 'M-1-5C4-1 4 1 4 3A4 4 0 0 1-4 3C-4 2-3 1-2 0-1 1 0 0-1-5Z',
  BLIND: 'M-6 2C-3-2 3-2 6 2 3 6-3 6-6 2M-5 7 5-4',
  NOT_APPROVED: 'M-4-2 4 6M4-2-4 6',
  OVER_CAPACITY: 'M0 7V-4M-4 0 0-4 4 0M-5 8H5',
  UNINSPECTED: 'M5 2A5 5 0 1 1 5 1.900M0-1V2H3',
  RAIN: 'M0-5C2-2 4 0 4 3A4 4 0 0 1-4 3C-4 0-2-2 0-5Z',
  OTHER: 'M0-4V3M0 7V7.100',
  NONE: 'M-4 2-1 5 5-2',
};
const PLACE_OF_SIGN: Record<Kind, [x: number, y: number]> = { MAIN: [0.5, -1.75], TACTICAL: [0, 0] };
const SIGN_SCALE = 0.75;
const SIZE = 30;
const RING = 10;

/** Everything that is laid on the map, in the colours of the page as it is now. */
export function pictures(): Mark[] {
  const colours = readColours();
  const states = Object.keys(MARKS) as State[];
  const rings = Object.keys(WATCH_MARKS) as (keyof typeof WATCH_MARKS)[];
  return [
    ...KINDS.flatMap((kind) => states.map((state) => mark(`post-${kind}-${state}`, (c) => drawPost(c, kind, state, colours), SIZE))),
    ...MATTERS.map((matter) => mark(`site-${matter}`, (c) => drawSite(c, matter, colours), SIZE)),
    mark('warned', (c) => drawDrop(c, colours), SIZE),
    ...rings.flatMap((state) => [
      mark(`watch-far-${state}`, (c) => drawRing(c, state, colours, true), SIZE),
      mark(`watch-near-${state}`, (c) => drawRing(c, state, colours, false), SIZE),
    ]),
  ];
}

function drawPost(c: OffscreenCanvasRenderingContext2D, kind: Kind, state: State, colours: MapColours): void {
  const shape = new Path2D(SHAPES[kind]);
  c.lineJoin = c.lineCap = 'round';
  c.lineWidth = 4.5;
  c.strokeStyle = c.fillStyle = colours.surface;
  c.stroke(shape);
  c.fill(shape);
  c.lineWidth = 1.8;
  c.strokeStyle = state === 'CLOSED' ? colours.status.none : colours.ink;
  c.stroke(shape);
  if (state === 'CLOSED') {
    // Struck out: nobody is there any more.
    c.beginPath();
    c.moveTo(-7, 7);
    c.lineTo(8, -8);
    c.stroke();
  } else {
    sign(c, MARKS[state], colours, ...PLACE_OF_SIGN[kind]);
  }
}

function drawSite(c: OffscreenCanvasRenderingContext2D, matter: Matter, colours: MapColours): void {
  const house = new Path2D(HOUSE);
  c.lineJoin = c.lineCap = 'round';
  c.lineWidth = 4;
  c.strokeStyle = colours.surface;
  c.stroke(house);
  c.fillStyle = colours.status[MATTER_MARKS[matter]];
  c.fill(house);
  c.lineWidth = 2;
  c.stroke(new Path2D(SIGNS[matter]));
}

/** Open, so that what lies below is seen. */
function drawDrop(c: OffscreenCanvasRenderingContext2D, colours: MapColours): void {
  const drop = new Path2D(DROP);
  c.lineWidth = 5;
  c.strokeStyle = colours.surface;
  c.stroke(drop);
  c.lineWidth = 2.4;
  c.strokeStyle = colours.status.underway;
  c.stroke(drop);
}

/** Far: with room for a number; near: open, for the point of the TPS is inside. */
function drawRing(c: OffscreenCanvasRenderingContext2D, state: keyof typeof WATCH_MARKS, colours: MapColours, filled: boolean): void {
  c.beginPath();
  c.arc(0, 0, RING, 0, 2 * Math.PI);
  if (filled) {
    c.fillStyle = colours.surface;
    c.fill();
  }
  c.lineWidth = 4.5;
  c.strokeStyle = colours.surface;
  c.stroke();
  c.lineWidth = 2.2;
  c.strokeStyle = colours.ink;
  c.stroke();
  sign(c, WATCH_MARKS[state], colours, 9, -9);
}

function sign(c: OffscreenCanvasRenderingContext2D, status: Parameters<typeof drawStatus>[1], colours: MapColours, x: number, y: number): void {
  c.save();
  c.translate(x, y);
  c.scale(SIGN_SCALE, SIGN_SCALE);
  drawStatus(c, status, colours);
  c.restore();
}
