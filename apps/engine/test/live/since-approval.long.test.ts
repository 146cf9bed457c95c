import { DAY_MS } from "@interlock/core/time";
import { expect, test } from "vitest";
import { OTHER_STRATEGY } from "./live-config.ts";
import { endsAtStart, LiveCases, PATIENT, startIsRefused } from "./live-cases.ts";
import { movedClock } from "./live-stage.ts";

/** Further ways by an approval that was real once; each is near to one that every run tries. */
const { open, approved } = new LiveCases();

test("way 9: another configuration", PATIENT, async () => {
  const live = await approved();
  live.config.edit({ tape: { retentionDays: 29 } });
  await endsAtStart(live, "voided: configuration");
});

test("way 11: another version of a strategy", PATIENT, async () => {
  const live = await approved();
  live.config.edit({ strategies: [OTHER_STRATEGY] });
  await endsAtStart(live, "strategy reversion");
});

test("way 12: another account, which the configuration pins by now", PATIENT, async () => {
  const accountId = "0b6f5b50-3f1e-4a63-9a63-6f0a3c1b9d11";
  const live = await approved({ venueArgs: ["--account-id", accountId] });
  live.config.edit({ accountId });
  await startIsRefused(live, "this data folder holds the journal of account");
  await live.exitsByCommandLine();
});

test("way 14: keys of a paper account in an engine that is to be live", PATIENT, async () => {
  const live = await approved({ venueArgs: ["--account-class", "paper"] });
  await startIsRefused(live, "is a paper account, but the environment is live");
  await live.sawNoRisk();
});

test("way 15: the endpoint of paper trading in an engine that is to be live", PATIENT, async () => {
  const live = await approved();
  await startIsRefused(live, "points at paper trading", {
    ALPACA_BASE_URL: "https://paper-api.alpaca.markets",
  });
  await live.exitsByCommandLine();
});

test("way 10: another file of limits, with looser ceilings", PATIENT, async () => {
  const live = await approved();
  live.config.editLimits(/(?<head>\[live\.ceilings\][\s\S]*?maxOpenOrders = )20/, "$<head>30");
  await endsAtStart(live, "voided: configuration");
});

test(
  "way 16: an approval that has expired, with this host's clock set back to its time",
  PATIENT,
  async () => {
    const live = await approved({ date: "2026-07-28" });
    await endsAtStart(live, "expired", movedClock(-365 * DAY_MS));
  },
);

test(
  "way 17: a countdown that is not over, with this host's clock moved past its end",
  PATIENT,
  async () => {
    const live = await open();
    await live.journal((journal) => {
      journal.allGreen().poll();
      expect(journal.declare()).toMatch(/^yes/);
    });
    await endsAtStart(
      live,
      "aborted: the engine started again during the countdown",
      movedClock(DAY_MS),
    );
  },
);
