/** Where something stands on the screen while the map shows a whole region, and how to point at it. */

const DEGREES = Math.PI / 180;
const mercator = (lon, lat) => [lon / 360 + 0.5, 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * DEGREES) / 2)) / (2 * Math.PI)];

/** With all kelurahan whose code begins so fitted into the map, as far from its rim as the map keeps. */
export async function fitted(page, url, prefix, padding) {
  const { features } = await (await page.context().request.get(`${url}/region/kelurahan.json`)).json();
  const points = features.filter(({ properties }) => properties.code.startsWith(prefix)).flatMap(({ geometry }) => geometry.coordinates.flat(2)).map(([lon, lat]) => mercator(lon, lat));
  const ends = [0, 1].map((i) => [Math.min(...points.map((point) => point[i])), Math.max(...points.map((point) => point[i]))]);
  const { width, height } = await page.locator('[data-map]').boundingBox();
  const scale = Math.min((width - 2 * padding) / (ends[0][1] - ends[0][0]), (height - 2 * padding) / (ends[1][1] - ends[1][0]));
  return place(page, ends.map(([low, high]) => (low + high) / 2), scale);
}

/** With this point in the middle, at this zoom. */
export function centred(page, { lon, lat }, zoom) {
  return place(page, mercator(lon, lat), 512 * 2 ** zoom);
}

function place(page, [middleX, middleY], scale) {
  return async ({ lon, lat }) => {
    const box = await page.locator('[data-map]').boundingBox();
    const [x, y] = mercator(lon, lat);
    return { x: box.x + box.width / 2 + (x - middleX) * scale, y: box.y + box.height / 2 + (y - middleY) * scale };
  };
}

/** Moves the mouse about a place until something is said of what stands there. */
export async function pointAt(page, { x, y }, said) {
  for (let i = 0; i < 60; i++) {
    await page.mouse.move(x + (i % 3) - 1, y);
    if (await page.waitForSelector(`[data-said="${said}"]`, { timeout: 500 }).catch(() => null)) return;
  }
  throw new Error(`nothing is said of ${said}`);
}
