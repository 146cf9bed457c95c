"use client";
import { Download, Search } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { saveFile } from "./save-file.ts";
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
  readonly search: ReactNode;
  readonly allRows: (() => Promise<readonly Row[]>) | undefined;
}

function download(name: string, text: string): void {
  saveFile({ name, text, type: "text/csv;charset=utf-8" });
}

/** Filter, count, columns and export of a grid. */
export function TableToolbar<Row>(props: TableToolbarProps<Row>) {
  const { visible, total } = props;
  const toolbar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const focus = () => toolbar.current?.querySelector<HTMLInputElement>("[type=search]")?.focus();
    window.addEventListener(FOCUS_FILTER_EVENT, focus);
    return () => window.removeEventListener(FOCUS_FILTER_EVENT, focus);
  }, []);
  return (
    <div className="table-toolbar" ref={toolbar}>
      {props.search ?? <RowFilter view={props.view} change={props.change} />}
      <span className="table-count num" role="status">
        {visible.length === total ? "" : `${visible.length} of `}
        {total === 1 ? "1 row" : `${total} rows`}
      </span>
      {props.tools}
      <ColumnMenu {...{ columns: props.columns, shown: props.shown, change: props.change }} />
      <ExportButton {...props} />
    </div>
  );
}

function RowFilter({ view, change }: Pick<TableToolbarProps<unknown>, "view" | "change">) {
  return (
    <label className="table-filter">
      <Search size={14} aria-hidden="true" />
      <span className="sr-only">Filter rows</span>
      <input
        type="search"
        value={view.filter}
        placeholder="Filter, e.g. symbol:SPY"
        onChange={(event) => change({ filter: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          // A browser would empty a search field: the filter stays, only the focus goes.
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
    </label>
  );
}

/** Writes the rows to a file: those on screen, or where only some are loaded all of them, fetched first. */
function ExportButton<Row>({ name, shown, visible, allRows }: TableToolbarProps<Row>) {
  const [state, setState] = useState<"ready" | "fetching" | "failed">("ready");
  const write = (rows: readonly Row[]) =>
    download(csvFileName(name, dateText(Date.now())), tableCsv(rows, shown));
  const exportRows = async () => {
    if (allRows === undefined) return write(visible);
    setState("fetching");
    try {
      write(await allRows());
      setState("ready");
    } catch {
      setState("failed");
    }
  };
  return (
    <Button
      size="small"
      onClick={() => void exportRows()}
      disabled={state === "fetching"}
      aria-label="Export these rows as CSV"
    >
      <Download size={14} aria-hidden="true" /> {state === "failed" ? "CSV failed: again" : "CSV"}
    </Button>
  );
}
