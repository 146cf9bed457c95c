import { defaultTableView, type SortKey, type TableView } from "./column.ts";

const keyOf = (table: string) => `interlock.table.${table}`;
const SORT_KEYS_MAX = 4;
const FILTER_MAX = 200;

/** Reads how this browser last looked at a grid; the default when nothing readable is kept. */
export function loadTableView(table: string): TableView {
  if (typeof window === "undefined") return defaultTableView;
  try {
    return readTableView(JSON.parse(window.localStorage.getItem(keyOf(table)) ?? "null"));
  } catch {
    return defaultTableView;
  }
}

/** Keeps a view for the next visit. A browser without storage simply does not remember. */
export function saveTableView(table: string, view: TableView): void {
  try {
    window.localStorage.setItem(keyOf(table), JSON.stringify(view));
  } catch {
    // Storage may be full or switched off: the grid works without it.
  }
}

/** Reads a kept view part by part; a part of another shape takes its default. */
export function readTableView(stored: unknown): TableView {
  if (typeof stored !== "object" || stored === null) return defaultTableView;
  const nothing: Record<"sort" | "filter" | "columns", unknown> = {
    sort: null,
    filter: null,
    columns: null,
  };
  const { sort, filter, columns } = { ...nothing, ...stored };
  return {
    sort: Array.isArray(sort) ? sort.filter(isSortKey).slice(0, SORT_KEYS_MAX) : [],
    filter: typeof filter === "string" ? filter.slice(0, FILTER_MAX) : "",
    columns: Array.isArray(columns) ? columns.filter((id) => typeof id === "string") : null,
  };
}

function isSortKey(value: unknown): value is SortKey {
  if (typeof value !== "object" || value === null) return false;
  const nothing: Record<"id" | "descending", unknown> = { id: null, descending: null };
  const { id, descending } = { ...nothing, ...value };
  return typeof id === "string" && typeof descending === "boolean";
}
