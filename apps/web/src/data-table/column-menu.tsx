"use client";
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { Popover } from "../components/popover.tsx";
import { Button } from "../components/button.tsx";
import { movedColumn, toggledColumn } from "./column-choice.ts";
import type { Column, TableView } from "./column.ts";

export interface ColumnMenuProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly shown: readonly Column<Row>[];
  readonly change: (part: Partial<TableView>) => void;
}

/** Chooses which columns show, and in which order. */
export function ColumnMenu<Row>({ columns, shown, change }: ColumnMenuProps<Row>) {
  const ids = shown.map((column) => column.id);
  const hidden = columns.filter((column) => !ids.includes(column.id));
  return (
    <Popover
      title="Columns"
      className="column-menu"
      align="end"
      trigger={
        <Button size="small" aria-label="Choose columns">
          <Columns3 size={14} aria-hidden="true" /> <span className="table-tool-word">Columns</span>
        </Button>
      }
    >
      <ul>
        {[...shown, ...hidden].map((column) => (
          <ColumnRow
            key={column.id}
            label={column.label}
            id={column.id}
            ids={ids}
            change={change}
          />
        ))}
      </ul>
      <Button size="small" onClick={() => change({ columns: null })}>
        Reset
      </Button>
    </Popover>
  );
}

interface ColumnRowProps {
  readonly label: string;
  readonly id: string;
  readonly ids: readonly string[];
  readonly change: (part: Partial<TableView>) => void;
}

function ColumnRow({ label, id, ids, change }: ColumnRowProps) {
  const at = ids.indexOf(id);
  return (
    <li className="column-row">
      <label>
        <input
          type="checkbox"
          checked={at >= 0}
          disabled={at >= 0 && ids.length === 1}
          onChange={() => change({ columns: toggledColumn(ids, id) })}
        />
        {label}
      </label>
      <button
        type="button"
        className="icon-button"
        aria-label={`Move ${label} earlier`}
        disabled={at <= 0}
        onClick={() => change({ columns: movedColumn(ids, id, -1) })}
      >
        <ArrowUp size={14} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={`Move ${label} later`}
        disabled={at < 0 || at === ids.length - 1}
        onClick={() => change({ columns: movedColumn(ids, id, 1) })}
      >
        <ArrowDown size={14} aria-hidden="true" />
      </button>
    </li>
  );
}
