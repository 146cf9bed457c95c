import type { AlpacaEnvironment } from "@interlock/alpaca/environment";
import { isoDate } from "@interlock/core/market/civil-date";
import { type RunningVenue, startVenueServer } from "@interlock/alpaca-sim/server/venue-server";
import {
  DEFAULT_OPTIONS,
  SIMULATION_KEY,
  SIMULATION_SECRET,
  type VenueServerOptions,
} from "@interlock/alpaca-sim/server/venue-server-options";

/** A simulated venue inside the test's own process, and how to reach it. */
export interface VenueInProcess {
  readonly environment: AlpacaEnvironment;
  readonly url: string;
  /** Sets faults; see the venue's README. */
  faults(set: Readonly<Record<string, number | boolean>>): Promise<void>;
  /** Client order ids in the order in which the venue took them. */
  orderIds(): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts one on any free port. It plays the generated morning of 2026-06-16, which is the rig's, from 10:00 on. */
export async function startVenue(
  change: Partial<VenueServerOptions> = {},
): Promise<VenueInProcess> {
  const running: RunningVenue = await startVenueServer({
    ...DEFAULT_OPTIONS,
    port: 0,
    speed: "max",
    fromMinute: 600,
    tape: {
      kind: "generated",
      firstDate: isoDate("2026-06-16"),
      symbols: ["SPY", "IBM", "BAC", "AIG"],
      days: 1,
      activity: 0.1,
    },
    ...change,
  });
  const host = `127.0.0.1:${running.port}`;
  const url = `http://${host}`;
  return {
    url,
    environment: {
      mode: "sim",
      credentials: { keyId: SIMULATION_KEY, secretKey: SIMULATION_SECRET },
      tradingUrl: url,
      dataUrl: url,
      orderStreamUrl: `ws://${host}/stream`,
      dataStreamUrl: `ws://${host}`,
    },
    faults: async (set) => {
      await fetch(`${url}/sim/faults`, { method: "POST", body: JSON.stringify(set) });
    },
    orderIds: async () => {
      const { orders } = (await (await fetch(`${url}/sim/state`)).json()) as {
        orders: { client_order_id: string }[];
      };
      return orders.map((order) => order.client_order_id);
    },
    close: () => running.close(),
  };
}
