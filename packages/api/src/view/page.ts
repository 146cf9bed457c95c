/** A page by key; `nextCursor` is null on the last one. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly nextCursor: string | null;
}
