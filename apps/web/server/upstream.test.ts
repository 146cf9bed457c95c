import { describe, expect, test } from "vitest";
import { upgradeUpstreamOf, upstreamOf } from "./upstream.ts";

const to = (method: string, url: string, headers: Record<string, string> = {}) =>
  upstreamOf({ method, url, headers });

describe("routing", () => {
  test.each([
    ["POST", "/trpc/kill.engage", "engine"],
    ["GET", "/trpc/live.snapshot?batch=1", "engine"],
    ["GET", "/api/auth/get-session", "engine"],
    ["GET", "/kill/plain", "watchdog"],
    ["POST", "/kill/plain", "watchdog"],
    ["POST", "/kill", "watchdog"],
    ["GET", "/", "pages"],
    ["GET", "/kill", "pages"],
    ["GET", "/kill?tab=1", "pages"],
    ["GET", "/trpcx", "pages"],
    ["GET", "/api/authority", "pages"],
    ["GET", "/metrics", "pages"],
  ] as const)("%s %s goes to the %s", (method, url, upstream) => {
    expect(to(method, url)).toBe(upstream);
  });

  test("a question for JSON at /kill goes to the watchdog, a navigation does not", () => {
    expect(to("GET", "/kill", { accept: "application/json" })).toBe("watchdog");
    expect(to("GET", "/kill", { accept: "text/html,application/xhtml+xml" })).toBe("pages");
    expect(to("GET", "/kill", { accept: "application/json", rsc: "1" })).toBe("pages");
  });

  test("only the live feed and tRPC have sockets", () => {
    expect(upgradeUpstreamOf("/feed")).toBe("engine");
    expect(upgradeUpstreamOf("/trpc?connectionParams=1")).toBe("engine");
    expect(upgradeUpstreamOf("/kill")).toBeNull();
    expect(upgradeUpstreamOf("http://elsewhere/feed")).toBeNull();
  });
});
