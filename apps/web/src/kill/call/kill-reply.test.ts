import { describe, expect, test } from "vitest";
import { readEngineReply, readWatchdogReply } from "./kill-reply.ts";

const receipt = (accepted: boolean) =>
  JSON.stringify({
    result: { data: { commandId: "c", accepted, sentence: "Said.", journalSeq: 1 } },
  });
const refusal = (message: string) => JSON.stringify({ error: { message, code: -32003 } });

describe("the engine's answer", () => {
  test("is a receipt, accepted or refused", () => {
    expect(readEngineReply(200, receipt(true))).toEqual({ kind: "accepted", sentence: "Said." });
    expect(readEngineReply(200, receipt(false))).toEqual({ kind: "refused", sentence: "Said." });
  });

  test("is final when the role may not", () => {
    expect(readEngineReply(403, refusal("A viewer may only halt."))).toEqual({
      kind: "refused",
      sentence: "A viewer may only halt.",
    });
  });

  test.each([404, 429, 500, 502, 503])(
    "of status %d counts as none: the watchdog is next",
    (status) => {
      expect(readEngineReply(status, refusal("no"))).toEqual({ kind: "no_answer", why: "no" });
    },
  );

  test("of status 401 says that the session has ended", () => {
    const why = "Sign in first.";
    expect(readEngineReply(401, refusal(why))).toEqual({ kind: "signed_out", why });
  });

  test("keeps a plainly written sentence", () => {
    expect(readEngineReply(503, '{"error":"not answered"}')).toEqual({
      kind: "no_answer",
      why: "not answered",
    });
  });

  test.each([
    "",
    "<html>",
    "null",
    "[]",
    '{"result":{}}',
    '{"result":{"data":{"accepted":"yes"}}}',
  ])("that reads %j counts as none", (text) => {
    expect(readEngineReply(200, text).kind).toBe("no_answer");
  });
});

describe("the watchdog's answer", () => {
  test("is accepted once it shows the kill that it has taken", () => {
    const kill = { killId: "k", stage: "gate_closed", detail: "The engine's gate is closed." };
    expect(readWatchdogReply(200, JSON.stringify({ kill }))).toEqual({
      kind: "accepted",
      sentence: "The engine's gate is closed.",
    });
  });

  test("without a kill counts as none, and its sentence is kept", () => {
    expect(readWatchdogReply(401, '{"error":"a kill token is needed"}')).toEqual({
      kind: "no_answer",
      why: "a kill token is needed",
    });
    expect(readWatchdogReply(502, refusal("The watchdog does not answer.")).kind).toBe("no_answer");
    expect(readWatchdogReply(200, '{"kill":null}').kind).toBe("no_answer");
  });
});
