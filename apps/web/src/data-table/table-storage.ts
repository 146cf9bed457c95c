import { z } from "zod";
import { defaultTableView, type TableView } from "./column.ts";

const storedView = z.object({
  sort: z.array(z.object({ id: z.string(), descending: z.boolean() })).max(4),
  filter: z.string().max(200),
  columns: z.array(z.string()).nullable(),
});

const keyOf = (table: string) => `interlock.table.${table}`;

/** Reads how this browser last looked at a grid; the default when nothing readable is kept. */
export function loadTableView(table: string): TableView {
  if (typeof window === "undefined") return defaultTableView;
  try {
    const read = storedView.safeParse(
      JSON.parse(window.localStorage.getItem(keyOf(table)) ?? "null"),
    );
    return read.success ? read.data : defaultTableView;
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
