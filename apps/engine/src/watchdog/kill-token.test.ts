import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { revocationsPath, revokeKillTokens, watchRevocations } from "./kill-revocations.ts";
import {
  type KillClaims,
  type KillTokenCheck,
  signKillToken,
  readKillToken,
} from "./kill-token.ts";

const KEY = Buffer.alloc(32, 1);
const NOW = 1_700_000_000_000;
const CLAIMS: KillClaims = {
  userId: "u1",
  name: "Ada",
  role: "trader",
  iat: NOW - 1_000,
  exp: NOW + 1_000,
};
const CHECK: KillTokenCheck = { key: KEY, now: NOW, revokedAt: () => null };

function refusal(token: string, check: Partial<KillTokenCheck> = {}): string {
  const verified = readKillToken(token, { ...CHECK, ...check });
  return verified.ok ? "accepted" : verified.error;
}

describe("the kill token", () => {
  test("names its bearer with nothing but the key", () => {
    expect(readKillToken(signKillToken(CLAIMS, KEY), CHECK)).toEqual({ ok: true, value: CLAIMS });
  });

  test("is refused once expired", () => {
    expect(refusal(signKillToken(CLAIMS, KEY), { now: NOW + 1_000 })).toMatch(/has expired/);
  });

  test("is refused when signed with another key", () => {
    expect(refusal(signKillToken(CLAIMS, Buffer.alloc(32, 2)))).toMatch(/was not signed here/);
  });

  test("is refused when its content was changed under the signature", () => {
    const [, signed] = signKillToken(CLAIMS, KEY).split(".");
    const forged = Buffer.from(JSON.stringify({ ...CLAIMS, role: "owner" })).toString("base64url");
    expect(refusal(`${forged}.${signed}`)).toMatch(/was not signed here/);
  });

  test("is refused when issued before its user was revoked, and accepted when issued after", () => {
    const token = signKillToken(CLAIMS, KEY);
    expect(refusal(token, { revokedAt: () => CLAIMS.iat })).toMatch(/was revoked/);
    expect(refusal(token, { revokedAt: () => CLAIMS.iat - 1 })).toBe("accepted");
  });

  test.each(["", "x", "a.b.c", ".", "💥.💥", "a".repeat(100_000)])(
    "of a strange form is refused: %.20s",
    (token) => {
      expect(refusal(token)).toMatch(/malformed|not signed here/);
    },
  );

  test("with a payload of another shape is refused even when signed here", () => {
    expect(refusal(signKillToken({ ...CLAIMS, extra: 1 } as KillClaims, KEY))).toMatch(
      /of an older form/,
    );
  });
});

describe("revocations", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "revoke-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("take effect without a restart, and add up", () => {
    const revokedAt = watchRevocations(folder);
    expect(revokedAt("u1")).toBeNull();
    revokeKillTokens(folder, "u1", 5);
    revokeKillTokens(folder, "u2", 7);
    expect([revokedAt("u1"), revokedAt("u2"), revokedAt("u3")]).toEqual([5, 7, null]);
  });

  test("that cannot be read do not keep anybody from stopping", () => {
    revokeKillTokens(folder, "u1", 5);
    writeFileSync(revocationsPath(folder), "{torn");
    expect(watchRevocations(folder)("u1")).toBeNull();
  });
});
