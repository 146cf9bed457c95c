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
}

/** An engine that did not take a report has it again after so many looks. */
const LOOKS_UNTIL_AGAIN = 20;

/**
 * Carries out what others agreed to about people and keys. It goes by what is due in the engine's state, so that what a
 * crash left between the journal and the database is made good by the next start.
 */
export class AuthorityHand {
  readonly #parts: HandParts;
  readonly #reported = new Map<string, number>();
  #looking = false;

  constructor(parts: HandParts) {
    this.#parts = parts;
  }

  /** Carries out what is due. While the database is silent it waits for the next look. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      for (const approval of this.#parts.due()) await this.#carry(approval);
    } catch {
      // It stays due, and the next look tries again.
    } finally {
      this.#looking = false;
    }
  }

  async #carry(approval: EngineApproval): Promise<void> {
    const looks = this.#reported.get(approval.id) ?? LOOKS_UNTIL_AGAIN;
    this.#reported.set(approval.id, looks + 1);
    if (looks < LOOKS_UNTIL_AGAIN) return;
    const { change, report } = this.#parts;
    try {
      const carried = await change((client, note) => carryOutAct(client, note, approval));
      this.#tellSessions(approval);
      report(approval.id, carried);
      this.#reported.set(approval.id, 0);
    } catch (error) {
      this.#reported.delete(approval.id);
      throw error;
    }
  }

  /** What was known of the person's sessions is no longer true. */
  #tellSessions({ subject }: EngineApproval): void {
    const act = authorityAct.parse("content" in subject.act ? subject.act.content : null);
    if (act.act !== "invite" && act.act !== "make_key")
      this.#parts.sessions.roleChanged(act.userId);
  }
}
