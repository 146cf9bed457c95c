import { z } from "zod";
import type { VenueProcess } from "./venue-process.ts";

const venueTruth = z.object({
  cash: z.string(),
  open_orders: z.number(),
  positions: z.array(z.object({ symbol: z.string(), qty: z.string() })),
  orders: z.array(z.object({ client_order_id: z.string(), status: z.string() })),
  fills: z.array(
    z.object({
      execution_id: z.string(),
      client_order_id: z.string(),
      qty: z.string(),
      price: z.string(),
    }),
  ),
});

export type VenueTruth = z.output<typeof venueTruth>;

/** Asks the simulation for everything that is so at the venue, whatever its interfaces say. */
export async function truthOf(venue: VenueProcess): Promise<VenueTruth> {
  return venueTruth.parse(await venue.control("/sim/state"));
}
