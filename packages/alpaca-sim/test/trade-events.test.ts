import { afterEach, describe, expect, it } from "vitest";
import { SIMULATION_KEY, SIMULATION_SECRET } from "../src/server/venue-server-options.ts";
import { asRecord, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
const open: AbortController[] = [];
afterEach(async () => {
  for (const reader of open.splice(0)) reader.abort();
  await venue.close();
});

const FAR_BUY = { type: "limit", limit_price: "1.00" };

/** Reads server-sent events as they come. */
async function events(query = "", path = "/v2/events/trades"): Promise<Record<string, unknown>[]> {
  const leave = new AbortController();
  open.push(leave);
  const answer = await fetch(`${venue.url}${path}${query}`, {
    headers: { "APCA-API-KEY-ID": SIMULATION_KEY, "APCA-API-SECRET-KEY": SIMULATION_SECRET },
    signal: leave.signal,
  });
  expect(answer.headers.get("Content-Type")).toBe("text/event-stream");
  const seen: Record<string, unknown>[] = [];
  const read = async (): Promise<void> => {
    let text = "";
    for await (const piece of answer.body ?? []) {
      text += Buffer.from(piece).toString();
      const lines = text.split("\n\n");
      text = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("data: ")) seen.push(asRecord(JSON.parse(line.slice(6))));
      }
    }
  };
  read().catch(() => undefined);
  return seen;
}

function names(seen: readonly Record<string, unknown>[]): unknown[] {
  return seen.map(({ event }) => event);
}

describe("trade events as server-sent events", () => {
  it("tell what happens from now on, while the venue goes on", async () => {
    venue = await TestVenue.start();
    await venue.order(FAR_BUY);
    const seen = await events();
    await venue.order();
    await expect.poll(() => names(seen)).toEqual(["new", "fill"]);
    expect(seen.at(-1)).toMatchObject({ qty: "10", order: { status: "filled" } });
    expect(seen.at(-1)?.["event_id"]).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it("tell what happened while nobody listened, from a time or an id on", async () => {
    venue = await TestVenue.start();
    await venue.order();
    const all = await events("?since=2026-11-20");
    await expect.poll(() => names(all)).toEqual(["new", "fill"]);
    const rest = await events(`?since_id=${String(all[1]?.["event_id"])}`);
    await expect.poll(() => rest).toEqual(all.slice(1));
    await venue.order(FAR_BUY);
    await expect.poll(() => names(rest)).toEqual(["fill", "new"]);
  });

  it("refuse bounds that exclude each other", async () => {
    venue = await TestVenue.start();
    for (const query of ["since=2026-11-20&since_id=0", "until=2026-11-20"]) {
      expect((await venue.ask("GET", `/v2/events/trades?${query}`)).status).toBe(422);
    }
  });
});

describe("activities as server-sent events", () => {
  it("tell executions and other entries, past ones from a time or an id on", async () => {
    venue = await TestVenue.start();
    const path = "/v2beta1/events/activities";
    await venue.order();
    await venue.order({ symbol: "IBM" });
    const log = async (): Promise<unknown> =>
      (await venue.ask("GET", "/v2/account/activities?direction=asc")).body;
    const seen = await events("?since=2026-11-20", path);
    const fresh = await events("", path);
    await expect.poll(() => seen.map(({ symbol }) => symbol)).toEqual(["SPY", "IBM"]);
    await venue.ask("POST", "/sim/cash", { amount: "-500" });
    await expect.poll(() => fresh).toMatchObject([{ activity_type: "CSW", net_amount: "-500" }]);
    await expect.poll(() => seen).toHaveLength(3);
    expect(seen).toEqual(await log());
    const rest = await events(`?since_id=${String(seen[1]?.["id"])}`, path);
    await expect.poll(() => rest).toEqual(seen.slice(1));
    const one = await events(
      `?since_id=${String(seen[1]?.["id"])}&until_id=${String(seen[1]?.["id"])}`,
      path,
    );
    await expect.poll(() => one).toEqual(seen.slice(1, 2));
  });
});
