import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { identifyProcess, isAlive, signalProcess, waitUntilGone } from "./process-identity.ts";

function sleeper() {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  if (child.pid === undefined) throw new Error("the process did not start");
  return { child, pid: child.pid };
}

test("a living process is recognized, and not any more once it is gone", async () => {
  const { pid } = sleeper();
  const identity = identifyProcess(pid);
  if (identity === null) throw new Error("not found");
  expect(isAlive(identity)).toBe(true);
  expect(signalProcess(identity, "SIGKILL")).toBe(true);
  expect(await waitUntilGone(identity, 5_000)).toBe(true);
  expect(isAlive(identity)).toBe(false);
  expect(signalProcess(identity, "SIGKILL")).toBe(false);
});

test("another process under the same number is not taken for it, and not signaled", () => {
  const { child, pid } = sleeper();
  const stranger = { pid, startedAs: "another time" };
  expect(isAlive(stranger)).toBe(false);
  expect(signalProcess(stranger, "SIGKILL")).toBe(false);
  expect(isAlive(identifyProcess(pid) ?? stranger)).toBe(true);
  child.kill("SIGKILL");
});

test("waiting for a process that stays ends at its deadline", async () => {
  const self = identifyProcess(process.pid);
  if (self === null) throw new Error("not found");
  expect(await waitUntilGone(self, 50)).toBe(false);
});

test("there is no identity for a number that no process has", () => {
  expect(identifyProcess(2 ** 22 + 1)).toBeNull();
});
