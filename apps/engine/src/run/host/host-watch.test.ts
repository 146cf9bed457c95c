import { tmpdir } from "node:os";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Rig } from "../../../test/rig.ts";
import { BoardWriter, createMarketBoard, readHost } from "../../edge/market-board.ts";
import type { InputBody } from "../../input.ts";
import { diskShareOf, LoopLag, memoryShareOfProcess } from "./host-figures.ts";
import { HostWatch } from "./host-watch.ts";

/** A watch over figures that a test sets. */
function watching(judgesLag = true) {
  const figures = { disk: 0.2 as number | null, memory: 0.1, lag: 0 };
  const told: InputBody[] = [];
  const board = createMarketBoard([]);
  const watch = new HostWatch({
    diskShare: () => figures.disk,
    memoryShare: () => figures.memory,
    loopLagMs: () => figures.lag,
    board: new BoardWriter(board, 100),
    accept: (body) => told.push(body),
    dataDir: "/data",
    judgesLag,
  });
  const severities = () => told.flatMap((one) => (one.kind === "finding" ? [one.severity] : []));
  return { figures, told, board, watch, severities };
}

describe("a host that runs out of", () => {
  test("D05 disk is a warning at 80 % and critical at 90 %, each told once while it lasts", () => {
    const { figures, watch, severities, told } = watching();
    for (const share of [0.5, 0.79, 0.8, 0.81, 0.79, 0.8, 0.85, 0.9, 0.95, 0.89, 0.91]) {
      figures.disk = share;
      watch.look();
    }
    expect(severities()).toEqual(["warning", "critical"]);
    expect(told[0]).toMatchObject({ sentence: expect.stringContaining("/data is 80 % full") });
  });

  test("D05 disk again after it had been freed is told again", () => {
    const { figures, watch, severities } = watching();
    for (const share of [0.95, 0.5, 0.95]) {
      figures.disk = share;
      watch.look();
    }
    expect(severities()).toEqual(["critical", "critical"]);
  });

  test("C13 memory is told at 80 % of what the process may have", () => {
    const { figures, watch, severities } = watching();
    for (const share of [0.79, 0.8, 0.99]) {
      figures.memory = share;
      watch.look();
    }
    expect(severities()).toEqual(["critical"]);
  });

  test("T03 time, so that its trading thread stands still for a second or more, is told", () => {
    const { figures, watch, severities } = watching();
    for (const lag of [200, 1_000, 50, 3_500]) {
      figures.lag = lag;
      watch.look();
    }
    expect(severities()).toEqual(["warning", "critical"]);
  });

  test("time in a simulation that runs as fast as it can is shown and not told", () => {
    const { figures, watch, told, board } = watching(false);
    figures.lag = 5_000;
    watch.look();
    expect(told).toEqual([]);
    expect(readHost(board).loopLagMs).toBe(5_000);
  });
});

test("T03 what the host has left is on the board that metrics are read from, unknown as zero", () => {
  const { figures, watch, board } = watching();
  Object.assign(figures, { disk: null, memory: 0.25, lag: 12 });
  watch.look();
  expect(readHost(board)).toEqual({ diskShare: 0, memoryShare: 0.25, loopLagMs: 12 });
});

test("D05 what is found on the host is an alert in the journal and for whoever is to be called", () => {
  const rig = new Rig().ready();
  const sentence = "The disk is 90 % full.";
  rig.give({ kind: "finding", severity: "critical", sentence });
  expect(rig.told("alert_raised")).toEqual([
    { kind: "alert_raised", severity: "critical", sentence },
  ]);
  expect(rig.asked("raise_alert")).toHaveLength(1);
});

describe("the figures of this host", () => {
  let lag: LoopLag | null = null;
  afterEach(() => lag?.stop());

  test("are shares of the disk and of the memory", () => {
    expect(diskShareOf(tmpdir())).toBeGreaterThan(0);
    expect(diskShareOf(tmpdir())).toBeLessThanOrEqual(1);
    expect(diskShareOf("/there/is/no/such/folder")).toBe(null);
    expect(memoryShareOfProcess()).toBeGreaterThan(0);
    expect(memoryShareOfProcess()).toBeLessThan(1);
  });

  test("T03 are the longest standstill of the thread since it was last asked for", async () => {
    lag = new LoopLag();
    const until = performance.now() + 250;
    while (performance.now() < until);
    expect(lag.takeMs()).toBeGreaterThan(150);
    const watched = lag;
    await vi.waitFor(() => expect(watched.takeMs()).toBeLessThan(150));
  });
});
