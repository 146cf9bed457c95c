"use client";
import type { Column, SortKey, TableView } from "./column.ts";
import { toggleSort } from "./table-rows.ts";

export interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly view: TableView;
  readonly change: (part: Partial<TableView>) => void;
}

/** Headers that sort: a click by that column alone, with Shift as a further key. */
export function TableHead<Row>({ columns, view, change }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const key = view.sort.find(({ id }) => id === column.id);
          return (
            <th
              key={column.id}
              scope="col"
              data-kind={column.kind}
              aria-sort={ariaSort(key)}
              title={column.hint}
            >
              {column.kind === "action" ? (
                <span className="sr-only">{column.label}</span>
              ) : (
                <button
                  type="button"
                  className="sort-button"
                  onClick={(event) =>
                    change({ sort: toggleSort(view.sort, column.id, event.shiftKey) })
                  }
                >
                  {column.label}
                  <span className="sort-mark" aria-hidden="true">
                    {sortMark(key)}
                  </span>
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function ariaSort(key: SortKey | undefined): "none" | "ascending" | "descending" {
  if (key === undefined) return "none";
  return key.descending ? "descending" : "ascending";
}

function sortMark(key: SortKey | undefined): string {
  if (key === undefined) return "";
  return key.descending ? "↓" : "↑";
}
