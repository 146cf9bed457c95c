import type { ProtectionView } from "@interlock/api/view/guard-view";
import { describe, expect, test } from "vitest";
import { buildProtectionView } from "../../test/build-protection-view.ts";
import { coverSummary } from "./cover-words.ts";

const row = (part: Partial<ProtectionView> = {}) => buildProtectionView(part);

describe("the cover of all positions in a sentence", () => {
  test("is not known before it was received, and nothing where nothing is held", () => {
    expect(coverSummary(null)).toMatchObject({ tone: "neutral", words: "Not received yet" });
    expect(coverSummary([])).toMatchObject({ words: "Nothing held", sentence: "Nothing is held." });
  });

  test("names each position once, those at the broker first", () => {
    const rows = [
      row(),
      row({ byVenue: "100", byBoth: "100", byEngine: "0" }),
      row({ byVenue: "40", byBoth: "40", byEngine: "60" }),
    ];
    expect(coverSummary(rows)).toEqual({
      tone: "ok",
      words: "Every share covered",
      sentence:
        "Every share of 3 positions is covered: 1 at the broker, 1 at the broker in part, 1 by the engine's own alone.",
    });
  });

  test("says which shares no stop covers, and why", () => {
    const open = row({ byEngine: "0", uncovered: "100", unguarded: "100", why: "blind" });
    expect(coverSummary([row({ symbol: "IBM" }), open])).toEqual({
      tone: "critical",
      words: "1 without a stop",
      sentence: "SPY: 100 shares without a stop (blind).",
    });
  });

  test("never calls a stop that rests until the open, or is in doubt, a cover of now", () => {
    const whyUnguarded = "stops at the broker rest until the regular session";
    const venue = { byVenue: "100", byEngine: "0", unguarded: "100", whyUnguarded };
    expect(coverSummary([row(venue)])).toEqual({
      tone: "warn",
      words: "1 until the open",
      sentence: `SPY: no stop acts now for 100 shares (${whyUnguarded}).`,
    });
    const doubt = "the order stream is down";
    expect(coverSummary([row({ byVenue: "100", byBoth: "100", byEngine: "0", doubt })])).toEqual({
      tone: "stale",
      words: "Broker's stops not sure",
      sentence: `Stops at the broker are as last known: ${doubt}.`,
    });
  });
});
