"use client";
import type { ReactNode } from "react";
import type { Column } from "./column.ts";
import type { TableBodyProps } from "./table-grid.tsx";

/** The grid on a phone: one card a row, its main figures first. A tap opens the details. */
export function TableCards<Row>(props: TableBodyProps<Row>) {
  return (
    <ul className="cards" aria-label={props.label}>
      {props.rows.map((row) => (
        <li key={props.rowKey(row)} className="card" data-tone={props.tone?.(row) ?? undefined}>
          <Card {...props} row={row} />
        </li>
      ))}
    </ul>
  );
}

function Card<Row>(props: TableBodyProps<Row> & { row: Row }) {
  const { row, columns, open } = props;
  const at = (place: Column<Row>["card"]) => columns.filter((column) => column.card === place);
  const lines = at("line").filter((column) => !isBlank(column.value(row)));
  const head = (
    <>
      <span className="card-title">{at("title").map((column) => show(column, row))}</span>
      <span className="card-aside">{at("aside").map((column) => show(column, row))}</span>
    </>
  );
  return (
    <>
      {open === undefined ? (
        <div className="card-head">{head}</div>
      ) : (
        <button type="button" className="card-head" onClick={() => open(row)}>
          {head}
        </button>
      )}
      <dl className="card-lines">
        {lines.map((column) => (
          <div key={column.id}>
            <dt>{column.label}</dt>
            <dd>{show(column, row)}</dd>
          </div>
        ))}
      </dl>
      <div className="card-actions">{at("action").map((column) => show(column, row))}</div>
    </>
  );
}

function show<Row>(column: Column<Row>, row: Row): ReactNode {
  return (
    <span key={column.id}>
      {column.cell === undefined ? (column.value(row) ?? "—") : column.cell(row)}
    </span>
  );
}

/** A line without a value would only take space on a phone. */
function isBlank(value: string | number | null): boolean {
  return value === null || value === "";
}
