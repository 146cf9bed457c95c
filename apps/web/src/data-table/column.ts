import type { ReactNode } from "react";

/**
 * One column of a grid. `value` serves sorting, filtering and export; `cell` is what is shown, by
 * default the value.
 */
export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  /** Fixed width in pixels: live figures must not move their neighbors. */
  readonly width: number;
  readonly kind: "text" | "number" | "time" | "action";
  readonly value: (row: Row) => string | number | null;
  readonly cell?: (row: Row) => ReactNode;
  /** Not shown until chosen. */
  readonly optional?: boolean;
  /** Where it stands on a phone's card; columns without a place are not on it. */
  readonly card?: "title" | "aside" | "line" | "action";
  readonly total?: (rows: readonly Row[]) => ReactNode;
  /** What the figure means, on the header. */
  readonly hint?: string;
}

/** How one person looks at one grid. */
export interface TableView {
  readonly sort: readonly SortKey[];
  readonly filter: string;
  /** Columns shown, in order; null means the columns' own defaults. */
  readonly columns: readonly string[] | null;
}

export interface SortKey {
  readonly id: string;
  readonly descending: boolean;
}

export const defaultTableView: TableView = { sort: [], filter: "", columns: null };

/** Returns the columns that a view shows, in its order. Ids that no longer exist are dropped. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  view: TableView,
): readonly Column<Row>[] {
  if (view.columns === null) return columns.filter((column) => column.optional !== true);
  const chosen = view.columns
    .map((id) => columns.find((column) => column.id === id))
    .filter((column) => column !== undefined);
  return chosen.length === 0 ? columns.filter((column) => column.optional !== true) : chosen;
}
