import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { JournalingRig } from "../../../test/journaling-rig.ts";
import { JOURNAL_FORMAT } from "../../journal/journal-entry.ts";
import { journalFolder } from "../../journal/recovery/journal-folder.ts";
import { listSegments } from "../../journal/segment/segment-folder.ts";
import { readNotices } from "./untold-notices.ts";

test("notices are read from each segment that holds one, and one in a damaged segment is told as unreadable", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "il-untold-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const rig = await JournalingRig.open(dataDir);
  rig.ready();
  for (const reason of ["the first of three", "the second of three", "the third of three"]) {
    rig.command({ kind: "kill", mode: "halt", reason, includeStops: false });
    await rig.durable();
    rig.beginSegment();
    rig.command({ kind: "resume", reason });
  }
  await rig.close();
  const marks = rig.state.notices.latest.filter(({ kind }) => kind === "alert");
  const said = () => readNotices(dataDir, marks).map(({ id, text }) => [id, text]);
  expect(said()).toEqual([
    [marks[0]?.id, expect.stringContaining("the first of three")],
    [marks[1]?.id, expect.stringContaining("the second of three")],
    [marks[2]?.id, expect.stringContaining("the third of three")],
  ]);
  const [, second] = listSegments(journalFolder(dataDir).journal, JOURNAL_FORMAT.name);
  truncateSync(second?.path ?? "", 100);
  expect(said()).toEqual([
    [marks[0]?.id, expect.stringContaining("the first of three")],
    [marks[1]?.id, expect.stringContaining("it cannot be read. Open the console")],
    [marks[2]?.id, expect.stringContaining("the third of three")],
  ]);
});
