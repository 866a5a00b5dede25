/** A story is steps; the first that is not as it should be ends it with one sentence. */

export class NotSo extends Error {}

export async function step(name, work) {
  try {
    return await work();
  } catch (e) {
    if (e instanceof NotSo) throw e;
    const lines = String(e.message).split('\n');
    const waited = lines.find((line) => line.includes('waiting for')) ?? '';
    throw new NotSo(`“${name}” failed: ${lines[0]} ${waited.trim()}\n${await seen()}`);
  }
}

const PAGES_TOLD = 4;
const LETTERS_TOLD = 600;
const REFUSALS_TOLD = 8;
const pages = [];
const refusals = [];

/** What stood on the newest pages, and what they were refused: somebody may read it where no picture can be had. */
async function seen() {
  const told = [];
  for (const page of pages.filter((one) => !one.isClosed()).slice(-PAGES_TOLD)) {
    const text = await page.evaluate(() => document.body.innerText).catch((e) => e.message);
    told.push(`${page.url()}: ${text.replace(/\s+/g, ' ').slice(0, LETTERS_TOLD)}`);
  }
  return [...told, ...refusals.slice(-REFUSALS_TOLD)].join('\n');
}

export function hold(is, sentence) {
  if (!is) throw new NotSo(sentence);
}

const LOOK_MILLISECONDS = 500;

/** Asks an address until its answer is as it should be. What waitForFunction is given cannot ask: it is not waited for. */
export async function until(page, address, isSo, looks = 240) {
  for (let i = 0; i < looks; i++) {
    if (isSo(await (await page.context().request.get(address)).json())) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
  }
  throw new NotSo(`${address} did not become what it should`);
}

/** A page whose complaints are kept. */
export async function open(context, broken) {
  const page = await context.newPage();
  pages.push(page);
  page.on('response', (answer) => answer.status() >= 400 && refusals.push(`${answer.status()} ${answer.url()}`));
  page.on('requestfailed', (request) => refusals.push(`${request.failure()?.errorText} ${request.url()}`));
  page.on('pageerror', (error) => broken.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/.test(message.text())) broken.push(message.text());
  });
  return page;
}

const PIN = '274951';

/** A new officer's PIN, typed twice. */
export async function choosePin(page) {
  for (const button of ['Lanjut', 'Simpan PIN']) {
    await page.waitForFunction((text) => document.querySelector('[data-pin-done]')?.textContent === text, button);
    await typePin(page);
  }
}

/** Presses the button that signs, and gives the PIN. */
export async function sign(page, pin = PIN) {
  await page.click('[data-sign]');
  await typePin(page, pin);
}

export async function typePin(page, pin = PIN) {
  await page.fill('[data-pin] input', pin);
  await page.click('[data-pin-done]');
}
