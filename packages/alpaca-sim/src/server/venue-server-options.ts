import type { IsoDate } from "@interlock/core/market/civil-date";
import { type Money, money } from "@interlock/core/number/money";
import type { VenueConfig } from "../venue/venue-state.ts";
import type { Speed } from "./tape/pace.ts";

/** Where the market data come from. */
export type TapeChoice =
  | {
      readonly kind: "recorded";
      readonly path: string;
      readonly date: IsoDate | null;
      /** Empty for all that have ticks. */
      readonly symbols: readonly string[];
      readonly gapMinutes: number;
    }
  | {
      readonly kind: "generated";
      readonly firstDate: IsoDate;
      readonly symbols: readonly string[];
      /** Null for no end. */
      readonly days: number | null;
      readonly activity: number;
    };

/** Feeds that a client may connect to, by the last part of their address. */
export const FEED_NAMES = ["iex", "sip", "delayed_sip", "test"] as const;
export type FeedName = (typeof FEED_NAMES)[number];

/** Everything that a venue process is started with. */
export interface VenueServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly keyId: string;
  readonly secretKey: string;
  /** The only token that is taken in their place. */
  readonly oauthToken: string;
  readonly tape: TapeChoice;
  readonly seed: string;
  readonly speed: Speed;
  /** Minute of the day in New York at which the tape begins; null for its first event. */
  readonly fromMinute: number | null;
  readonly windowMs: number;
  /** Null: held when faster than real time. */
  readonly holdForClient: boolean | null;
  readonly cash: Money;
  /** Null: made from the tape's folder, or from the seed of a generated one. */
  readonly accountId: string | null;
  /** What the account's number says that it is; it remains a simulation. */
  readonly accountClass: "paper" | "live";
  readonly stateDir: string | null;
  readonly acknowledgedAs: VenueConfig["acknowledgedAs"];
  readonly partialFills: number;
  /** Whether trade updates tell pending_new, pending_cancel and pending_replace. */
  readonly tellsPending: boolean;
  /** Whether the account shows the figures of pattern day trading that the interface had until July 2026. */
  readonly showsLegacyFigures: boolean;
  readonly updateFormat: "json-binary" | "json-text";
  readonly feeds: readonly FeedName[];
  readonly symbolLimit: number | null;
  readonly tradingPerMinute: number;
  readonly dataPerMinute: number;
  readonly authTimeoutMs: number;
  readonly pongTimeoutMs: number;
  readonly cutsOverLimit: boolean;
  /** PEM files; both or neither. With them the venue speaks https and wss only. */
  readonly tlsCert: string | null;
  readonly tlsKey: string | null;
}

/** The keys that the venue takes unless it is told others. They open nothing but this simulation. */
export const SIMULATION_KEY = "PKSIMULATEDVENUE0001";
export const SIMULATION_SECRET = "simulated-venue-keeps-no-secrets";
export const SIMULATION_TOKEN = "simulated-venue-oauth-token";
/** What a client of a market-data stream sends as its key where its secret is a token. */
export const TOKEN_KEY = "oauth";

/** What holds unless it is said otherwise; the tape must always be chosen. */
export const DEFAULT_OPTIONS: Omit<VenueServerOptions, "tape"> = {
  host: "127.0.0.1",
  port: 8010,
  keyId: SIMULATION_KEY,
  secretKey: SIMULATION_SECRET,
  oauthToken: SIMULATION_TOKEN,
  seed: "1",
  speed: 1,
  fromMinute: null,
  windowMs: 100,
  holdForClient: null,
  cash: money("100000"),
  accountId: null,
  accountClass: "paper",
  stateDir: null,
  acknowledgedAs: "pending_new",
  partialFills: 0,
  tellsPending: false,
  showsLegacyFigures: false,
  updateFormat: "json-binary",
  feeds: FEED_NAMES,
  symbolLimit: null,
  tradingPerMinute: 200,
  dataPerMinute: 10_000,
  authTimeoutMs: 10_000,
  pongTimeoutMs: 120_000,
  cutsOverLimit: true,
  tlsCert: null,
  tlsKey: null,
};
