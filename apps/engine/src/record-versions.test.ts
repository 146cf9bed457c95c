import { expect, it } from "vitest";
import { JOURNAL_FORMAT } from "./journal/journal-entry.ts";
import { RECORD_SINCE } from "./record-versions.ts";

it("the journal's version is that of its newest kind of record: no older program takes such a journal for whole", () => {
  expect(Math.max(...Object.values(RECORD_SINCE))).toBe(JOURNAL_FORMAT.version);
});
