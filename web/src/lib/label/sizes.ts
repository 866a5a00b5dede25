/** Sizes of labels as the server understands them: `70x37` is 70 by 37 mm, 3 by 8 on an A4 sheet. */

export const SIZES = ['70x37', '105x74', '63x38', '99x67', '105x148'] as const;

export const SHEET = { width: 210, height: 297 } as const;

export interface Grid {
  width: number;
  height: number;
  columns: number;
  rows: number;
  /** Millimetres to the left of the first label, and above it. */
  left: number;
  top: number;
}

export function gridOf(size: string): Grid {
  const [width = SHEET.width, height = SHEET.height] = size.split('x').map(Number);
  const columns = Math.floor(SHEET.width / width);
  const rows = Math.floor(SHEET.height / height);
  return { width, height, columns, rows, left: (SHEET.width - columns * width) / 2, top: (SHEET.height - rows * height) / 2 };
}
