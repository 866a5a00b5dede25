import { describe, expect, it } from 'vitest';
import { Sight } from './camera.svelte';
import { nearest } from './reader';

describe('the camera as a scanner', () => {
  it.each([
    ['a label that stays in sight', [['A', 0], ['A', 90], ['A', 1500]], ['A']],
    ['a picture that was blurred meanwhile', [['A', 0], [null, 90], ['A', 180]], ['A']],
    ['a label that is shown again', [['A', 0], [null, 90], ['A', 1600]], ['A', 'A']],
    ['one label after the other', [['A', 0], ['B', 90], ['A', 180]], ['A', 'B', 'A']],
  ] as [string, [string | null, number][], string[]][])('%s', (_, pictures, scans) => {
    const sight = new Sight();
    expect(pictures.map(([text, at]) => sight.saw(text, at)).filter((scan) => scan !== null)).toEqual(scans);
  });

  it('takes the code that is aimed at', () => {
    const codes = [
      { text: 'corner', x: 20, y: 20 },
      { text: 'middle', x: 300, y: 250 },
      { text: '', x: 320, y: 240 },
    ];
    expect(nearest(codes, 640, 480)).toBe('middle');
    expect(nearest([], 640, 480)).toBeNull();
  });
});
