/** What can be wrong with a journal on disk. */
export type JournalFaultCode =
  /** An entry's bytes are not what its checksum says, or its content is no entry. */
  | "damaged_entry"
  /** An entry does not follow from the one before it. */
  | "broken_link"
  /** Sequence numbers are absent, or come twice. */
  | "missing_entries"
  | "damaged_header"
  /** Written by a newer version of this program. */
  | "newer_version"
  /** The log ends before an entry that was acknowledged as durable. */
  | "cut_tail"
  | "damaged_head"
  /** Another engine has the journal open. */
  | "locked"
  /** The operating system refused to read or write. */
  | "unreadable";

/** One fault, with its place: file name, byte offset in it, and sequence number of the entry concerned. */
export interface JournalFault {
  readonly code: JournalFaultCode;
  readonly segment: string;
  readonly offset: number;
  readonly seq: number;
  /** One sentence for the operator: what is wrong, and where. */
  readonly sentence: string;
}

/** Carries a fault through a reader whose caller expects entries. */
export class JournalFaultError extends Error {
  override readonly name = "JournalFaultError";
  readonly fault: JournalFault;

  constructor(fault: JournalFault) {
    super(fault.sentence);
    this.fault = fault;
  }
}

/** Turns whatever was thrown while reading into a fault. */
export function faultOf(error: unknown, segment: string): JournalFault {
  if (error instanceof JournalFaultError) return error.fault;
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: "unreadable",
    segment,
    offset: 0,
    seq: 0,
    sentence: `${segment} cannot be read or written: ${reason}.`,
  };
}
