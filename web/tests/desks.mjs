/**
 * What stories of users at desks have in common: `node tests/NAME.mjs URL --logins FILE [--shots DIR]` against a running Segel.
 * FILE has a line with user and password for each login that the story takes. A story ends with status 0, or 1 and one
 * sentence that says what was not as it should be; 2 when it could not run.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { hold, NotSo, open } from './steps.mjs';

const name = basename(process.argv[1], '.mjs');
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { logins: { type: 'string' }, shots: { type: 'string' } },
});
export const [url] = positionals;
if (!url || !options.logins) {
  process.stderr.write(`usage: node tests/${name}.mjs URL --logins FILE [--shots DIR]\n`);
  process.exit(2);
}
if (options.shots) mkdirSync(options.shots, { recursive: true });
const passwords = new Map(readFileSync(options.logins, 'utf8').split('\n').map((line) => line.trim().split(/\s+/)).filter((words) => words.length > 1).map(([user, password]) => [user, password]));

export const DESK = { width: 1366, height: 768 };
export const browser = await launch();
/** What pages complained of. */
export const broken = [];
/** The page that was looked at last. */
export let last;

/** Plays the story to its end, and says what came of it. */
export async function tell(outcome, play) {
  try {
    await play();
    hold(broken.length === 0, `the pages complain: ${broken[0]}`);
    process.stdout.write(`${name}: ${outcome}\n`);
  } catch (e) {
    process.stderr.write(`${name}: ${e instanceof NotSo ? e.message : e.stack}\n`);
    process.exitCode = 1;
    if (last) await shot(last, 'failed').catch(() => {});
  } finally {
    await browser.close();
  }
}

/** A page of its own in which this user is logged in. */
export async function logIn(user, more = {}) {
  const context = await browser.newContext({ viewport: DESK, locale: 'id-ID', colorScheme: 'light', ...more });
  context.setDefaultTimeout(30_000);
  const page = await open(context, broken);
  last = page;
  await page.goto(`${url}/login`);
  await page.fill('input[name=user]', user);
  await page.fill('input[name=password]', passwords.get(user));
  await page.click('form button.main');
  await page.waitForSelector('summary.button');
  return page;
}

/** A picture of the page, which everybody must be able to use. */
export async function look(page, picture) {
  last = page;
  // What is still being loaded is looked at by nobody.
  await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
  await shot(page, picture);
  await holdNoViolation(page, picture);
}

export async function shot(page, picture) {
  if (options.shots) await page.screenshot({ path: `${options.shots}/${picture}.png`, fullPage: true });
}

/** What the server answers this page's user. */
export async function asked(page, path) {
  return (await page.context().request.get(url + path)).json();
}

/** Nothing is wider than the screen. */
export function fits(page) {
  return page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
}

/** A picture as a phone takes one. */
export function photo() {
  return { name: 'foto.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==', 'base64') };
}
