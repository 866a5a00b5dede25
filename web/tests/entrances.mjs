/**
 * Who may be where boxes are, against a running Segel in a demo on the eve:
 *   node tests/entrances.mjs http://localhost:8080 --logins FILE [--shots DIR]
 * The PPK of a kecamatan makes permits for its store, comes alone, lets a visitor in beside it and erases the name; whoever has
 * no permit is found, also by Bawaslu, and a permit that is taken back is over. FILE has a line with user and password for ppk and
 * bawaslu.
 */
import { asked, DESK, fits, logIn, look, shot, tell, url } from './desks.mjs';
import { hold, step, until } from './steps.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

await tell('a store let in whom its permits name, somebody without one was found, and a visitor’s name was erased', play);

async function play() {
  const ppk = await logIn('ppk', PHONE);
  const { territory } = (await asked(ppk, '/api/session')).user;
  const store = `K${territory}`;
  await step('the list says why it is empty, and finds the store', async () => {
    await ppk.goto(`${url}/entrances`);
    await ppk.waitForSelector('[data-none]');
    await look(ppk, 'list-empty');
    await ppk.fill('[data-find]', store);
    await ppk.click(`[data-hit="${store}"]`);
    await ppk.waitForSelector('[data-no-permit]');
    await look(ppk, 'place-empty');
  });
  await step('who comes without a permit is written down, and found', async () => {
    await ppk.click('[data-enter]');
    await ppk.waitForSelector('[data-visit="1"]');
    await until(ppk, `${url}/api/findings?size=200`, ({ rows }) => rows.some(({ id }) => id === 'ENTRY_NO_RIGHT visit:1'));
    await ppk.reload();
    await ppk.waitForSelector('[data-visit="1"].broken');
    await look(ppk, 'no-right');
  });
  await step('a permit for the role mends it', async () => {
    await ppk.click('summary:has-text("Buat izin")');
    await ppk.selectOption('[data-role]', 'PPK');
    await ppk.uncheck('[data-permit-form] input[type=checkbox]');
    await fits(ppk);
    await look(ppk, 'permit-form');
    await ppk.click('[data-make]');
    await ppk.waitForSelector('[data-permit="1"]');
    await until(ppk, `${url}/api/findings?size=200`, ({ rows }) => rows.some(({ id, state }) => id === 'ENTRY_NO_RIGHT visit:1' && state !== 'OPEN'));
  });
  await step('a visitor comes in beside it', async () => {
    await ppk.check('input[name=coming][value=VISITOR]');
    await ppk.fill('[data-name]', 'Budi, tukang listrik');
    await ppk.selectOption('[data-escort]', '1');
    await ppk.click('[data-enter]');
    await ppk.waitForSelector('[data-visit="2"]:has-text("Budi, tukang listrik")');
    await fits(ppk);
    await look(ppk, 'visitor');
  });
  await step('its pass is printed, and its code leads back to it', async () => {
    await ppk.click('[data-pass-of="2"]');
    await ppk.waitForSelector('[data-pass="2"]:has-text("Budi, tukang listrik")');
    await fits(ppk);
    await look(ppk, 'pass');
    await ppk.emulateMedia({ media: 'print' });
    await shot(ppk, 'pass-print');
    await ppk.emulateMedia({ media: null });
    const back = await ppk.getAttribute('[data-pass="2"] svg', 'aria-label');
    hold(new URL(back).hash === '#visit-2', 'its code leads elsewhere');
    await ppk.goto(back);
    await ppk.waitForSelector('[data-visit="2"].meant');
    // Who has no visitor's number gets no pass.
    await ppk.goto(`${new URL(back).origin}${new URL(back).pathname}/pass?visit=1`);
    await ppk.waitForSelector('[data-no-pass]');
    await ppk.goto(back);
    await ppk.waitForSelector('[data-leave="2"]');
  });
  const bawaslu = await logIn('bawaslu');
  await step('Bawaslu reads all of it, and erases nothing', async () => {
    await bawaslu.goto(`${url}/entrances`);
    await bawaslu.click(`[data-place="${store}"] a`);
    await bawaslu.waitForSelector('[data-visit="2"]:has-text("Budi, tukang listrik")');
    hold((await bawaslu.locator('[data-erase]').count()) === 0, 'Bawaslu may erase a name');
    hold((await bawaslu.locator('[data-end]').count()) === 0, 'Bawaslu may take a permit back');
    await look(bawaslu, 'desk');
    await bawaslu.emulateMedia({ media: 'print' });
    await shot(bawaslu, 'print');
    await bawaslu.emulateMedia({ media: null, colorScheme: 'dark' });
    await look(bawaslu, 'desk-dark');
  });
  await step('both leave, the name is erased, the permit is taken back', async () => {
    ppk.on('dialog', (dialog) => void dialog.accept());
    for (const visit of [2, 1]) {
      await ppk.click(`[data-leave="${visit}"]`);
      await ppk.waitForSelector(`[data-leave="${visit}"]`, { state: 'detached' });
    }
    await ppk.click('[data-visit="2"] [data-erase]');
    await ppk.waitForSelector('[data-visit="2"]:has-text("nama dihapus")');
    await ppk.click('[data-end="1"]');
    await ppk.waitForSelector('[data-permit="1"].over');
    await look(ppk, 'over');
    await ppk.setViewportSize(DESK);
    await look(ppk, 'over-desk');
  });
}
