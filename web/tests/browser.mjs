/** Debian's Chromium, headless, with WebGL in software. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [process.env.SEGEL_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** A story takes a few minutes; one that hangs would hang all that comes after it. */
const STORY_MILLISECONDS = 600_000;

/** With these flags beside its own, and this environment instead of ours. Ends the process when the story takes too long. */
export async function launch(flags = [], env = process.env) {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error('No Chromium was found; install the package chromium, or name one in SEGEL_CHROMIUM.');
  setTimeout(() => {
    process.stderr.write(`the story had not ended after ${STORY_MILLISECONDS / 60_000} minutes\n`);
    process.exit(1);
  }, STORY_MILLISECONDS).unref();
  return chromium.launch({
    executablePath,
    env,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--enable-unsafe-swiftshader', ...flags],
  });
}
