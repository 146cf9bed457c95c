import { mkdtempSync, rmSync } from "node:fs";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Actor } from "@interlock/api/actor";
import { watchRevocations } from "../../watchdog/kill-revocations.ts";
import { killTokenIn, readKillToken } from "../../watchdog/kill-token.ts";
import { KillCookie } from "./kill-cookie.ts";

const KEY = Buffer.alloc(32, 1);
const SIGNED_IN = { by: "session", session: { id: "s1", ip: null, device: null } } as const;
const ADA: Actor = { userId: "u1", name: "Ada", email: "ada@desk", role: "trader", ...SIGNED_IN };
const BO: Actor = { userId: "u2", name: "Bo", email: "bo@desk", role: "owner", ...SIGNED_IN };

let folder: string;
let cookie: KillCookie;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 5, 16) });
  folder = mkdtempSync(join(tmpdir(), "cookie-"));
  cookie = new KillCookie(KEY, folder, "http://localhost:3000");
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function requestWith(token?: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  if (token !== undefined) request.headers.cookie = `session=x; interlock_kill=${token}`;
  return request;
}

/** The token that a person's request gets, when the browser holds `held`; null when it gets none. */
function given(actor: Actor, held?: string): string | null {
  const request = requestWith(held);
  const response = new ServerResponse(request);
  cookie.give({ request, response }, actor);
  return killTokenIn(String(response.getHeader("set-cookie") ?? "").split(";")[0] ?? "") ?? null;
}

function token(actor: Actor): string {
  return given(actor) ?? "";
}

/** Whom the watchdog takes a token for. */
function bearerOf(text: string | null): string {
  const check = { key: KEY, now: Date.now(), revokedAt: watchRevocations(folder) };
  const verified = readKillToken(text ?? "", check);
  return verified.ok ? `${verified.value.name}, ${verified.value.role}` : verified.error;
}

describe("the kill cookie", () => {
  test("is given to who has none, and not again", () => {
    expect(bearerOf(token(ADA))).toBe("Ada, trader");
    expect(given(ADA, token(ADA))).toBeNull();
  });

  test.each([
    ["https://console.example", true],
    ["http://localhost:3000", false],
  ])("at %s is sent over https alone: %s", (consoleUrl, secure) => {
    const request = requestWith();
    const response = new ServerResponse(request);
    new KillCookie(KEY, folder, consoleUrl).give({ request, response }, ADA);
    expect(String(response.getHeader("set-cookie")).includes("; Secure")).toBe(secure);
  });

  test("of the person before is replaced, so that nobody kills under another's name", () => {
    expect(bearerOf(given(BO, token(ADA)))).toBe("Bo, owner");
  });

  test("of another role is replaced, and the former role's token is void everywhere", () => {
    const before = token(ADA);
    vi.advanceTimersByTime(1_000);
    const after = given({ ...ADA, role: "risk" }, before);
    expect(bearerOf(after)).toBe("Ada, risk");
    expect(bearerOf(before)).toMatch(/was revoked/);
  });

  test.each(["forged", "a.b"])("that is none of ours is replaced: %s", (held) => {
    expect(bearerOf(given(ADA, held))).toBe("Ada, trader");
  });

  test("is renewed every ten minutes of use, for it says until when the session surely holds", () => {
    const held = token(ADA);
    vi.advanceTimersByTime(9 * 60_000);
    expect(given(ADA, held)).toBeNull();
    vi.advanceTimersByTime(60_000);
    expect(bearerOf(given(ADA, held))).toBe("Ada, trader");
  });

  test("is void after a sign-out, in every browser, and a new sign-in gets another", () => {
    const here = token(ADA);
    const elsewhere = token(ADA);
    cookie.void(requestWith(here), ADA);
    expect([bearerOf(here), bearerOf(elsewhere)]).toEqual([
      expect.stringMatching(/was revoked/),
      expect.stringMatching(/was revoked/),
    ]);
    vi.advanceTimersByTime(1);
    expect(bearerOf(given(ADA, here))).toBe("Ada, trader");
  });

  test("is void after a sign-out that no session can be found for, by its own name", () => {
    const held = token(ADA);
    cookie.void(requestWith(held), null);
    expect(bearerOf(held)).toMatch(/was revoked/);
    expect(bearerOf(token(BO))).toBe("Bo, owner");
  });
});
