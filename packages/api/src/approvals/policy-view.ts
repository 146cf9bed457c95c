/** What an act needs in this environment, in words. */
export interface PolicyLine {
  readonly act: string;
  /** "nothing", a confirmation, a passkey, or who must agree to a request. */
  readonly demand: "nothing" | "confirmation" | "step_up" | "approval";
  readonly needs: string;
  readonly why: string;
}

/** The policy in force: what needs what, and how long a request stands. */
export interface PolicyView {
  readonly environment: "sim" | "paper" | "live";
  /** Whether the whole ladder holds: in live always, elsewhere where the configuration says so. */
  readonly full: boolean;
  readonly lines: readonly PolicyLine[];
  /** Minutes for which a request of each kind stands. */
  readonly expiry: readonly { readonly what: string; readonly minutes: number }[];
  /** Minutes after which a person who is alone may approve their own request; null: only others may. */
  readonly soloMinutes: number | null;
  /** In what the configuration is weaker than what counts, and waits for an approval; empty where it counts. */
  readonly waiting: readonly {
    readonly what: string;
    readonly before: string;
    readonly after: string;
  }[];
}
