import type { FeatureCollection, Point } from 'geojson';
import type { Place, TpsPoint } from '$lib/api/types';
import { classOf, type Measure } from '$lib/situation/measures';
import type { RegionSum } from '$lib/situation/sums';
import { Borders, boxOf, labelPoints, type Boundaries, type Box } from './borders';
import { rampOf, readColours, type MapColours } from './colours';
import {
  type ExpressionSpecification,
  type GeoJSONSource,
  type LayerSpecification,
  Map as MapLibre,
  type StyleSpecification,
} from './maplibre';
import { marks, type Mark } from './marks';

/** From here on TPS are drawn as points. */
export const NEAR_ZOOM = 12.7;
const MOVE_MILLISECONDS = 140;
const NEAREST_FIT = 14.5;
/** From here on marks stand each for itself: a kelurahan of islands is as wide as the map. */
const APART_ZOOM = 11.5;
const APART_PADDING = 90;
const NONE: FeatureCollection<Point> = { type: 'FeatureCollection', features: [] };

/** A mark that others lay on the map: its code is told when it is pressed. */
export interface LaidMark {
  code: string;
  lon: number;
  lat: number;
  icon: string;
  /** What stands inside. */
  text: string;
  /** Of one that stands for several, where these are: pressed, it leads to where they are seen one by one. */
  around?: Box;
  /** Whether it is drawn when near, when far, or both. */
  when: 'near' | 'far' | 'both';
  /** The highest is on top. */
  rank: number;
}

/** Marks, and the pictures that they need. */
export interface Laid {
  marks: readonly LaidMark[];
  pictures: readonly Mark[];
}

const MARK_LAYERS = ['marks-far', 'marks-near'];
/** A finger is not as exact as a mouse. */
const FINGER_PIXELS = 16;

export interface MapListener {
  select: (kelurahan: string) => void;
  openTps: (code: string) => void;
  hover: (kelurahan: string | null) => void;
  /** Over which of the marks that were laid on the map the pointer is, and where that stands. */
  point: (mark: string | null, x: number, y: number) => void;
  press: (mark: string, x: number, y: number) => void;
  /** After every move: how near, and which kelurahan are in view. */
  view: (zoom: number, kelurahan: string[]) => void;
}

/** The map itself: our own boundaries, no tiles, no glyphs, nothing from outside. */
export class ProvinceMap {
  readonly #map: MapLibre;
  readonly #boundaries: Boundaries;
  readonly #borders: Borders;
  readonly #middles: FeatureCollection<Point>;
  #colours: MapColours;
  #measure: Measure = 'arrived';
  #hovered: string | null = null;
  #pointed: string | null = null;
  #laid: readonly LaidMark[] = [];

  private constructor(
    map: MapLibre,
    boundaries: Boundaries,
    borders: Borders,
    middles: FeatureCollection<Point>,
    colours: MapColours,
  ) {
    this.#map = map;
    this.#boundaries = boundaries;
    this.#borders = borders;
    this.#middles = middles;
    this.#colours = colours;
  }

