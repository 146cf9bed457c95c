import type { IncomingMessage } from "node:http";
import type { PeoplePort } from "@interlock/api/people/people-port";
import type { Environment } from "@interlock/api/view/scalars";
import type { DatabasePool } from "@interlock/db/create-pool";
import type { CarriedOut } from "@interlock/core/approval/approval";
import type { EngineApproval } from "../../operator/approval/approval-command.ts";
import { secretKey } from "../../supervisor/secret-key.ts";
import { KeyDesk } from "../keys/key-desk.ts";
import { NO_TARGETS, type NoticeTargets } from "../notices/notice-targets.ts";
import type { GiveCommand } from "./authority/ask-others.ts";
import { AuthorityHand } from "./authority/authority-hand.ts";
import { PersonOutbox } from "./authority/person-outbox.ts";
import { DeviceDesk } from "./device/device-desk.ts";
import { identify } from "./identify.ts";
import { KillCookie } from "./kill-cookie.ts";
import { KnownSessions } from "./known-sessions.ts";
import { type Auth, makeAuth } from "./make-auth.ts";
import { OpenSockets } from "./open-sockets.ts";
import { Passkeys } from "./passkey/passkeys.ts";
import { makeStepUps } from "./passkey/step-ups.ts";
import { invitationMail } from "./people/invitation-mail.ts";
import { makeProfileDesk } from "./people/profile-desk.ts";
import { RosterDesk } from "./people/roster-desk.ts";
import { SessionBook } from "./people/session-book.ts";
import type { NotePerson } from "./person-notes.ts";
import { Seal } from "./secret/sealed-bytes.ts";
import { SessionEnds } from "./session-ends.ts";
import { FlattenTaps } from "./sign-in/flatten-taps.ts";
import { SignInDesk } from "./sign-in/sign-in-desk.ts";
import { whereOf } from "./whereabouts.ts";

/** What everything about people is opened on. */
export interface PeopleStart {
  readonly dataDir: string;
  /** Where people reach the console; cookies and passkeys are bound to it. */
  readonly consoleUrl: string;
  /** A pool whose search path is the schema `identity`. */
  readonly pool: DatabasePool;
  readonly note: NotePerson;
  readonly environment: () => Environment;
  /** Where notices go: by its mail server invitations are sent. */
  readonly notices?: NoticeTargets | undefined;
  readonly isFullLadder: () => boolean;
  readonly command: GiveCommand;
  /** What is due by requests about people and keys, and ids of notes that the journal has. */
  readonly due: () => readonly EngineApproval[];
  readonly journaled: () => readonly string[];
  readonly report: (approvalId: string, carried: CarriedOut) => void;
  /** Raises an alert on screen. */
  readonly found: (sentence: string) => void;
}

/** Who is there: signing in, sessions and what they hold open, and the desks that people are managed at. */
export interface PeopleHouse {
  readonly auth: Auth;
  readonly port: PeoplePort;
  readonly sessions: KnownSessions;
  readonly sessionBook: SessionBook;
  readonly ends: SessionEnds;
  readonly sockets: OpenSockets;
  readonly killCookie: KillCookie;
  readonly note: NotePerson;
  /** Keys of programs. */
  readonly keys: KeyDesk;
  /**
   * Begins to look again and again: at sessions of open sockets, at what the journal is still to be told, and at what
   * others agreed to.
   */
  readonly watch: () => readonly NodeJS.Timeout[];
}

const LOOK_MS = 500;

/** Opens it; no connection is made before one is needed. */
export function openPeople(start: PeopleStart): PeopleHouse {
  const { dataDir, consoleUrl, pool, note, environment, isFullLadder, command } = start;
  const secret = secretKey(dataDir, "auth").toString("hex");
  const ends = new SessionEnds();
  const passkeys = new Passkeys(pool, consoleUrl);
  const totpSeal = new Seal(secret, "totp");
  const outbox = new PersonOutbox({ pool, tell: note, journaled: start.journaled });
  const { change } = outbox;
  const desk = new SignInDesk({ pool, passkeys, totpSeal, note, change });
  const killCookie = new KillCookie(secretKey(dataDir, "kill"), dataDir, consoleUrl);
  const taps = new FlattenTaps({ killCookie, passkeys, note });
  const devices = new DeviceDesk({ pool, note, isFullLadder });
  const auth = makeAuth({ pool, secret, consoleUrl, desk, taps, ends, whereOf, devices });
  const sessions = new SessionBook(pool, ends, dataDir);
  const sendInvitation = invitationMail((start.notices ?? NO_TARGETS).mail);
  const rules = { note, change, command, isFullLadder, sendInvitation };
  const ground = { pool, passkeys, sessions, totpSeal, consoleUrl, ...rules };
  const { due, report, found } = start;
  const hand = new AuthorityHand({ change, sessions, due, report, found });
  const sockets = new OpenSockets(pool, ends);
  const whoAsks = (request: IncomingMessage) => identify({ auth, pool, isFullLadder }, request);
  return {
    auth,
    port: {
      stepUp: makeStepUps({ pool, passkeys, note }),
      devices,
      profile: makeProfileDesk(ground),
      roster: new RosterDesk(ground),
    },
    sessions: new KnownSessions(whoAsks, ends),
    sessionBook: sessions,
    ends,
    sockets,
    killCookie,
    note,
    keys: new KeyDesk({ pool, environment, change, command, isFullLadder }),
    watch: () => [
      sockets.watch(),
      setInterval(() => void outbox.look().then(() => hand.look()), LOOK_MS),
    ],
  };
}
