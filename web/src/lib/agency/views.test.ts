import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROLES } from '$lib/api/types';
import { SECTIONS, VIEWS } from './views';

/** The rows of a table of docs/ROLES.md, cell by cell. */
function rows(heading: string): string[][] {
  const page = readFileSync(new URL('../../../../docs/ROLES.md', import.meta.url), 'utf8');
  const part = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = part.split('\n').filter((line) => line.startsWith('| ')).slice(2);
  return lines.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim().replaceAll('`', '')));
}

test('the page of docs says of every role what its view shows', () => {
  const written = new Map(rows('Views').map(([role, sections]) => [role, sections?.split(/,? +/)]));
  expect([...written.keys()]).toEqual([...ROLES]);
  expect(Object.fromEntries(written)).toEqual(VIEWS);
});

test('every section is described, and somebody sees it', () => {
  expect(rows('Sections of a view').map(([section]) => section)).toEqual([...SECTIONS]);
  expect(new Set(Object.values(VIEWS).flat())).toEqual(new Set(SECTIONS));
});
