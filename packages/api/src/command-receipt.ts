/** The answer to a command: what the engine did with it, durable before it is given. */
export interface CommandReceipt {
  readonly commandId: string;
  readonly accepted: boolean;
  /** Sentence for a person: what happened, or why not and what to do next. */
  readonly sentence: string;
  readonly journalSeq: number | null;
  /** What the command lacked; with it, it may be given again under a new id. */
  readonly needs?: "step_up" | "approval" | "confirmation" | undefined;
  /** Why it was refused, where a program must tell: things moved on since the person looked, or it is not theirs. */
  readonly fault?: "conflict" | "forbidden" | undefined;
  /** Id of what it made, e.g. of a request. */
  readonly made?: string | undefined;
}
