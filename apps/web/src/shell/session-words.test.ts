import { expect, test } from "vitest";
import { buildEngineView } from "../../test/build-live-view.ts";
import { sessionCountdown, sessionName } from "./session-words.ts";

test("names the session with the day's peculiarity", () => {
  expect(sessionName(buildEngineView({ session: "regular" }))).toBe("OPEN");
  expect(sessionName(buildEngineView({ session: "regular", dayNote: "half-day" }))).toBe(
    "OPEN · HALF-DAY",
  );
});

test("counts down by the venue's clock, and says nothing when the end is unknown", () => {
  const engine = buildEngineView({ session: "regular", sessionEndsAt: 3_661_000 });
  expect(sessionCountdown(engine, 0)).toBe("closes in 1:01:01");
  expect(sessionCountdown(engine, 4_000_000)).toBe("closes in 0:00");
  expect(sessionCountdown(buildEngineView({ sessionEndsAt: null }), 0)).toBe("");
});
