import type { TpsStatus } from '$lib/api/types';
import type { MapColours } from './colours';

/** Shapes of the points: the same five as everywhere, and one for stores, drawn at twice their size. */
const SIZE = 20;
const SCALE = 2;

export interface Mark {
  name: string;
  data: ImageData;
  pixelRatio: number;
}

export function marks(colours: MapColours): Mark[] {
  const statuses = Object.keys(colours.status) as TpsStatus[];
  return [
    ...statuses.map((status) => mark(`tps-${status}`, (c) => drawStatus(c, status, colours))),
    mark('store-G', (c) => drawStore(c, 7, colours)),
    mark('store-K', (c) => drawStore(c, 5, colours)),
    mark('store-P', (c) => drawStore(c, 3.2, colours)),
  ];
}

export function mark(name: string, draw: (c: OffscreenCanvasRenderingContext2D) => void, size = SIZE): Mark {
  const canvas = new OffscreenCanvas(size * SCALE, size * SCALE);
  const c = canvas.getContext('2d')!;
  c.scale(SCALE, SCALE);
  c.translate(size / 2, size / 2);
  draw(c);
  return { name, data: c.getImageData(0, 0, size * SCALE, size * SCALE), pixelRatio: SCALE };
}

export function drawStatus(c: OffscreenCanvasRenderingContext2D, status: TpsStatus, colours: MapColours): void {
  const r = status === 'late' || status === 'critical' ? 6 : 4.5;
  c.fillStyle = c.strokeStyle = colours.status[status];
  c.lineJoin = 'round';
  // A rim in the colour of the page keeps points apart from the land and from each other.
  outline(c, status, r + 1.5);
  c.save();
  c.fillStyle = colours.surface;
  c.fill();
  c.restore();
  outline(c, status, r);
  if (status === 'none' || status === 'underway') {
    c.lineWidth = 1.6;
    c.stroke();
  } else {
    c.fill();
  }
  if (status === 'underway') {
    c.beginPath();
    c.arc(0, 0, r, -Math.PI / 2, Math.PI / 2);
    c.fill();
  }
}

function outline(c: OffscreenCanvasRenderingContext2D, status: TpsStatus, r: number): void {
  c.beginPath();
  if (status === 'late') {
    c.moveTo(0, -r);
    c.lineTo(r, r * 0.8);
    c.lineTo(-r, r * 0.8);
    c.closePath();
  } else if (status === 'critical') {
    c.rect(-r * 0.85, -r * 0.85, r * 1.7, r * 1.7);
  } else {
    c.arc(0, 0, r, 0, 2 * Math.PI);
  }
}

function drawStore(c: OffscreenCanvasRenderingContext2D, r: number, colours: MapColours): void {
  c.beginPath();
  c.moveTo(-r, r);
  c.lineTo(-r, -r * 0.2);
  c.lineTo(0, -r);
  c.lineTo(r, -r * 0.2);
  c.lineTo(r, r);
  c.closePath();
  c.lineJoin = 'round';
  c.lineWidth = 3;
  c.strokeStyle = colours.surface;
  c.stroke();
  c.fillStyle = colours.ink;
  c.fill();
}
