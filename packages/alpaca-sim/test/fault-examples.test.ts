import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { asRecord, TestVenue } from "./running-venue.ts";

/** The lines of README.md that make each fault, run as they stand there. */
const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

interface Example {
  readonly row: string;
  readonly path: string;
  readonly body: string;
}

function examplesIn(text: string): Example[] {
  let row = "";
  return text.split("\n").flatMap((line) => {
    row = /^# ([BMS]\d\d)/.exec(line)?.[1] ?? row;
    const [, path = "", body = ""] = /^sim (\S+) '(.*)'$/.exec(line) ?? [];
    return path === "" ? [] : [{ row, path, body }];
  });
}

const EXAMPLES = examplesIn(README);
/** Faults that need no switch: the venue's own rules, flags of the process, and what is on the client's side. */
const WITHOUT = ["B10", "B11", "B12", "B26", "B28", "B29", "S15"];

function numbered(letter: string, most: number): string[] {
  return Array.from({ length: most }, (_, at) => `${letter}${String(at + 1).padStart(2, "0")}`);
}

let venue: TestVenue;
beforeAll(async () => {
  venue = await TestVenue.start();
});
afterEach(async () => {
  await venue.ask("DELETE", "/sim/faults");
});
afterAll(async () => venue.close());

async function post(path: string, body: string): Promise<readonly [number, unknown]> {
  const answer = await fetch(`${venue.url}/sim/${path}`, { method: "POST", body });
  return [answer.status, asRecord(await answer.json())["message"]];
}

describe("the faults that README.md shows", () => {
  it("are all there are of a broker and its streams", () => {
    const rows = [...numbered("B", 32), ...numbered("S", 16)];
    for (const row of rows) expect(README).toMatch(new RegExp(`# .*${row} `));
    const shown = new Set(EXAMPLES.map(({ row }) => row));
    expect(rows.filter((row) => !shown.has(row))).toEqual(WITHOUT);
  });

  it.each(EXAMPLES)("$row is made by sim $path $body", async ({ path, body }) => {
    const far = { type: "limit", limit_price: "1.00", extended_hours: true };
    await venue.ask("POST", "/sim/account", { status: "ACTIVE", trading_blocked: false });
    await venue.ask("POST", "/sim/account", { closing_only: false });
    const { id } = await venue.order(far);
    expect(await post(path.replace("$ORDER", String(id)), body)).toEqual([200, undefined]);
  });

  it.each([
    ["faults", '{"dropUpdate": 1}', /^"dropUpdate" is no fault; known are .*dropUpdates/],
    ["faults", '{"dropUpdates": "two"}', /^dropUpdates must be a whole number of at least 0$/],
    ["faults", '{"muteStreams": 3}', /^muteStreams must be true or false$/],
    ["faults", "mute them", /^the body must be JSON such as/],
    ["faults/rest", '{"fault": {"do": "explode"}}', /^fault.do: must be one of .*'cut'/],
    ["faults/rest", '[{"fault": {"do": "answer"}}]', /^0.fault.status: expected number/],
    ["faults/rest", '{"path": "v2", "fault": {"do": "cut"}}', /^path: must start with "\/"/],
    ["faults/rest", '{"fault": {"do": "cut", "ms": 3}}', /^fault: Unrecognized key: "ms"/],
    [
      "faults/updates",
      '{"event": "fil", "fault": {"do": "drop"}}',
      /^event: must be one of .*"fill"/,
    ],
    ["streams", '{"do": "mute", "streams": ["sips"]}', /^streams.0: must be one of .*"sip"/],
  ])("are refused with a sentence where they are wrong: %s %s", async (path, body, sentence) => {
    expect(await post(path, body)).toEqual([422, expect.stringMatching(sentence)]);
  });

  it("do nothing where they are switched off", async () => {
    const stream = await venue.listen();
    expect(await post("faults", '{"killSockets": false, "muteStreams": false}')).toEqual([
      200,
      undefined,
    ]);
    await venue.order({ type: "limit", limit_price: "1.00" });
    await expect.poll(() => stream.reports()).toEqual(["new"]);
  });
});
