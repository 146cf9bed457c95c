import type { CarriedOut } from "@interlock/core/approval/approval";
import type { EngineApproval } from "../../../operator/approval/approval-command.ts";
import type { SessionBook } from "../people/session-book.ts";
import { authorityAct } from "./authority-act.ts";
import { carryOutAct } from "./carry-out-act.ts";
import type { ChangePeople } from "./person-outbox.ts";

/** What the hand works with. */
interface HandParts {
  readonly change: ChangePeople;
  readonly sessions: SessionBook;
  /** Applied requests that nothing has come of yet, as the edge has followed the journal. */
  readonly due: () => readonly EngineApproval[];
  /** Tells the trading thread what came of one; at least once. */
  readonly report: (approvalId: string, carried: CarriedOut) => void;
  /** Raises an alert on screen. */
  readonly found: (sentence: string) => void;
}

/** How one that failed goes on. */
interface Setback {
  readonly failures: number;
  /** Looks that pass it by before it is tried again. */
  looksLeft: number;
}

/** An engine that did not take a report has it again after so many looks. */
const LOOKS_UNTIL_AGAIN = 20;
/** One that fails waits for twice as many looks each time, up to some minutes. */
const LOOKS_MAX = 512;
/** A database that is away for a moment is no news; one that fails so often in a row is told of, once. */
const FAILURES_TOLD = 3;

/**
 * Carries out what others agreed to about people and keys. It goes by what is due in the engine's state, so that what a
 * crash left between the journal and the database is made good by the next start.
 */
export class AuthorityHand {
  readonly #parts: HandParts;
  readonly #reported = new Map<string, number>();
  readonly #setbacks = new Map<string, Setback>();
  #looking = false;

  constructor(parts: HandParts) {
    this.#parts = parts;
  }

  /**
   * Carries out what is due, each by itself: one that fails stays due, is tried again ever later, and holds up no
   * other.
   */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      for (const approval of this.#parts.due()) await this.#carry(approval);
    } finally {
      this.#looking = false;
    }
  }

  async #carry(approval: EngineApproval): Promise<void> {
    if (this.#isPassedBy(approval.id)) return;
    const looks = this.#reported.get(approval.id) ?? LOOKS_UNTIL_AGAIN;
    this.#reported.set(approval.id, looks + 1);
    if (looks < LOOKS_UNTIL_AGAIN) return;
    const { change, report } = this.#parts;
    try {
      const carried = await change((client, note) => carryOutAct(client, note, approval));
      this.#tellSessions(approval);
      report(approval.id, carried);
      this.#reported.set(approval.id, 0);
      this.#setbacks.delete(approval.id);
    } catch (error) {
      this.#reported.delete(approval.id);
      this.#failed(approval, error instanceof Error ? error.message : String(error));
    }
  }

  #isPassedBy(approvalId: string): boolean {
    const setback = this.#setbacks.get(approvalId);
    if (setback === undefined || setback.looksLeft === 0) return false;
    setback.looksLeft -= 1;
    return true;
  }

  #failed({ id, subject }: EngineApproval, why: string): void {
    const failures = (this.#setbacks.get(id)?.failures ?? 0) + 1;
    this.#setbacks.set(id, { failures, looksLeft: Math.min(2 ** failures, LOOKS_MAX) });
    if (failures !== FAILURES_TOLD) return;
    this.#parts.found(
      `What was agreed in ${id} is not done yet: ${subject.title} (${why.replace(/\.$/, "")}). It is tried again every few minutes, and the others go on. See that Postgres is well; if it is, tell whoever looks after this installation.`,
    );
  }

  /** What was known of the person's sessions is no longer true. */
  #tellSessions({ subject }: EngineApproval): void {
    const act = authorityAct.parse("content" in subject.act ? subject.act.content : null);
    if (act.act !== "invite" && act.act !== "make_key")
      this.#parts.sessions.roleChanged(act.userId);
  }
}
