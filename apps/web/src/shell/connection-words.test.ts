import { describe, expect, test } from "vitest";
import { buildEngineView, buildLiveView } from "../../test/build-live-view.ts";
import type { Transport } from "../live/live-connection.ts";
import { emptyLiveState, type LiveState } from "../live/live-state.ts";
import { observeVenueTime } from "../live/venue-clock.ts";
import { bannerWords } from "./connection-words.ts";

const LIVE: Transport = { mode: "live", lostAt: null, retryAt: null, signedOut: false };
const NOON = Date.UTC(2026, 10, 23, 17, 0, 0);

const known: LiveState = {
  ...emptyLiveState,
  view: buildLiveView(),
  heartbeat: { ageMs: 0, receivedAt: 0 },
  clockOffsetMs: 0,
};

function banner(part: { state?: LiveState; transport?: Partial<Transport>; now?: number }) {
  const now = part.now ?? 0;
  const transport = { ...LIVE, ...part.transport };
  return bannerWords({ state: part.state ?? known, transport, now, wall: NOON + now });
}

describe("the connection banner", () => {
  test("says nothing while all is well", () => {
    expect(banner({})).toBeNull();
  });

  test("alerts once the heartbeat is older than five seconds, promises no kill that may not work, and names the ways to one", () => {
    expect(banner({ now: 5_000 })).toBeNull();
    const words = banner({ now: 5_001 });
    expect(words).toMatchObject({ level: "alert", key: "engine_dead" });
    expect(words?.stable).not.toContain("kill switch still works");
    expect(words?.stable).toMatch(
      /watchdog .+ while it runs; .+ \.\/interlock kill or the broker's own app\.$/,
    );
    expect(words?.stable).toContain("12:00:00 ET");
  });

  test("in a replay says which clock the time of the last heartbeat is by", () => {
    const venueClock = observeVenueTime(null, {
      venueTime: Date.UTC(2013, 9, 8, 15, 0, 0),
      receivedAt: 0,
      serverTime: NOON,
    });
    const words = banner({ state: { ...known, venueClock }, now: 6_000 });
    expect(words?.stable).toContain("since 12:00:00 ET real time.");
  });

  test("keeps the part that is read out the same while the seconds count", () => {
    const [first, later] = [banner({ now: 6_000 }), banner({ now: 9_000 })];
    expect(first?.stable).toBe(later?.stable);
    expect(first?.counting).not.toBe(later?.counting);
  });

  test("passes over a blip and names a loss", () => {
    const alive = { ...known, heartbeat: { ageMs: 0, receivedAt: 3_000 } };
    const lost: Partial<Transport> = { mode: "lost", lostAt: 0, retryAt: 4_000 };
    expect(banner({ state: alive, transport: lost, now: 900 })).toBeNull();
    expect(banner({ state: alive, transport: lost, now: 3_000 })).toMatchObject({
      level: "status",
      key: "lost",
    });
  });

  test("says polling while figures come by polls", () => {
    const alive = { ...known, heartbeat: { ageMs: 0, receivedAt: 8_000 } };
    const polling: Partial<Transport> = { mode: "polling", lostAt: 0, retryAt: 9_000 };
    expect(banner({ state: alive, transport: polling, now: 8_000 })?.key).toBe("polling");
  });

  test("says that the kill switch works only while polls are answered", () => {
    const said = (frameReceivedAt: number, transport: Partial<Transport>) =>
      banner({
        state: { ...known, heartbeat: { ageMs: 0, receivedAt: 20_000 }, frameReceivedAt },
        transport: { lostAt: 0, ...transport },
        now: 20_000,
      })?.stable;
    expect(said(19_000, { mode: "polling" })).toContain("The kill switch works.");
    expect(said(14_000, { mode: "polling" })).not.toContain("kill switch");
    expect(said(19_000, { mode: "lost" })).not.toContain("kill switch");
    expect(said(19_000, { mode: "lost", signedOut: true })).not.toContain("kill switch");
  });

  test("puts the ended session first: nothing else can be mended before", () => {
    const words = banner({ transport: { signedOut: true, lostAt: 0 }, now: 60_000 });
    expect(words?.key).toBe("signed_out");
  });

  test("alerts when the engine never answered", () => {
    const connecting: Partial<Transport> = { mode: "connecting", lostAt: 0 };
    expect(banner({ state: emptyLiveState, transport: connecting, now: 2_000 })?.level).toBe(
      "status",
    );
    expect(banner({ state: emptyLiveState, transport: connecting, now: 6_000 })?.level).toBe(
      "alert",
    );
  });

  test("says that a recovering engine does not trade yet", () => {
    const view = buildLiveView({ engine: buildEngineView({ phase: "recovering" }) });
    expect(banner({ state: { ...known, view } })?.stable).toContain("before it trades");
  });

  test("names a local clock that is off by more than a second", () => {
    expect(banner({ state: { ...known, clockOffsetMs: 900 } })).toBeNull();
    expect(banner({ state: { ...known, clockOffsetMs: 1_500 } })?.stable).toContain("1.5 s behind");
  });
});
