import type { DatabasePool } from "@interlock/db/create-pool";
import type { GiveCommand } from "../authority/ask-others.ts";
import type { ChangePeople } from "../authority/person-outbox.ts";
import type { Passkeys } from "../passkey/passkeys.ts";
import type { NotePerson } from "../person-notes.ts";
import type { Seal } from "../secret/sealed-bytes.ts";
import type { SendInvitation } from "./invitation-mail.ts";
import type { SessionBook } from "./session-book.ts";

/** What everything that concerns people works with. */
export interface PeopleGround {
  /** A pool whose search path is the schema `identity`. */
  readonly pool: DatabasePool;
  readonly passkeys: Passkeys;
  readonly sessions: SessionBook;
  /** Seals secrets of code generators. */
  readonly totpSeal: Seal;
  readonly note: NotePerson;
  readonly change: ChangePeople;
  readonly command: GiveCommand;
  readonly consoleUrl: string;
  /** Mails an invitation; null without a mail server. */
  readonly sendInvitation: SendInvitation | null;
  /** Whether what raises risk needs others here. */
  readonly isFullLadder: () => boolean;
}
