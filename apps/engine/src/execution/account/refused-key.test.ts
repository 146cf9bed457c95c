import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { VenueClient } from "@interlock/alpaca/venue-client";
import { venueOrderId } from "@interlock/core/ids";
import { MORNING } from "../../../test/rig.ts";
import type { Effect } from "../../effect.ts";
import type { InputBody } from "../../input.ts";
import { VenuePerformer } from "../alpaca-performer.ts";

const open: { readonly server: Server; readonly venue: VenueClient }[] = [];

afterEach(async () => {
  for (const { server, venue } of open.splice(0)) {
    await venue.close();
    server.close();
  }
});

/** Performs one effect at a venue that answers everything with a status and a body, and returns what came of it. */
async function performAt(status: number, body: string, effect: Effect): Promise<InputBody> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const venue = new VenueClient({
    environment: {
      mode: "paper",
      credentials: { keyId: "PKTEST", secretKey: "secret" },
      tradingUrl: url,
      dataUrl: url,
      orderStreamUrl: "ws://127.0.0.1:1/stream",
      dataStreamUrl: "ws://127.0.0.1:1",
    },
    venueNow: () => MORNING,
  });
  open.push({ server, venue });
  return new Promise((resolve) => {
    const performer = new VenuePerformer({
      venue,
      accept: resolve,
      answered: () => {},
      venueNow: () => MORNING,
      orderMaxAgeMs: 5_000,
      workingOrders: () => [],
      writer: () => "only",
      oneAtATime: false,
      feed: "iex",
      answerCommand: () => {},
      raiseAlert: () => {},
    });
    performer.perform(effect);
  });
}

const CANCEL = { kind: "cancel_order", venueOrderId: venueOrderId("v1"), urgent: false } as const;
const TRADING: readonly Effect[] = [
  CANCEL,
  { kind: "cancel_all_orders" },
  { kind: "list_open_orders", askedAt: MORNING },
  { kind: "sweep_venue", killId: "k1" },
  { kind: "request_snapshot", purpose: "continuous", fillsBooked: 0, since: MORNING },
  { kind: "ask_account" },
];

describe("an answer that refuses the key", () => {
  test.each(TRADING.flatMap((effect) => [401, 403].map((status) => ({ effect, status }))))(
    "B09 says so to $effect.kind ($status)",
    async ({ effect, status }) => {
      const answer = await performAt(status, '{"message":"forbidden."}', effect);
      expect(answer).toMatchObject({ keyRefused: true });
    },
  );

  test("B09 is no verdict on the order that was to be canceled", async () => {
    const answer = await performAt(401, '{"message":"unauthorized."}', CANCEL);
    expect(answer).toMatchObject({ kind: "cancel_answered", outcome: "unknown" });
  });

  test.each([
    [422, '{"code":42210000,"message":"order is not cancelable"}'],
    [500, '{"message":"internal"}'],
  ])("B09 is none that refuses something else (%s)", async (status, body) => {
    expect(await performAt(status, body, CANCEL)).not.toHaveProperty("keyRefused");
  });

  test("B31 tells of the account as the venue shows it", async () => {
    const account = {
      id: "a1",
      account_number: "PA1",
      status: "ACTIVE",
      cash: "100",
      equity: "100",
      last_equity: "100",
      buying_power: "400",
      trading_blocked: true,
    };
    const answer = await performAt(200, JSON.stringify(account), { kind: "ask_account" });
    expect(answer).toMatchObject({
      kind: "account_answered",
      account: { accountId: "a1", tradingBlocked: true },
    });
  });
});
