/** Where something stands on the screen, by the view that the map tells, and how to point at it. */

const DEGREES = Math.PI / 180;
/** Of the whole world at zoom 0. */
const WORLD_PIXELS = 512;
const mercator = (lon, lat) => [lon / 360 + 0.5, 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * DEGREES) / 2)) / (2 * Math.PI)];

export async function onMap(page, { lon, lat }) {
  const map = page.locator('[data-map]');
  const [box, view] = [await map.boundingBox(), (await map.getAttribute('data-view')).split(',').map(Number)];
  const [middle, point] = [mercator(view[0], view[1]), mercator(lon, lat)];
  const scale = WORLD_PIXELS * 2 ** view[2];
  return { x: box.x + box.width / 2 + (point[0] - middle[0]) * scale, y: box.y + box.height / 2 + (point[1] - middle[1]) * scale };
}

/** Points at a place until something is said of what stands there: the map may still move, and the mark be on its way. */
export async function pointAt(page, where, said) {
  for (let i = 0; i < 60; i++) {
    const { x, y } = await onMap(page, where);
    await page.mouse.move(x + (i % 3) - 1, y);
    if (await page.waitForSelector(`[data-said="${said}"]`, { timeout: 500 }).catch(() => null)) return;
  }
  throw new Error(`nothing is said of ${said}`);
}
