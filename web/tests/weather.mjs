/**
 * Weather over the places of boxes against a running Segel in a demo on the eve, whose weather is made up:
 *   node tests/weather.mjs http://localhost:8080 --logins FILE [--shots DIR]
 * The page says that it is synthetic; a site on the ground floor in a warned kelurahan is in danger and has its task, whose card
 * leads on to its first step; the site’s own page says the same; the list of incidents holds the budget of false fire alarms. On a
 * desk and on a phone, in Indonesian and in English. FILE has a line with user and password for kpu-dki.
 */
import { asked, DESK, fits, logIn, look, tell, url } from './desks.mjs';
import { hold, step, until } from './steps.mjs';

const PHONE = { width: 390, height: 844 };

await tell('a ground-floor site in a warned kelurahan got its task from a weather that calls itself synthetic', play);

async function play() {
  const kpu = await logIn('kpu-dki');
  const danger = await step('a site on the ground floor is in danger, and has its task', async () => {
    await until(kpu, `${url}/api/weather`, ({ dangers, warnings }) => warnings.length > 0 && dangers.some(({ task }) => task !== undefined));
    const { dangers, warnings, synthetic } = await asked(kpu, '/api/weather');
    hold(synthetic, 'the weather does not say that it is made up');
    hold(warnings.every(({ event }) => event.includes('SINTETIS')), 'a warning does not say that it is made up');
    const found = dangers.find(({ task, cause, weaknesses }) => task && cause === 'WARNING' && weaknesses.includes('GROUND_FLOOR'));
    hold(found, `no site on the ground floor was warned: ${JSON.stringify(dangers)}`);
    return found;
  });
  await step('the page says so, and that nobody may decide by it', async () => {
    await kpu.goto(`${url}/weather`);
    await kpu.waitForSelector('[data-synthetic] >> text=SINTETIS');
    await kpu.waitForSelector(`[data-danger="${danger.place}"]`);
    hold((await kpu.locator('[data-source]').count()) === 0, 'BMKG is named as the source');
    await kpu.waitForSelector('[data-kelurahan] li.heavy, [data-kelurahan] li.most');
    await fits(kpu);
    await look(kpu, 'desk');
    await kpu.setViewportSize(PHONE);
    await fits(kpu);
    await look(kpu, 'phone');
  });
  await step('in English too', async () => {
    await kpu.setViewportSize(DESK);
    await kpu.click('[data-language=id]');
    await kpu.waitForSelector('[data-synthetic] >> text=SYNTHETIC');
    const text = await kpu.innerText('main');
    hold(!/Cuaca|kotak|Anggaran|ramalan/i.test(text), 'Indonesian words are left on the English page');
    await look(kpu, 'desk-en');
    await kpu.setViewportSize(PHONE);
    await fits(kpu);
    await look(kpu, 'phone-en');
    await kpu.click('[data-language=en]');
    await kpu.setViewportSize(DESK);
  });
  await step('its task is the card of an incident, which leads on', async () => {
    await kpu.click(`[data-danger="${danger.place}"] [data-task]`);
    await kpu.waitForSelector('[data-now=periksa]');
    hold(new URL(kpu.url()).pathname === `/incidents/${danger.task}`, 'the task leads elsewhere');
    await look(kpu, 'task');
  });
  await step('the site says the same', async () => {
    await kpu.goto(`${url}/sites/${danger.place}`);
    await kpu.waitForSelector('[data-weather=danger] [data-synthetic]');
    await kpu.waitForSelector(`[data-weather=danger] [data-task="${danger.task}"]`);
    await fits(kpu);
    await look(kpu, 'site');
    await kpu.setViewportSize(PHONE);
    await fits(kpu);
    await look(kpu, 'site-phone');
  });
  await step('what fires that were none may cost stands below the incidents', async () => {
    await kpu.goto(`${url}/incidents`);
    await kpu.waitForSelector('[data-fire-budget]');
    await fits(kpu);
    await look(kpu, 'incidents-phone');
  });
}
