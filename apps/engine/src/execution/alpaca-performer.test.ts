import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VenueClient } from "@interlock/alpaca/venue-client";
import { clientOrderId, commandId, ticker, venueOrderId } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import { MORNING, Rig } from "../../test/rig.ts";
import { startVenue, type VenueInProcess } from "../../test/venue-in-process.ts";
import type { InputBody } from "../input.ts";
import { type PerformerPorts, VenuePerformer } from "./alpaca-performer.ts";

/** Orders that the real gate approved, one of each symbol. */
function approvedOrders(): ApprovedOrder[] {
  const rig = new Rig().ready();
  for (const symbol of ["SPY", "IBM", "BAC", "AIG"]) {
    rig.quote(symbol, "100.00", "100.02");
    rig.wish(symbol, 1);
  }
  return rig.asked("submit_order").map(({ order }) => order);
}

/** A performer, the answers it brought, and a promise of the next moment without a request under way. */
class Performing {
  readonly answers: InputBody[] = [];
  readonly said: string[] = [];
  readonly performer: VenuePerformer;
  readonly client: VenueClient;
  #quiet: () => void = () => undefined;

  constructor(environment: VenueInProcess["environment"], change: Partial<PerformerPorts> = {}) {
    this.client = new VenueClient({ environment, venueNow: () => MORNING });
    clients.push(this.client);
    this.performer = new VenuePerformer({
      venue: this.client,
      accept: (body) => this.answers.push(body),
      answered: () => this.#quiet(),
      venueNow: () => MORNING,
      orderMaxAgeMs: 5_000,
      workingOrders: () => [],
      writer: () => "only",
      oneAtATime: true,
      feed: "iex",
      answerCommand: ({ sentence }) => this.said.push(sentence),
      raiseAlert: ({ sentence }) => this.said.push(sentence),
      ...change,
    });
  }

  async untilQuiet(): Promise<readonly InputBody[]> {
    while (this.performer.inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.#quiet = resolve;
      });
    }
    return this.answers;
  }
}

const clients: VenueClient[] = [];
let venue: VenueInProcess;
let performing: Performing;
beforeEach(async () => {
  venue = await startVenue();
  performing = new Performing(venue.environment);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await venue.close();
});

const [order] = approvedOrders();
if (order === undefined) throw new Error("the rig approves no order");
const id = order.intent.clientOrderId;

describe("the latest quotes", () => {
  const symbols = ["SPY", "NONE"].map(ticker);

  test("come back as one input, of the symbols that have any, with the venue's own times", async () => {
    performing.performer.perform({ kind: "request_quotes", symbols });
    const [answer] = await performing.untilQuiet();
    if (answer?.kind !== "latest_quotes") throw new Error("no quotes came");
    expect(answer.quotes.map(({ symbol }) => symbol)).toEqual(["SPY"]);
    expect(answer.quotes[0]?.venueAt).toBeLessThanOrEqual(MORNING);
    expect(performing.said).toEqual([]);
  });

  test("that the venue does not tell are an input too, with its reason", async () => {
    await venue.faults({ rest5xx: 1 });
    performing.performer.perform({ kind: "request_quotes", symbols });
    expect(await performing.untilQuiet()).toMatchObject([
      { kind: "venue_query_failed", what: "quotes", reason: expect.stringMatching(/500/) },
    ]);
  });
});

describe("the open orders", () => {
  test("come back as one input, with the time at which they were asked for", async () => {
    performing.performer.perform({ kind: "submit_order", order });
    await performing.untilQuiet();
    performing.performer.perform({ kind: "list_open_orders", askedAt: 7 });
    expect((await performing.untilQuiet()).at(-1)).toMatchObject({
      kind: "open_orders_listed",
      askedAt: 7,
      openOrders: [{ clientOrderId: id }],
    });
  });

  test("that the venue does not tell are an input too, with its reason", async () => {
    await venue.faults({ rest5xx: 1 });
    performing.performer.perform({ kind: "list_open_orders", askedAt: 7 });
    expect(await performing.untilQuiet()).toMatchObject([
      { kind: "venue_query_failed", what: "orders", reason: expect.stringMatching(/500/) },
    ]);
  });
});

