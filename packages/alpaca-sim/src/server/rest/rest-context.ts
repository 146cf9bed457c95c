import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { TapeSource } from "../../tape/tape-source.ts";
import type { OrderEvent } from "../../venue/order/order-event.ts";
import type { VenueState } from "../../venue/venue-state.ts";
import type { Desk } from "../desk.ts";
import type { Faults } from "../faults/faults.ts";
import type { MarketNotices } from "../stream/market-notices.ts";
import type { Reports } from "../stream/reports.ts";
import type { FeedName } from "../venue-server-options.ts";
import type { Conductor } from "../tape/conductor.ts";
import type { StoredTicks } from "../tape/stored-ticks.ts";
import type { TapePlayer } from "../tape/tape-player.ts";

/** What requests work on. */
export interface RestContext {
  readonly venue: VenueState;
  readonly source: TapeSource;
  readonly player: TapePlayer;
  readonly conductor: Conductor;
  readonly desk: Desk;
  readonly faults: Faults;
  readonly reports: Reports;
  readonly notices: MarketNotices;
  readonly ticks: StoredTicks;
  readonly showsLegacyFigures: boolean;
  /** Feeds that the account may read. */
  readonly feeds: readonly FeedName[];
}

/** What a request carries through its handlers. */
export interface RestEnv {
  Bindings: HttpBindings;
  Variables: {
    /** Reports that follow from the request; they leave after its answer. */
    events: OrderEvent[];
    /** Lets reports and tape go on as if the request were answered. */
    release: () => void;
    /** What X-Request-ID says. */
    requestId: string;
    /** Set to cut the connection instead of answering. */
    isCut: boolean;
  };
}

/** One request with its connection. */
export type RestRequest = Context<RestEnv>;
