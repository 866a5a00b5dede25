import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokens(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}

const light = tokens(':root');
const themes: Record<string, Record<string, string>> = { light, dark: { ...light, ...tokens(":root[data-theme='dark']") } };

/** WCAG 2.2: relative luminance and contrast of two colours. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const TEXT = ['ink', 'ink-2', 'ink-3', 'accent', 'none', 'underway', 'ready', 'late', 'critical'];

describe.each(Object.entries(themes))('%s', (_, theme) => {
  it.each(TEXT.flatMap((text) => ['ground', 'surface', 'raised'].map((ground) => [text, ground])))(
    'text in %s on %s has 4.5:1',
    (text, ground) => expect(contrast(theme[text]!, theme[ground]!)).toBeGreaterThanOrEqual(4.5),
  );

  it.each([
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
    ['accent', 'accent-soft'],
    ['ink', 'late-soft'],
    ['ink', 'none-soft'],
    ['ink-3', 'accent-soft'],
    ['ready', 'ready-soft'],
    ['critical', 'critical-soft'],
  ])('text in %s on %s has 4.5:1', (text, ground) => {
    expect(contrast(theme[text]!, theme[ground]!)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['line-strong', 'surface'],
    ['line-strong', 'ground'],
    ['ready', 'sunken'],
    ['underway', 'sunken'],
  ])('edges in %s on %s have 3:1', (edge, ground) => {
    expect(contrast(theme[edge]!, theme[ground]!)).toBeGreaterThanOrEqual(3);
  });
});
