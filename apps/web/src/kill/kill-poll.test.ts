import { afterEach, expect, test, vi } from "vitest";
import { buildKillView } from "../../test/build-kill-view.ts";
import { pollKillView } from "./kill-poll.ts";

afterEach(() => vi.unstubAllGlobals());

/** Answers of engine and watchdog; undefined: none. */
function answering(answers: { engine?: unknown; watchdog?: unknown }): void {
  vi.stubGlobal("fetch", async (path: string) => {
    const body = path === "/kill" ? answers.watchdog : answers.engine;
    if (body === undefined) throw new TypeError("no answer");
    return Response.json(body);
  });
}

test("the engine's answer is taken, also that there is no kill", async () => {
  answering({ engine: { result: { data: null } }, watchdog: { kill: buildKillView() } });
  expect(await pollKillView()).toEqual({ view: null });
});

test("the watchdog is asked when the engine is silent, and its times are its machine's", async () => {
  answering({ watchdog: { kill: buildKillView({ killId: "k" }) } });
  expect(await pollKillView()).toMatchObject({ view: { killId: "k", clock: "host" } });
});

test("a watchdog without a kill does not say that there is none: the engine may have one", async () => {
  answering({ watchdog: { kill: null } });
  expect(await pollKillView()).toBeNull();
});
