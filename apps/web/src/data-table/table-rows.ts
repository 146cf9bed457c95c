import { type Column, type SortKey, shownColumns, type TableView } from "./column.ts";

/** Returns the rows that a view shows: filtered, then sorted. Rows that compare equal keep their order. */
export function tableRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  view: TableView,
): readonly Row[] {
  const filtered = filterRows(rows, columns, view);
  const keys = view.sort
    .map((key) => ({ key, column: columns.find((column) => column.id === key.id) }))
    .filter(hasColumn);
  if (keys.length === 0) return filtered;
  return [...filtered].sort((a, b) => compareRows(a, b, keys));
}

interface Key<Row> {
  readonly key: SortKey;
  readonly column: Column<Row>;
}

function hasColumn<Row>(pair: { key: SortKey; column: Column<Row> | undefined }): pair is Key<Row> {
  return pair.column !== undefined;
}

function compareRows<Row>(a: Row, b: Row, keys: readonly Key<Row>[]): number {
  for (const { key, column } of keys) {
    const order = compareValues(column.value(a), column.value(b), key.descending);
    if (order !== 0) return order;
  }
  return 0;
}

/** Compares numbers as numbers, decimal strings too, and the rest as text. What is unknown comes last either way. */
function compareValues(
  a: string | number | null,
  b: string | number | null,
  descending: boolean,
): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const [x, y] = [Number(a), Number(b)];
  const numeric = a !== "" && b !== "" && !Number.isNaN(x) && !Number.isNaN(y);
  const order = numeric ? x - y : String(a).localeCompare(String(b), "en");
  return descending ? -order : order;
}

/**
 * Filters by words that must all occur. "symbol:SPY" looks in the column whose id or label begins so; a bare word looks
 * in every shown column.
 */
function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  view: TableView,
): readonly Row[] {
  const terms = view.filter
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== "");
  if (terms.length === 0) return rows;
  const shown = shownColumns(columns, view);
  return rows.filter((row) => terms.every((term) => matches(row, term, { columns, shown })));
}

function matches<Row>(
  row: Row,
  term: string,
  where: { columns: readonly Column<Row>[]; shown: readonly Column<Row>[] },
): boolean {
  const colon = term.indexOf(":");
  const field = colon > 0 ? term.slice(0, colon) : "";
  const named = where.columns.filter(
    ({ id, label }) =>
      field !== "" && (id.startsWith(field) || label.toLowerCase().startsWith(field)),
  );
  const wanted = named.length > 0 ? term.slice(colon + 1) : term;
  const searched = named.length > 0 ? named : where.shown;
  return searched.some((column) => textOf(column, row).includes(wanted));
}

function textOf<Row>(column: Column<Row>, row: Row): string {
  const value = column.value(row);
  return value === null ? "" : String(value).toLowerCase();
}

/** Returns the sort after a click on a header: ascending, descending, then none. `add` keeps the other keys. */
export function toggleSort(sort: readonly SortKey[], id: string, add: boolean): readonly SortKey[] {
  const known = sort.find((key) => key.id === id);
  const others = add ? sort.filter((key) => key.id !== id) : [];
  if (known === undefined) return [...others, { id, descending: false }];
  return known.descending ? others : [...others, { id, descending: true }];
}
