/** One fault that the product must survive, and what it promises then. */
export interface FaultRow {
  /** A letter for the part and two digits; the names of its tests begin with it. */
  readonly id: string;
  /** What goes wrong, as a phrase. */
  readonly fault: string;
  /** What holds all the same, as a sentence. */
  readonly guarantee: string;
  /** Why no test shows it yet, as a sentence; absent where tests do. */
  readonly missing?: string;
}

/** The faults of one part. */
export interface FaultTable {
  readonly title: string;
  readonly rows: readonly FaultRow[];
}
