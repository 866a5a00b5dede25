import type { EntryPage } from '$lib/api/types';

type Line = EntryPage['lines'][number];

/** The lines of a statement that a finding is about: its own boxes, else what was taken otherwise than offered, else all. */
export function concerned(lines: readonly Line[], boxes: readonly string[]): readonly Line[] {
  const own = lines.filter(({ box }) => boxes.includes(box));
  if (own.length > 0) return own;
  const excepted = lines.filter(({ exception }) => exception);
  return excepted.length > 0 ? excepted : lines;
}