  static async open(
    container: HTMLElement,
    boundaries: Boundaries,
    names: ReadonlyMap<string, string>,
    listener: MapListener,
  ): Promise<ProvinceMap> {
    await document.fonts.load('500 24px Inter');
    const colours = readColours();
    const borders = new Borders(boundaries);
    const middles = labelPoints(boundaries, names);
    const map = new MapLibre({
      container,
      style: styleOf(boundaries, borders, middles, colours),
      bounds: boxOf(boundaries, mainland(boundaries)) ?? [106.6, -6.4, 107, -6],
      fitBoundsOptions: { padding: 24 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 17,
      minZoom: 7,
      fadeDuration: 0,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    await map.once('load');
    const self = new ProvinceMap(map, boundaries, borders, middles, colours);
    self.#addMarks();
    self.#listen(listener);
    return self;
  }

  close(): void {
    this.#map.remove();
  }

  /** Colours by what each kelurahan measures. */
  colour(sums: ReadonlyMap<string, RegionSum>, values: ReadonlyMap<string, number>, measure: Measure): void {
    if (measure !== this.#measure) {
      this.#measure = measure;
      this.#paint();
    }
    for (const { properties } of this.#boundaries.features) {
      const at = classOf(values.get(properties.code) ?? 0, measure);
      this.#map.setFeatureState({ source: 'kelurahan', id: properties.code }, { at });
    }
    this.#showAlarms(sums);
  }

  /** Draws a line around the region and moves to it; the province is shown without the far islands. */
  select(code: string, move: boolean): void {
    const isAll = code.length <= 2;
    const source = this.#map.getSource<GeoJSONSource>('selection');
    source?.setData(isAll ? NONE : this.#borders.around(code));
    const box = boxOf(this.#boundaries, isAll ? mainland(this.#boundaries) : code);
    if (move && box) {
      this.#map.fitBounds(box, { padding: isAll ? 24 : 48, maxZoom: NEAREST_FIT, duration: MOVE_MILLISECONDS });
    }
  }

  showTps(points: readonly TpsPoint[]): void {
    this.#setPoints('tps', points.map(({ code, status, lon, lat }) => ({ lon, lat, properties: { code, status } })));
  }

  showPlaces(places: readonly Place[]): void {
    const drawn = places.filter(({ code }) => /^[GKP]/.test(code));
    this.#setPoints(
      'places',
      drawn.map(({ code, lon, lat }) => ({ lon, lat, properties: { code, kind: code.slice(0, 1) } })),
    );
  }

  /** Lays marks over everything. */
  lay({ marks, pictures }: Laid = { marks: [], pictures: [] }): void {
    this.#laid = marks;
    this.#picture(pictures);
    this.#setPoints('marks', marks.map(({ lon, lat, code, icon, text, when, rank }) => ({ lon, lat, properties: { code, icon, text, when, rank } })));
  }

  zoom(by: number): void {
    this.#map.zoomTo(this.#map.getZoom() + by, { duration: MOVE_MILLISECONDS });
  }

  /** Takes the colours of the page again after light became dark. */
  recolour(): void {
    this.#colours = readColours();
    const { sea, border, strongBorder, accent, ink, halo } = this.#colours;
    this.#map.setPaintProperty('sea', 'background-color', sea);
    this.#map.setPaintProperty('border-kelurahan', 'line-color', border);
    for (const layer of ['border-kecamatan', 'border-kota', 'border-edge']) {
      this.#map.setPaintProperty(layer, 'line-color', strongBorder);
    }
    this.#map.setPaintProperty('selection', 'line-color', accent);
    this.#map.setPaintProperty('selection-rim', 'line-color', halo);
    this.#map.setPaintProperty('hover', 'line-color', ink);
    for (const layer of ['name-4', 'name-6', 'name-10']) {
      this.#map.setPaintProperty(layer, 'text-color', ink);
      this.#map.setPaintProperty(layer, 'text-halo-color', halo);
    }
    this.#map.setPaintProperty('marks-far', 'text-color', ink);
    this.#paint();
    this.#addMarks();
  }

  /** A red square where a TPS is critical, also when its kelurahan is nearly done. */
  #showAlarms(sums: ReadonlyMap<string, RegionSum>): void {
    const critical = this.#middles.features.filter(({ properties }) => {
      const code = String(properties?.code);
      return code.length === 10 && (sums.get(code)?.status.critical ?? 0) > 0;
    });
    this.#map.getSource<GeoJSONSource>('alarms')?.setData({ ...this.#middles, features: critical });
  }

  #paint(): void {
    this.#map.setPaintProperty('kelurahan', 'fill-color', fillOf(rampOf(this.#measure, this.#colours)));
  }

