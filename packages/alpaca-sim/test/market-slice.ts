import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { isoDate } from "@interlock/core/market/civil-date";
import type { TapeChoice } from "../src/server/venue-server-options.ts";
import { at, DAY } from "./open-venue.ts";

/** A few minutes of market, and where they come from. */
export interface MarketSlice {
  readonly name: string;
  readonly tape: TapeChoice;
}

/** Two symbols that are busy enough to fill orders within minutes. */
const SYMBOLS = ["BAC", "IBM"];
const FROM = at("10:00");
const TO = at("10:02");

function recordedRoot(): string {
  const root = resolve(import.meta.dirname, "../../..");
  return process.env["INTERLOCK_MARKET_DATA"] ?? join(root, "../shared/market-data");
}

/**
 * Returns two recorded minutes of 2013-10-08; where there are no recorded data a generated day, and its name says
 * so.
 */
export function marketSlice(): MarketSlice {
  const source = join(recordedRoot(), DAY);
  if (!existsSync(source)) {
    const tape = {
      kind: "generated",
      firstDate: isoDate("2026-11-20"),
      symbols: SYMBOLS,
      days: 1,
      activity: 0.05,
    } as const;
    return { name: "a generated day, for there are no recorded data", tape };
  }
  const root = mkdtempSync(join(tmpdir(), "market-slice-"));
  mkdirSync(join(root, DAY));
  for (const symbol of SYMBOLS) {
    for (const kind of ["quotes", "trades"]) {
      const name = `${symbol}.${kind}.csv.gz`;
      writeFileSync(join(root, DAY, name), cut(readFileSync(join(source, name))));
    }
  }
  const tape = {
    kind: "recorded",
    path: root,
    date: null,
    symbols: SYMBOLS,
    gapMinutes: 600,
  } as const;
  return { name: "two recorded minutes", tape };
}

function cut(packed: Buffer): Buffer {
  const [heading = "", ...lines] = gunzipSync(packed).toString().trim().split("\n");
  const kept = lines.filter((line) => {
    const time = Number(line.slice(0, line.indexOf(",")));
    return time >= FROM && time < TO;
  });
  return gzipSync(`${[heading, ...kept].join("\n")}\n`);
}
