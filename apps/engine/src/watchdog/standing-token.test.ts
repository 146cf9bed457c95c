import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  readStandingToken,
  STANDING_TOKEN_LENGTH_MIN,
  standingTokenCheck,
  standingTokenPath,
} from "./standing-token.ts";

const LONG = "a".repeat(STANDING_TOKEN_LENGTH_MIN);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "token-"));
  mkdirSync(join(folder, "keys"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(text: string, mode: number): void {
  writeFileSync(standingTokenPath(folder), text);
  chmodSync(standingTokenPath(folder), mode);
}

test("there is none where nobody gave one", () => {
  expect([readStandingToken(folder, undefined), readStandingToken(folder, "")]).toEqual([
    null,
    null,
  ]);
});

test("the variable's goes before the file's, and neither brings its line end along", () => {
  write(`${LONG}f\n`, 0o600);
  expect(readStandingToken(folder, undefined)).toEqual({ token: `${LONG}f` });
  expect(readStandingToken(folder, ` ${LONG}v\n`)).toEqual({ token: `${LONG}v` });
});

test("a file that others may read is refused with the next step", () => {
  write(LONG, 0o640);
  expect(readStandingToken(folder, undefined)).toEqual({
    refused: expect.stringMatching(/can be read by others.*chmod 600/),
  });
});

test("a short one is refused without being repeated", () => {
  const refused = readStandingToken(folder, "hunter2");
  expect(refused).toEqual({ refused: expect.stringMatching(/INTERLOCK_KILL_TOKEN is shorter/) });
  expect(JSON.stringify(refused)).not.toContain("hunter2");
});

test("only the whole token passes", () => {
  const isStanding = standingTokenCheck(LONG);
  expect([LONG, `${LONG}a`, LONG.slice(1), ""].map(isStanding)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