  #addMarks(): void {
    this.#picture(marks(this.#colours));
  }

  #picture(pictures: readonly Mark[]): void {
    for (const { name, data, pixelRatio } of pictures) {
      if (this.#map.hasImage(name)) this.#map.updateImage(name, data);
      else this.#map.addImage(name, data, { pixelRatio });
    }
  }

  /** Moves to all of a box, and so near that marks stand each for itself. */
  #apart(box: Box): void {
    const { center, zoom } = this.#map.cameraForBounds(box, { padding: APART_PADDING, maxZoom: NEAREST_FIT }) ?? {};
    if (center) this.#map.easeTo({ center, zoom: Math.max(zoom ?? 0, APART_ZOOM), duration: MOVE_MILLISECONDS });
  }

  #setPoints(source: string, points: { lon: number; lat: number; properties: Record<string, string | number> }[]): void {
    this.#map.getSource<GeoJSONSource>(source)?.setData({
      type: 'FeatureCollection',
      features: points.map(({ lon, lat, properties }) => ({
        type: 'Feature',
        properties,
        geometry: { type: 'Point', coordinates: [lon, lat] },
      })),
    });
  }

  #listen(listener: MapListener): void {
    const map = this.#map;
    const at = (point: { x: number; y: number }, layer: string): string | null => {
      const code: unknown = map.queryRenderedFeatures([point.x, point.y], { layers: [layer] })[0]?.properties.code;
      return typeof code === 'string' ? code : null;
    };
    const markAt = ({ x, y }: { x: number; y: number }, around: number) => {
      const mark = map.queryRenderedFeatures([[x - around, y - around], [x + around, y + around]], { layers: MARK_LAYERS })[0];
      const laid = mark && this.#laid.find(({ code, when }) => code === mark.properties.code && when === mark.properties.when);
      return laid ? { ...laid, at: map.project(laid) } : null;
    };
    map.on('click', ({ point }) => {
      const mark = markAt(point, isCoarse() ? FINGER_PIXELS : 1);
      if (mark) {
        if (mark.around) this.#apart(mark.around);
        else listener.press(mark.code, mark.at.x, mark.at.y);
        return;
      }
      const tps = map.getZoom() >= NEAR_ZOOM ? at(point, 'tps') : null;
      const kelurahan = tps ? null : at(point, 'kelurahan');
      if (tps) listener.openTps(tps);
      else if (kelurahan) listener.select(kelurahan);
    });
    map.on('movestart', () => listener.point((this.#pointed = null), 0, 0));
    map.on('mousemove', ({ point }) => {
      const mark = isCoarse() ? null : markAt(point, 1);
      if ((mark?.code ?? null) !== this.#pointed) listener.point((this.#pointed = mark?.code ?? null), mark?.at.x ?? 0, mark?.at.y ?? 0);
      const code = at(point, 'kelurahan');
      if (code === this.#hovered) return;
      this.#hovered = code;
      map.getCanvas().style.cursor = code || mark ? 'pointer' : '';
      map.getSource<GeoJSONSource>('hover')?.setData(code ? this.#borders.around(code) : NONE);
      listener.hover(code);
    });
    map.on('mouseout', () => {
      this.#hovered = null;
      map.getSource<GeoJSONSource>('hover')?.setData(NONE);
      listener.hover(null);
    });
    const tell = () => {
      const zoom = map.getZoom();
      // For whoever wants to know where something stands on the screen.
      map.getContainer().dataset.view = `${map.getCenter().toArray().join()},${zoom}`;
      const seen = zoom >= NEAR_ZOOM ? map.queryRenderedFeatures({ layers: ['kelurahan'] }) : [];
      listener.view(zoom, [...new Set(seen.map((f) => String(f.properties.code)))]);
    };
    map.on('moveend', tell);
    tell();
  }
}

function isCoarse(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}

/** Islands far from the rest would make the rest small: the province is shown by its largest parts. */
function mainland(boundaries: Boundaries): string {
  return boundaries.features.some(({ properties }) => properties.code.startsWith('317')) ? '317' : '';
}

function fillOf(ramp: string[]): ExpressionSpecification {
  const steps = ramp.slice(1).flatMap((colour, i) => [i + 1, colour]);
  return ['step', ['coalesce', ['feature-state', 'at'], 0], ramp[0]!, ...steps] as ExpressionSpecification;
}

function styleOf(
  boundaries: Boundaries,
  borders: Borders,
  middles: FeatureCollection<Point>,
  colours: MapColours,
): StyleSpecification {
  const empty = { type: 'geojson', data: NONE } as const;
  const line = (level: string, color: string, width: ExpressionSpecification | number): LayerSpecification => ({
    id: `border-${level}`,
    type: 'line',
    source: 'borders',
    filter: ['==', ['get', 'level'], level],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': color, 'line-width': width },
  });
  const grow = (far: number, near: number): ExpressionSpecification =>
    ['interpolate', ['linear'], ['zoom'], 9, far, 14, near] as ExpressionSpecification;
  /** Thin when far, or the outline hides a small island. */
  const widen = (far: number, near: number): ExpressionSpecification =>
    ['interpolate', ['linear'], ['zoom'], 8.5, far, 10.5, near] as ExpressionSpecification;
  const name = (length: number, minzoom: number, maxzoom: number, size: number): LayerSpecification => ({
    id: `name-${length}`,
    type: 'symbol',
    source: 'names',
    minzoom,
    maxzoom,
    filter: ['==', ['get', 'length'], length],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': ['Inter', 'sans-serif'],
      'text-size': size,
      'text-max-width': 7,
      'text-padding': 3,
    },
    paint: { 'text-color': colours.ink, 'text-halo-color': colours.halo, 'text-halo-width': 1.4 },
  });
  const store = (kind: string, minzoom: number): LayerSpecification => ({
    id: `store-${kind}`,
    type: 'symbol',
    source: 'places',
    minzoom,
    filter: ['==', ['get', 'kind'], kind],
    layout: { 'icon-image': `store-${kind}`, 'icon-allow-overlap': true },
  });
  /** Over all names, and no name gives way to them. */
  const laid = (when: string, range: { minzoom?: number; maxzoom?: number }): LayerSpecification => ({
    id: `marks-${when}`,
    type: 'symbol',
    source: 'marks',
    ...range,
    filter: ['in', ['get', 'when'], ['literal', [when, 'both']]],
    layout: {
      'icon-image': ['get', 'icon'],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'symbol-sort-key': ['get', 'rank'],
      'text-field': ['get', 'text'],
      'text-font': ['Inter', 'sans-serif'],
      'text-size': 11,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': colours.ink },
  });
  return {
    version: 8,
    sources: {
      kelurahan: { type: 'geojson', data: boundaries, promoteId: 'code' },
      borders: { type: 'geojson', data: borders.byLevel() },
      names: { type: 'geojson', data: middles },
      selection: empty,
      hover: empty,
      tps: empty,
      alarms: empty,
      places: empty,
      marks: empty,
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': colours.sea } },
      {
        id: 'kelurahan',
        type: 'fill',
        source: 'kelurahan',
        paint: { 'fill-color': fillOf(colours.ramp), 'fill-antialias': false },
      },
      line('kelurahan', colours.border, grow(0.6, 1.5)),
      line('kecamatan', colours.strongBorder, grow(0.5, 1.2)),
      line('edge', colours.strongBorder, grow(0.6, 1.2)),
      line('kota', colours.strongBorder, grow(1.6, 3)),
      {
        id: 'hover',
        type: 'line',
        source: 'hover',
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colours.ink, 'line-width': 1.5 },
      },
      {
        id: 'selection-rim',
        type: 'line',
        source: 'selection',
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: { 'line-color': colours.halo, 'line-width': widen(1.5, 6) },
      },
      {
        id: 'selection',
        type: 'line',
        source: 'selection',
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: { 'line-color': colours.accent, 'line-width': widen(1, 3) },
      },
      {
        id: 'tps',
        type: 'symbol',
        source: 'tps',
        minzoom: NEAR_ZOOM,
        layout: {
          'icon-image': ['concat', 'tps-', ['get', 'status']],
          'icon-allow-overlap': true,
          'icon-size': ['interpolate', ['linear'], ['zoom'], 12.7, 0.65, 15, 1],
          'symbol-sort-key': ['match', ['get', 'status'], 'critical', 3, 'late', 2, 1],
        },
      },
      {
        id: 'alarms',
        type: 'symbol',
        source: 'alarms',
        maxzoom: NEAR_ZOOM,
        layout: { 'icon-image': 'tps-critical', 'icon-allow-overlap': true, 'icon-size': 0.8 },
      },
      store('P', 13.5),
      store('K', 10.6),
      store('G', 0),
      name(4, 7, 10.9, 15),
      name(6, 10.9, 12.4, 13),
      name(10, 12.4, 22, 13),
      laid('far', { maxzoom: APART_ZOOM }),
      laid('near', { minzoom: APART_ZOOM }),
    ],
  };
}
