import { afterEach, describe, expect, test } from "vitest";
import { openOrder, sellStop, unreadableOrder } from "@interlock/core/kill/test/venue-shows";
import type { KillReport } from "./kill-progress.ts";
import { MemoryVenue } from "../test/memory-venue.ts";
import { OutsideEngine } from "../test/outside-engine.ts";
import { abandonAll, pursue } from "../test/pursuits.ts";

afterEach(abandonAll);

describe("against a venue that does not work", () => {
  test("K05 it is tried for ever, and never called done", async () => {
    const venue = new MemoryVenue();
    venue.orders = [openOrder("a")];
    venue.failures = 1_000_000;
    const { pursuit, until } = pursue({ trigger: "silence" }, venue, new OutsideEngine());
    await expect.poll(() => pursuit.report().detail).toMatch(/The venue answered 503/);
    expect(pursuit.report().stage).not.toBe("proven");
    venue.failures = 0;
    await until("proven");
  });

  test.each(["positions", "clock"] as const)(
    "orders are canceled while %s cannot be asked, and nothing is called done",
    async (what) => {
      const venue = new MemoryVenue();
      venue.orders = [openOrder("a"), openOrder("b")];
      venue.broken.add(what);
      const mode = what === "clock" ? "flatten" : "cancel";
      const { pursuit, until } = pursue({ mode, trigger: "silence" }, venue, new OutsideEngine());
      await expect.poll(() => venue.canceled, { timeout: 3_000 }).toEqual(["v-a", "v-b"]);
      expect(pursuit.report().provenAt).toBeNull();
      venue.broken.clear();
      await until("proven");
    },
  );

  test("a defect of our own in one look does not end the pursuit", async () => {
    const venue = new MemoryVenue();
    venue.orders = [openOrder("a")];
    const positions = venue.positions.bind(venue);
    venue.positions = () => {
      venue.positions = positions;
      return Promise.reject(new Error("a promise of our own code is broken"));
    };
    const { until } = pursue({ trigger: "silence" }, venue, new OutsideEngine());
    await until("proven");
    expect(venue.canceled).toEqual(["v-a"]);
  });

  test("what may be a protective stop stays while nobody can say what is held", async () => {
    const venue = new MemoryVenue();
    venue.orders = [openOrder("a"), sellStop("stop", "100")];
    venue.broken.add("positions");
    pursue({ trigger: "silence" }, venue, new OutsideEngine());
    await expect.poll(() => venue.canceled, { timeout: 3_000 }).toEqual(["v-a"]);
    expect(venue.cancelAllCalls).toBe(0);
  });

  test.each([
    ["a flatten", { mode: "flatten" }],
    ["a cancel with stops", { mode: "cancel", includeStops: true }],
  ] as const)("%s cancels everything blind while orders cannot be listed", async (_name, terms) => {
    const venue = new MemoryVenue();
    venue.orders = [openOrder("a")];
    venue.broken.add("orders");
    const { until } = pursue({ ...terms, trigger: "silence" }, venue, new OutsideEngine());
    await expect.poll(() => venue.orders, { timeout: 3_000 }).toEqual([]);
    venue.broken.clear();
    await until("proven");
  });

  test("an order that cannot be read is canceled by its id, and named while it is open", async () => {
    const venue = new MemoryVenue();
    venue.unreadable = [unreadableOrder("odd")];
    const { pursuit, until } = pursue({ trigger: "silence" }, venue, new OutsideEngine());
    await until("proven");
    expect(venue.canceled).toEqual(["v-odd"]);
    expect(pursuit.report().cancels).toEqual({ requested: 1, confirmed: 1, pending: 0 });
  });

  test("an order without an id goes with everything, where nothing has to stay", async () => {
    const venue = new MemoryVenue();
    venue.unreadable = [{ ...unreadableOrder("odd"), venueOrderId: null }];
    const { until } = pursue({ trigger: "silence" }, venue, new OutsideEngine());
    await until("proven");
    expect(venue.cancelAllCalls).toBe(1);
  });

  test("a clean look before a failed one does not count toward the proof", async () => {
    const venue = new MemoryVenue();
    const sweeps: number[] = [];
    const onReport = ({ cleanSweeps }: KillReport) => {
      if (sweeps.length === 0 && cleanSweeps === 1) venue.failures = 1;
      if (cleanSweeps > 0 || sweeps.length > 0) sweeps.push(cleanSweeps);
    };
    const { until } = pursue({ onReport }, venue, new OutsideEngine());
    await until("proven");
    expect(sweeps.slice(0, 4)).toEqual([1, 0, 1, 2]);
  });
});