describe("an order", () => {
  test("is submitted once, and the venue's answer comes back as an input", async () => {
    performing.performer.perform({ kind: "submit_order", order });
    expect(performing.performer.inFlight).toBe(1);
    expect(await performing.untilQuiet()).toMatchObject([
      {
        kind: "submit_answered",
        clientOrderId: id,
        answer: { outcome: "accepted" },
        sentAt: order.approvedAt,
      },
    ]);
    expect(await venue.orderIds()).toEqual([id]);
  });

  test("C15 does not leave without the account's lease", async () => {
    performing = new Performing(venue.environment, { writer: () => "unsure" });
    performing.performer.perform({ kind: "submit_order", order });
    expect(await performing.untilQuiet()).toMatchObject([
      { answer: { outcome: "not_sent", reason: "this engine does not hold the account's lease" } },
    ]);
    expect(await venue.orderIds()).toEqual([]);
  });

  /** An order toward flat, as the real gate approved it. */
  function closing(purpose: "stop_loss" | "flatten"): ApprovedOrder {
    if (order === undefined) throw new Error("the rig approves no order");
    return { ...order, reducing: true, intent: { ...order.intent, purpose } } as ApprovedOrder;
  }

  test.each([
    ["unsure", "stop_loss", 1],
    ["another", "stop_loss", 0],
    ["another", "flatten", 1],
  ] as const)(
    "toward flat, with the writer %s and for a %s, leaves %i times",
    async (standing, purpose, times) => {
      performing = new Performing(venue.environment, { writer: () => standing });
      performing.performer.perform({ kind: "submit_order", order: closing(purpose) });
      await performing.untilQuiet();
      expect(await venue.orderIds()).toHaveLength(times);
    },
  );

  test("is not canceled by a rule while another engine writes the account, only by a person", async () => {
    performing.performer.perform({ kind: "submit_order", order });
    const [sent] = await performing.untilQuiet();
    if (sent?.kind !== "submit_answered" || sent.answer.outcome !== "accepted")
      throw new Error("not accepted");
    const { venueOrderId } = sent.answer.order;
    performing = new Performing(venue.environment, { writer: () => "another" });
    performing.performer.perform({ kind: "cancel_order", venueOrderId, urgent: false });
    performing.performer.perform({ kind: "cancel_order", venueOrderId, urgent: true });
    expect(await performing.untilQuiet()).toMatchObject([
      { outcome: "refused", message: expect.stringContaining("another engine") as string },
      { outcome: "accepted" },
    ]);
  });

  test("T03 does not leave when it was approved too long ago", async () => {
    performing = new Performing(venue.environment, { venueNow: () => MORNING + 5_001 });
    performing.performer.perform({ kind: "submit_order", order });
    expect(await performing.untilQuiet()).toMatchObject([
      { answer: { outcome: "not_sent", reason: "approved 5001 ms ago, too old to be sent" } },
    ]);
    expect(await venue.orderIds()).toEqual([]);
  });

  test("that the venue refuses comes back as rejected, with its code and words", async () => {
    await venue.close();
    venue = await startVenue({ cash: money("10") });
    performing = new Performing(venue.environment);
    performing.performer.perform({ kind: "submit_order", order });
    expect(await performing.untilQuiet()).toMatchObject([
      { answer: { outcome: "rejected", code: "40310000", message: "insufficient buying power" } },
    ]);
  });

  test("whose answer is cut off comes back as unknown, and the venue can be asked for it", async () => {
    await venue.faults({ cutPostAfterAccept: 1 });
    performing.performer.perform({ kind: "submit_order", order });
    performing.performer.perform({ kind: "look_up_order", clientOrderId: id });
    expect(await performing.untilQuiet()).toMatchObject([
      { kind: "submit_answered", answer: { outcome: "unknown" } },
      { kind: "order_looked_up", clientOrderId: id, evidence: { found: "yes" } },
    ]);
    expect(await venue.orderIds()).toEqual([id]);
  });

  test("B01 that the request budget has no room for comes back as never sent", async () => {
    for (let asked = 0; asked < 200; asked += 1)
      performing.performer.perform({
        kind: "cancel_order",
        venueOrderId: venueOrderId("00000000-0000-0000-0000-000000000000"),
        urgent: true,
      });
    performing.performer.perform({ kind: "submit_order", order });
    const answers = await performing.untilQuiet();
    expect(answers.find((one) => one.kind === "submit_answered")).toMatchObject({
      answer: { outcome: "not_sent" },
    });
    expect(await venue.orderIds()).toEqual([]);
  });
});

