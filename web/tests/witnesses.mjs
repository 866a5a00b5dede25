/**
 * The bodies behind the log, in a real browser against a demo that was started with --witnesses 3:
 *   node tests/witnesses.mjs http://localhost:8080 --demo-log FILE --mirror FOLDER [--shots DIR]
 * A stranger sees three bodies on the wall and on their page, looks at the page of each witness, and reads the public page
 * without scripts. A mirror's files, on a web server of their own, show the same and check evidence. Then two
 * witnesses are killed, which is seen and said.
 * Ends with status 0, or 1 and one sentence that says what was not as it should be; 2 when it could not run.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { holdNoViolation } from './axe.mjs';
import { launch } from './browser.mjs';
import { hold, NotSo, open, step, until } from './steps.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'demo-log': { type: 'string' }, mirror: { type: 'string' }, shots: { type: 'string' } },
});
const [url] = positionals;
if (!url || !options['demo-log'] || !options.mirror) {
  process.stderr.write('usage: node tests/witnesses.mjs URL --demo-log FILE --mirror FOLDER [--shots DIR]\n');
  process.exit(2);
}
if (options.shots) mkdirSync(options.shots, { recursive: true });

const WALL = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
const TYPES = { '.html': 'text/html; charset=utf-8' };

const browser = await launch().catch((e) => {
  process.stderr.write(`witnesses: ${e.message}\n`);
  process.exit(2);
});
try {
  const broken = [];
  const context = await browser.newContext({ viewport: WALL, locale: 'id-ID' });
  const page = await open(context, broken);
  const standing = await bodies(page);
  await witnessPages(page, standing);
  await publicPages(broken);
  await mirror(page);
  await twoGoAway(page);
  hold(broken.length === 0, `a page complained: ${broken[0]}`);
  process.stdout.write('witnesses: three bodies, their pages, the public page and a mirror work, and two that went away are missed\n');
} catch (e) {
  process.stderr.write(`witnesses: ${e instanceof NotSo ? e.message : String(e.message).split('\n')[0]}\n`);
  process.exitCode = 1;
} finally {
  await browser.close();
}

async function bodies(page) {
  await step('three bodies on the wall', async () => {
    await page.goto(url);
    await page.waitForSelector('a[href="/witnesses"]:has-text("3 dari 3")', { timeout: 120_000 });
    await page.click('a[href="/witnesses"]');
    await page.waitForSelector('text=3 dari 3 lembaga berdiri');
    await holdNoViolation(page, 'the witnesses');
    await shots(page, 'witnesses');
    await page.setViewportSize(PHONE);
    hold(await fits(page), 'the witnesses do not fit a phone');
    await shots(page, 'witnesses-phone');
    await page.setViewportSize(WALL);
  });
  const standing = await (await fetch(`${url}/api/log/witnesses`)).json();
  hold(standing.bodies.map((body) => body.name).join() === 'Bawaslu,Polda,Pengamat', 'other bodies than the demo started');
  hold(standing.bodies[0].keys.length === 2, 'Bawaslu does not audit');
  return standing;
}

async function witnessPages(page, standing) {
  const ours = digest(await (await fetch(`${url}/checker.html`)).text());
  for (const { name, keys } of standing.bodies) {
    await step(`the page of the witness of ${name}`, async () => {
      await page.goto(keys[0].url);
      await page.waitForSelector('text=entri');
      await holdNoViolation(page, `the page of ${name}`);
      await page.setViewportSize(PHONE);
      hold(await fits(page), `the page of ${name} does not fit a phone`);
      await shots(page, `witness-${name}`);
      await page.setViewportSize(WALL);
      hold((await page.textContent('body')).includes(ours), `${name} hands out another checker than the server`);
      await page.click('a[href="/checker.html"]');
      await page.waitForSelector('input[type=file]', { state: 'attached' });
    });
  }
}

async function publicPages(broken) {
  for (const [path, language] of [['/public', 'id'], ['/public/en', 'en']]) {
    await step(`the public page in ${language}`, async () => {
      const plain = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
      const page = await open(plain, broken);
      await page.goto(`${url}${path}`);
      hold((await page.getAttribute('html', 'lang')) === language, 'the public page is in another language');
      const text = await page.textContent('main');
      for (const body of ['Bawaslu', 'Polda', 'Pengamat']) hold(text.includes(body), `the public page does not name ${body}`);
      for (const link of await page.locator('main a[href], nav a[href]').evaluateAll((all) => all.map((a) => a.href))) {
        hold((await fetch(link)).ok, `the public page leads to ${link}, which is not there`);
      }
      await shots(page, `public-${language}`);
      await plain.close();
      const scripted = await browser.newContext({ viewport: WALL });
      const other = await open(scripted, broken);
      await other.goto(`${url}${path}`);
      await holdNoViolation(other, `the public page in ${language}`);
      await shots(other, `public-${language}-wide`);
      await scripted.close();
    });
  }
}

/** The copy, on a web server that knows nothing of Segel. */
async function mirror(page) {
  await step('a mirror without our server', async () => {
    const server = createServer((request, response) => {
      const file = join(options.mirror, normalize(new URL(request.url, 'http://mirror').pathname).replace(/\/$/, '/index.html'));
      const type = TYPES[file.slice(file.lastIndexOf('.'))] ?? 'application/octet-stream';
      if (existsSync(file)) response.writeHead(200, { 'content-type': type }).end(readFileSync(file));
      else response.writeHead(404).end();
    });
    await new Promise((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${server.address().port}`;
    try {
      await page.goto(base);
      await holdNoViolation(page, 'the first page of a mirror');
      await shots(page, 'mirror');
      for (const link of await page.locator('a[href]').evaluateAll((all) => all.map((a) => a.href))) {
        hold(link.startsWith(base) && (await fetch(link)).ok, `the mirror leads to ${link}, which it does not have`);
      }
      await page.click('a[href="public.html"]');
      await page.click('nav a');
      await page.waitForSelector('html[lang=en]');
      await page.click('a[href="../checker.html"]');
      await page.waitForSelector('input[type=file]', { state: 'attached' });
    } finally {
      server.close();
    }
  });
}

async function twoGoAway(page) {
  const pids = [...readFileSync(options['demo-log'], 'utf8').matchAll(/process (\d+)$/gm)].map(([, pid]) => Number(pid));
  hold(pids.length >= 3, 'the demo does not say which processes its witnesses are');
  await step('two witnesses are killed', async () => {
    await page.goto(`${url}/witnesses`);
    for (const pid of pids.slice(1, 3)) process.kill(pid, 'SIGKILL');
    // The demo goes on, so what is shown soon is newer than what all of them have signed.
    await page.waitForSelector('text=Hanya 1 dari 3 lembaga', { timeout: 90_000 });
    await page.waitForSelector('a[href="/witnesses"]:has-text("1 dari 3")');
    hold((await page.textContent('main')).includes('Tidak menjawab'), 'the page does not say who does not answer');
    await shots(page, 'witnesses-away');
  });
  await step('the public is told, and the log goes on', async () => {
    const text = await (await fetch(`${url}/public`)).text();
    hold(text.includes('1 dari 3 lembaga, perlu 2. Belum cukup'), 'the public page does not say that too few stand behind the state');
    const before = (await (await fetch(`${url}/api/log/witnesses`)).json()).size;
    await until(page, `${url}/api/log/witnesses`, ({ size }) => size > before);
  });
}

function fits(page) {
  return page.evaluate(() => document.documentElement.scrollWidth <= screen.width);
}

function digest(text) {
  return createHash('sha256').update(text).digest('hex');
}

async function shots(page, name) {
  if (options.shots) await page.screenshot({ path: join(options.shots, `${name}.png`), fullPage: true });
}
