import { expect, test } from "vitest";
import { buildLiveView } from "../../test/build-live-view.ts";
import { readFrame, readSnapshot, readTicket } from "./read-frame.ts";

const view = buildLiveView();

test("reads each kind of frame of the contract", () => {
  const frames = [
    { type: "snapshot", seq: 1, serverTime: 5, view },
    { type: "patch", seq: 2, serverTime: 5, view: { counts: view.counts } },
    { type: "heartbeat", seq: 3, serverTime: 5, engineHeartbeatAt: 4 },
  ];
  for (const frame of frames) expect(readFrame(JSON.stringify(frame))).toEqual(frame);
});

test.each([
  "",
  "{]",
  "null",
  "42",
  '{"type":"weather"}',
  JSON.stringify({ type: "snapshot", seq: 1, serverTime: 5, view: {} }),
  JSON.stringify({ type: "heartbeat", seq: "1", serverTime: 5, engineHeartbeatAt: 4 }),
])("reads no frame out of %j", (text) => {
  expect(readFrame(text)).toBeNull();
});

test("refuses an amount that is no decimal, so that it is never shown as money", () => {
  const account = { ...view.account, equity: "NaN" };
  const frame = { type: "patch", seq: 2, serverTime: 5, view: { account } };
  expect(readFrame(JSON.stringify(frame))).toBeNull();
});

test("reads a polled snapshot out of a tRPC answer", () => {
  expect(readSnapshot(JSON.stringify({ result: { data: view } }))).toEqual(view);
  expect(readSnapshot(JSON.stringify({ error: { message: "no" } }))).toBeNull();
});

test("reads the ticket of a socket, and nothing else, out of a tRPC answer", () => {
  expect(readTicket(JSON.stringify({ result: { data: { ticket: "t1" } } }))).toBe("t1");
  expect(() => readTicket(JSON.stringify({ error: { message: "no" } }))).toThrow();
});
