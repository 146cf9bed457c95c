import type { KeyScope } from "./permissions.ts";
import type { Role } from "./view/scalars.ts";

/** Who asks: taken from the session, never from the request's body. */
export interface Actor {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** How they are known: by a signed-in browser, or by a key of a program. */
  readonly by: "session" | "api_key";
  /** The key's id; absent for a session. */
  readonly keyId?: string | undefined;
  /** What the key is for; absent for a session. */
  readonly scopes?: readonly KeyScope[] | undefined;
  /** The session is a command line's, signed in at a browser; absent for others. */
  readonly atCommandLine?: true | undefined;
  /** The session, or for a key its own id, and where the request came from. */
  readonly session: Whereabouts;
  /** Who alone gave them their role, and whether that has settled; absent: others had agreed, or nobody asks here. */
  readonly raisedAlone?:
    | {
        readonly by: string;
        readonly settled: boolean;
        /** When 24 hours are over since then, in wall-clock milliseconds; and what else it takes. */
        readonly settlesAt: number;
        readonly holdsPasskey: boolean;
      }
    | undefined;
  /** The passkey assertion made for exactly this request; absent where none was given. */
  readonly stepUp?: StepUp | undefined;
}

/** Where a request came from, as the server saw it. */
export interface Whereabouts {
  readonly id: string;
  readonly ip: string | null;
  /** The browser's own description. */
  readonly device: string | null;
}

/** A passkey assertion that the server has checked and used up for one action. */
export interface StepUp {
  readonly credentialId: string;
  /** When it was checked, in wall-clock milliseconds of the server. */
  readonly at: number;
  /** SHA-256 in hex of the action, see `people/action-text.ts`. */
  readonly actionHash: string;
}
