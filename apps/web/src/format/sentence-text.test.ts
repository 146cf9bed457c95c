import { expect, test } from "vitest";
import { sentenceText } from "./sentence-text.ts";

test.each([
  [
    "Request ap-1 waits for risk or owner until 2026-11-24T20:54:38.402Z.",
    "Request ap-1 waits for risk or owner until 2026-11-24 15:54:38.402 EST.",
  ],
  [
    "From 2026-07-01T14:00:00Z to 2026-07-01T15:00:00.5Z",
    "From 2026-07-01 10:00:00.000 EDT to 2026-07-01 11:00:00.500 EDT",
  ],
  ["Sent to 2026-11-24Z, 12 orders.", "Sent to 2026-11-24Z, 12 orders."],
])(
  "an instant in a sentence is told in the page's zone, and nothing else is touched: %s",
  (said, shown) => {
    expect(sentenceText(said, "ET")).toBe(shown);
  },
);

test("whoever reads in UTC gets UTC", () => {
  expect(sentenceText("until 2026-11-24T20:54:38.402Z.", "UTC")).toBe(
    "until 2026-11-24 20:54:38.402 UTC.",
  );
});
