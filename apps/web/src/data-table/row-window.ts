/** The rows of a long grid that are in the page: those in sight and a few around them. All rows are of one height. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

const AROUND = 12;

/** Returns which rows belong in the page; `last` is -1 for a grid without rows. */
export function rowWindow(view: {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
}): RowWindow {
  const { scrollTop, height, rowHeight, count } = view;
  const top = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const shown = Math.ceil(height / rowHeight);
  const last = Math.min(count - 1, top + shown + AROUND);
  return { first: Math.max(0, Math.min(top, count - shown) - AROUND), last };
}