describe("a question", () => {
  test("for a cancel of an order that the venue does not know is answered as refused", async () => {
    const target = venueOrderId("00000000-0000-0000-0000-000000000000");
    performing.performer.perform({ kind: "cancel_order", venueOrderId: target, urgent: false });
    expect(await performing.untilQuiet()).toMatchObject([
      { kind: "cancel_answered", venueOrderId: target, outcome: "refused" },
    ]);
  });

  test("for an order of an unknown id is answered as not found", async () => {
    performing.performer.perform({ kind: "look_up_order", clientOrderId: clientOrderId("x") });
    expect(await performing.untilQuiet()).toMatchObject([{ evidence: { found: "no" } }]);
  });

  test("for everything brings account, orders and positions, with the fills counted when it was asked", async () => {
    performing.performer.perform({
      kind: "request_snapshot",
      purpose: "recovery",
      fillsBooked: 7,
      since: 0,
    });
    expect(await performing.untilQuiet()).toMatchObject([
      {
        kind: "venue_snapshot",
        purpose: "recovery",
        fillsBookedBefore: 7,
        snapshot: { openOrders: [], positions: [] },
      },
    ]);
  });

  test("for what is open brings it under the name of the kill that asks", async () => {
    performing.performer.perform({ kind: "submit_order", order });
    await performing.untilQuiet();
    performing.performer.perform({ kind: "sweep_venue", killId: "kill-1" });
    expect((await performing.untilQuiet()).at(-1)).toMatchObject({
      kind: "venue_swept",
      killId: "kill-1",
      openOrders: [{ clientOrderId: id }],
      positions: [],
    });
  });

  test("to cancel everything is one request, and is answered as taken", async () => {
    performing.performer.perform({ kind: "submit_order", order });
    await performing.untilQuiet();
    performing.performer.perform({ kind: "cancel_all_orders" });
    const taken = { kind: "cancel_all_answered", outcome: "accepted" };
    expect((await performing.untilQuiet()).at(-1)).toMatchObject(taken);
    performing.performer.perform({ kind: "sweep_venue", killId: "kill-1" });
    expect((await performing.untilQuiet()).at(-1)).toMatchObject({ openOrders: [] });
  });

  test("to cancel everything that finds the venue broken is answered as unknown", async () => {
    await venue.faults({ rest5xx: 20 });
    performing.performer.perform({ kind: "cancel_all_orders" });
    const unknown = { kind: "cancel_all_answered", outcome: "unknown" };
    expect(await performing.untilQuiet()).toMatchObject([unknown]);
  });

  test.each([
    [
      "snapshot",
      { kind: "request_snapshot", purpose: "continuous", fillsBooked: 0, since: 0 },
    ] as const,
    ["sweep", { kind: "sweep_venue", killId: "kill-1" }] as const,
  ])("that the venue fails to answer comes back as a failed %s", async (what, effect) => {
    await venue.faults({ rest5xx: 20 });
    performing.performer.perform(effect);
    expect(await performing.untilQuiet()).toMatchObject([{ kind: "venue_query_failed", what }]);
  });
});

