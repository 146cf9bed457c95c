import type { VenueClient } from "@interlock/alpaca/venue-client";

/** What a kill needs of a venue client: the same client as the engine's, but an own one with an own budget. */
export type KillVenue = Pick<
  VenueClient,
  | "openOrders"
  | "positions"
  | "clock"
  | "cancelOrder"
  | "cancelAllOrders"
  | "submitOrder"
  | "getOrderByClientOrderId"
  | "bars"
>;
