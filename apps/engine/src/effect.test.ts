import { expect, expectTypeOf, test } from "vitest";
import type { Effect } from "./effect.ts";
import type { VenuePort } from "./execution/alpaca-performer.ts";

/** What each effect does to orders at the venue. A new kind without an answer does not compile. */
const DOES_TO_ORDERS: Readonly<Record<Effect["kind"], "sends a new one" | "cancels" | "nothing">> =
  {
    submit_order: "sends a new one",
    cancel_order: "cancels",
    cancel_all_orders: "cancels",
    look_up_order: "nothing",
    request_snapshot: "nothing",
    list_open_orders: "nothing",
    ask_account: "nothing",
    request_quotes: "nothing",
    request_corporate_actions: "nothing",
    request_daily_bars: "nothing",
    request_assets: "nothing",
    request_calendar: "nothing",
    sweep_venue: "nothing",
    note_kill_gate: "nothing",
    perform_drill: "nothing",
    answer_command: "nothing",
    raise_alert: "nothing",
  };

test("R12 no effect changes an order at work: it is canceled, and a new one passes the whole gate", () => {
  const touching = Object.entries(DOES_TO_ORDERS).filter(([, does]) => does !== "nothing");
  expect(touching.map(([kind]) => kind)).toEqual([
    "submit_order",
    "cancel_order",
    "cancel_all_orders",
  ]);
  // The adapter can replace an order; what the engine asks of its venue does not include it.
  expectTypeOf<Extract<keyof VenuePort, `replace${string}` | `change${string}`>>().toBeNever();
  expectTypeOf<Extract<Effect["kind"], `replace${string}` | `change${string}`>>().toBeNever();
});
