import { setWorkerUrl } from 'maplibre-gl';
// MapLibre 6 stays blank when its worker is bundled the usual way: the address must be handed over.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';

setWorkerUrl(workerUrl);

export * from 'maplibre-gl';
