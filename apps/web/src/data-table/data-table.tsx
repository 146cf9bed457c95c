"use client";
import { type ReactNode, useMemo, useState } from "react";
import { EmptyNotice } from "../components/notice.tsx";
import { Button } from "../components/button.tsx";
import { shownColumns, type TableView } from "./column.ts";
import type { DataTableProps } from "./data-table-props.ts";
import { TableCards } from "./table-cards.tsx";
import { TableGrid } from "./table-grid.tsx";
import { tableRows } from "./table-rows.ts";
import { loadTableView, saveTableView } from "./table-storage.ts";
import { TableToolbar } from "./table-toolbar.tsx";
import { useIsPhone } from "./use-is-phone.ts";

/** A grid with sorting, filtering, a choice of columns and CSV; cards on a phone. Its view is kept per browser. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, rows, columns } = props;
  const [view, setView] = useState<TableView>(() => loadTableView(name));
  const phone = useIsPhone();
  const change = (part: Partial<TableView>) => {
    const next = { ...view, ...part };
    setView(next);
    saveTableView(name, next);
  };
  const shown = useMemo(() => shownColumns(columns, view), [columns, view]);
  const searched = props.search !== undefined;
  const visible = useMemo(
    () => tableRows(rows, columns, searched ? { ...view, filter: "" } : view),
    [rows, columns, view, searched],
  );
  const Body = phone ? TableCards : TableGrid;
  return (
    <div className="data-table">
      <TableToolbar
        {...{ name, columns, shown, view, change, tools: props.tools, search: props.search }}
        visible={visible}
        total={props.total ?? rows.length}
        allRows={props.allRows}
      />
      {visible.length === 0 ? (
        <NoRows total={rows.length} empty={props.empty} clear={() => change({ filter: "" })} />
      ) : (
        <Body {...props} columns={shown} rows={visible} view={view} change={change} />
      )}
      {props.foot === undefined ? null : <div className="table-foot">{props.foot}</div>}
    </div>
  );
}

function NoRows(props: { total: number; empty: ReactNode; clear: () => void }) {
  if (props.total === 0) return props.empty;
  return (
    <EmptyNotice title={`0 of ${props.total} match`}>
      <Button size="small" onClick={props.clear}>
        Clear the filter
      </Button>
    </EmptyNotice>
  );
}
