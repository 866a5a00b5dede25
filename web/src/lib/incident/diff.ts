/** The lines of two texts side by side: which came, which went, which stayed. */

export interface Line {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** Longest lines in common; a playbook has some hundreds, so the table is small. */
export function diff(before: string, after: string): Line[] {
  const [one, other] = [before.split('\n'), after.split('\n')];
  const common = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      common[i]![j] = one[i] === other[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      lines.push({ kind: 'same', text: one[i]! });
      [i, j] = [i + 1, j + 1];
    } else if (i < one.length && (j === other.length || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ kind: 'gone', text: one[i++]! });
    } else {
      lines.push({ kind: 'new', text: other[j++]! });
    }
  }
  return lines;
}
