import type pg from "pg";
import { UnfitValue } from "./column.ts";
import type { LedgerTable } from "./ledger-tables.ts";

/** Rows of one statement: few enough for its text to stay in some megabytes, even with long JSON. */
const ROWS_PER_STATEMENT = 2_000;

/**
 * Writes rows in bulk: one array of text per column, unnested and cast by the server. Rows of an append-only table are
 * inserted; rows of a table of the present state replace the one of the same key, the last row of a key winning.
 */
export async function insertRows<Row>(
  client: pg.ClientBase,
  table: LedgerTable<Row>,
  rows: readonly Row[],
): Promise<void> {
  const { keyOf } = table;
  const written = keyOf === undefined ? rows : lastOfEach(rows, keyOf);
  const statement = insertStatement(table);
  for (let start = 0; start < written.length; start += ROWS_PER_STATEMENT) {
    const slice = written.slice(start, start + ROWS_PER_STATEMENT);
    await client.query(statement, columnArrays(table, slice));
  }
}

function lastOfEach<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

function insertStatement<Row>({ name, key, columns }: LedgerTable<Row>): string {
  const names = columns.map((column) => column.name);
  const values = columns.map((column, index) => `c${index}::${column.type}`);
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`);
  const fields = columns.map((_, index) => `c${index}`);
  const insert =
    `insert into ${name} (${names.join(", ")}) select ${values.join(", ")} ` +
    `from unnest(${arrays.join(", ")}) as given (${fields.join(", ")})`;
  if (key.length === 0) return insert;
  const replaced = names.filter((column) => !key.includes(column));
  const assignments = replaced.map((column) => `${column} = excluded.${column}`);
  return `${insert} on conflict (${key.join(", ")}) do update set ${assignments.join(", ")}`;
}

function columnArrays<Row>(table: LedgerTable<Row>, rows: readonly Row[]): (string | null)[][] {
  return table.columns.map((column) =>
    rows.map((row) => {
      try {
        return column.encode(row);
      } catch (error) {
        if (!(error instanceof UnfitValue)) throw error;
        throw new UnfitValue(`${table.name}.${column.name} cannot hold ${error.message}`);
      }
    }),
  );
}
