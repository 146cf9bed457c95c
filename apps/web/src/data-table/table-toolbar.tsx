"use client";
import { Download, Search } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "../components/button.tsx";
import { dateText } from "../format/time-text.ts";
import { FOCUS_FILTER_EVENT } from "../shell/shortcuts.tsx";
import { ColumnMenu } from "./column-menu.tsx";
import type { Column, TableView } from "./column.ts";
import { csvFileName, tableCsv } from "./table-csv.ts";

export interface TableToolbarProps<Row> {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly shown: readonly Column<Row>[];
  readonly visible: readonly Row[];
  readonly total: number;
  readonly view: TableView;
  readonly change: (part: Partial<TableView>) => void;
  readonly tools: ReactNode;
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Filter, count, columns and export of a grid. */
export function TableToolbar<Row>(props: TableToolbarProps<Row>) {
  const { view, visible, total } = props;
  const filter = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = () => filter.current?.focus();
    window.addEventListener(FOCUS_FILTER_EVENT, focus);
    return () => window.removeEventListener(FOCUS_FILTER_EVENT, focus);
  }, []);
  const exportRows = () => {
    download(csvFileName(props.name, dateText(Date.now())), tableCsv(visible, props.shown));
  };
  return (
    <div className="table-toolbar">
      <label className="table-filter">
        <Search size={14} aria-hidden="true" />
        <span className="sr-only">Filter rows</span>
        <input
          ref={filter}
          type="search"
          value={view.filter}
          placeholder="Filter, e.g. symbol:SPY"
          onChange={(event) => props.change({ filter: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            // A browser would empty a search field: the filter stays, only the focus goes.
            event.preventDefault();
            event.currentTarget.blur();
          }}
        />
      </label>
      <span className="table-count num" role="status">
        {visible.length === total ? "" : `${visible.length} of `}
        {total === 1 ? "1 row" : `${total} rows`}
      </span>
      {props.tools}
      <ColumnMenu {...{ columns: props.columns, shown: props.shown, change: props.change }} />
      <Button size="small" onClick={exportRows} aria-label="Export these rows as CSV">
        <Download size={14} aria-hidden="true" /> CSV
      </Button>
    </div>
  );
}