describe("what does not concern the venue", () => {
  test("goes to people at once: answers to commands, and alerts", () => {
    const answer = { commandId: commandId("c-1"), accepted: true, sentence: "Done." };
    performing.performer.perform({ kind: "answer_command", ...answer });
    performing.performer.perform({ kind: "raise_alert", severity: "critical", sentence: "Look." });
    expect(performing.said).toEqual(["Done.", "Look."]);
    expect(performing.performer.inFlight).toBe(0);
  });
});

describe("several requests at once", () => {
  /** Answers each request late, so that those under way at once meet. */
  async function slowVenue(): Promise<{
    readonly server: Server;
    readonly together: number[];
    readonly paths: string[];
    readonly environment: VenueInProcess["environment"];
  }> {
    const together: number[] = [];
    const paths: string[] = [];
    let underWay = 0;
    const server = createServer((request, response) => {
      underWay += 1;
      together.push(underWay);
      paths.push(`${request.method ?? ""} ${request.url ?? ""}`);
      const answer = () => {
        underWay -= 1;
        const isList = /^\/v2\/(orders\?|positions)/.test(request.url ?? "");
        response.writeHead(isList ? 200 : 422, { "content-type": "application/json" });
        response.end(isList ? "[]" : '{"message":"no"}');
      };
      setTimeout(answer, 30);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      server,
      together,
      paths,
      environment: { ...venue.environment, tradingUrl: url, dataUrl: url },
    };
  }

  test("reach a replayed venue one after another, in the order in which they were decided", async () => {
    const { server, together, paths, environment } = await slowVenue();
    performing = new Performing(environment);
    const orders = approvedOrders();
    for (const one of orders) performing.performer.perform({ kind: "submit_order", order: one });
    performing.performer.perform({ kind: "look_up_order", clientOrderId: id });
    const answers = await performing.untilQuiet();
    expect(together).toEqual([1, 1, 1, 1, 1]);
    expect(paths.at(-1)).toContain("GET /v2/orders:by_client_order_id");
    expect(answers.slice(0, 4)).toMatchObject(
      orders.map(({ intent }) => ({ clientOrderId: intent.clientOrderId })),
    );
    server.close();
  });

  test("leave without waiting for each other where the market does not wait for us", async () => {
    const { server, together, environment } = await slowVenue();
    performing = new Performing(environment, { oneAtATime: false });
    for (const one of approvedOrders())
      performing.performer.perform({ kind: "submit_order", order: one });
    await performing.untilQuiet();
    expect(Math.max(...together)).toBeGreaterThan(1);
    server.close();
  });

  test("never hold up what a kill asks for", async () => {
    const { server, together, paths, environment } = await slowVenue();
    performing = new Performing(environment);
    for (const one of approvedOrders())
      performing.performer.perform({ kind: "submit_order", order: one });
    const target = venueOrderId("00000000-0000-0000-0000-000000000000");
    performing.performer.perform({ kind: "cancel_order", venueOrderId: target, urgent: true });
    await performing.untilQuiet();
    expect(paths.findIndex((path) => path.startsWith("DELETE"))).toBeLessThan(2);
    expect(Math.max(...together)).toBe(2);
    server.close();
  });

  test("ask for positions after the orders: a fill between the answers shows as a position, never as neither", async () => {
    const { server, together, paths, environment } = await slowVenue();
    performing = new Performing(environment);
    performing.performer.perform({ kind: "sweep_venue", killId: "kill-1" });
    await performing.untilQuiet();
    expect(paths.map((path) => path.split("?", 1)[0])).toEqual([
      "GET /v2/orders",
      "GET /v2/positions",
    ]);
    expect(Math.max(...together)).toBe(1);
    server.close();
  });
});
