import { VenueClient } from "@interlock/alpaca/venue-client";
import type { TradingState } from "@interlock/core/risk/trading-state";
import { expect, test } from "vitest";
import { Rig } from "../../test/rig.ts";
import { startVenue } from "../../test/venue-in-process.ts";
import type { InputBody } from "../input.ts";
import { VenuePerformer } from "./alpaca-performer.ts";

const MORNING = Date.UTC(2026, 5, 16, 14);

test("an order does not leave once the gate was closed, though it was approved before; what reduces does", async () => {
  const rig = new Rig().ready();
  for (const symbol of ["SPY", "IBM", "BAC"]) {
    rig.quote(symbol, "100.00", "100.02");
    rig.wish(symbol, 1);
  }
  const [first, second, third] = rig.asked("submit_order").map(({ order }) => order);
  if (first === undefined || second === undefined || third === undefined) throw new Error("few");
  const venue = await startVenue({ speed: 1 });
  const client = new VenueClient({ environment: venue.environment, venueNow: () => MORNING });
  let gate: TradingState = "active";
  const answers: InputBody[] = [];
  const performer = new VenuePerformer({
    venue: client,
    accept: (body) => answers.push(body),
    answered: () => undefined,
    venueNow: () => rig.time,
    orderMaxAgeMs: 5_000,
    workingOrders: () => [],
    writer: () => "only",
    gate: () => gate,
    oneAtATime: true,
    feed: "iex",
    answerCommand: () => undefined,
    raiseAlert: () => undefined,
  });
  for (const order of [first, second, { ...third, reducing: true }])
    performer.perform({ kind: "submit_order", order });
  gate = "halted";
  await expect.poll(() => performer.inFlight).toBe(0);
  expect(answers).toMatchObject([
    { answer: { outcome: "not_sent", reason: expect.stringContaining("trading is halted") } },
    { answer: { outcome: "not_sent" } },
    { answer: { outcome: "accepted" } },
  ]);
  expect(await venue.orderIds()).toEqual([third.intent.clientOrderId]);
  await client.close();
  await venue.close();
});
