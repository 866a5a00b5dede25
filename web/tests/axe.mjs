/** Looks at the main part of a page with axe: what of WCAG 2.2 A and AA a machine can tell. */
import { readFileSync } from 'node:fs';
import { hold } from './steps.mjs';

const SOURCE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function holdNoViolation(page, name) {
  // As the debugger, for the page lets no foreign script in.
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate((values) => globalThis.axe.run('main', { runOnly: { type: 'tag', values } }), RULES);
  const said = violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(', ')}`);
  hold(said.length === 0, `axe finds on ${name}: ${said.join('; ')}`);
}
