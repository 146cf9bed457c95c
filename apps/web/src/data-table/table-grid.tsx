"use client";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { usePreferences } from "../preferences/preferences-provider.tsx";
import type { Column, TableView } from "./column.ts";
import type { DataTableProps } from "./data-table-props.ts";
import { TableHead } from "./table-head.tsx";
import { useRowWindow } from "./use-row-window.ts";

/** Above this many rows only those near the window are in the page. */
const VIRTUAL_FROM = 150;
const ROW_HEIGHT = { default: 36, compact: 28 } as const;

export interface TableBodyProps<Row> extends DataTableProps<Row> {
  readonly view: TableView;
  readonly change: (part: Partial<TableView>) => void;
}

/** The grid as a table: fixed column widths, header and first column in sight, rows by arrow keys. */
export function TableGrid<Row>(props: TableBodyProps<Row>) {
  const { rows, columns } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = ROW_HEIGHT[usePreferences().preferences.rows];
  const virtual = rows.length > VIRTUAL_FROM;
  const window = useRowWindow(scroller, { count: rows.length, rowHeight });
  const { first, last } = virtual ? window : { first: 0, last: rows.length - 1 };
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <div ref={scroller} className="table-scroll" data-virtual={virtual}>
      <table
        className="grid-table"
        style={{ minWidth: width }}
        aria-rowcount={rows.length + 1}
        aria-label={props.label}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={{ width: column.width }} />
          ))}
        </colgroup>
        <TableHead columns={columns} view={props.view} change={props.change} />
        <tbody>
          <Spacer height={first * rowHeight} columns={columns.length} />
          <Rows {...props} first={first} last={last} />
          <Spacer height={(rows.length - 1 - last) * rowHeight} columns={columns.length} />
        </tbody>
        <Totals columns={columns} rows={rows} />
      </table>
    </div>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr className="spacer">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

function Rows<Row>(props: TableBodyProps<Row> & { first: number; last: number }) {
  const [active, setActive] = useState(0);
  const shown = props.rows.slice(props.first, props.last + 1);
  const current = Math.min(Math.max(active, props.first), props.last);
  return shown.map((row, offset) => {
    const index = props.first + offset;
    const key = props.rowKey(row);
    return (
      <tr
        key={key}
        aria-rowindex={index + 2}
        data-tone={props.tone?.(row) ?? undefined}
        data-opens={props.open !== undefined}
        data-opened={props.opened === key}
        tabIndex={index === current ? 0 : -1}
        onFocus={() => setActive(index)}
        onKeyDown={(event) => moveFocus(event, () => props.open?.(row))}
        onClick={(event) => {
          if (!isControl(event.target)) props.open?.(row);
        }}
      >
        {props.columns.map((column, at) => (
          <Cell key={column.id} column={column} row={row} first={at === 0} />
        ))}
      </tr>
    );
  });
}

function Cell<Row>({ column, row, first }: { column: Column<Row>; row: Row; first: boolean }) {
  const content: ReactNode =
    column.cell === undefined ? (column.value(row) ?? "—") : column.cell(row);
  if (first) {
    return (
      <th scope="row" data-kind={column.kind}>
        {content}
      </th>
    );
  }
  return <td data-kind={column.kind}>{content}</td>;
}

function Totals<Row>({ columns, rows }: { columns: readonly Column<Row>[]; rows: readonly Row[] }) {
  if (columns.every((column) => column.total === undefined)) return null;
  return (
    <tfoot>
      <tr>
        {columns.map((column, at) => (
          <td key={column.id} data-kind={column.kind}>
            {column.total?.(rows) ?? (at === 0 ? "Total" : null)}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button, a, input, select, label") !== null;
}

function moveFocus(event: KeyboardEvent<HTMLTableRowElement>, open: () => void): void {
  if (event.target !== event.currentTarget) return;
  const { key, currentTarget } = event;
  if (key === "Enter") {
    event.preventDefault();
    open();
    return;
  }
  const down = key === "ArrowDown";
  if (!down && key !== "ArrowUp") return;
  event.preventDefault();
  const neighbor = down ? currentTarget.nextElementSibling : currentTarget.previousElementSibling;
  if (neighbor instanceof HTMLElement) neighbor.focus();
}
