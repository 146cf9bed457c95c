import type { ReactNode } from "react";
import type { Column } from "./column.ts";

/** What a grid shows and how it is named. */
export interface DataTableProps<Row> {
  /** Names the grid in storage, in exported files and for assistive technology. */
  readonly name: string;
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly open?: (row: Row) => void;
  readonly opened?: string | null;
  readonly tone?: (row: Row) => "warn" | "critical" | "muted" | null;
  readonly empty: ReactNode;
  readonly tools?: ReactNode;
  /** Stands in for the filter of the loaded rows, where the server searches. */
  readonly search?: ReactNode;
  /** How many rows there are, where not all are loaded; null while that is not known. */
  readonly total?: number | null;
  /** All rows for a file, where not all are loaded. */
  readonly allRows?: () => Promise<readonly Row[]>;
  readonly foot?: ReactNode;
}
