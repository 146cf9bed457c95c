import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { choosePorts } from "./choose-ports.ts";
import { anyFreePort, isPortFree, portHolder } from "./port-holder.ts";

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

function listen(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
    open.push(server);
  });
}

test("a taken port is named with its holder and the flag that changes it", async () => {
  const port = await listen();
  const ports = await choosePorts({ venue: 0, engine: 0, watchdog: 0, console: port }, ["console"]);
  expect(ports).toEqual({
    ok: false,
    error: expect.stringMatching(
      new RegExp(
        `^Port ${port} \\(console\\) is taken by \\S.* \\(process ${process.pid}\\): stop it, or choose another with --console-port\\.$`,
      ),
    ),
  });
});

test("every taken port is named at once", async () => {
  const [one, two] = [await listen(), await listen()];
  const ports = await choosePorts({ venue: 0, engine: one, watchdog: two, console: 0 }, [
    "engine",
    "watchdog",
  ]);
  expect(ports.ok ? "" : ports.error).toMatch(/--engine-port\.\n.*--watchdog-port\./s);
});

test("port 0 takes any free one, and what is not needed is not looked at", async () => {
  const taken = await listen();
  const ports = await choosePorts({ venue: taken, engine: 0, watchdog: 0, console: 0 }, [
    "engine",
    "watchdog",
    "console",
  ]);
  if (!ports.ok) throw new Error(ports.error);
  const { engine, watchdog, console } = ports.value;
  expect(new Set([engine, watchdog, console]).size).toBe(3);
  expect(Math.min(engine, watchdog, console)).toBeGreaterThan(0);
});

test("a free port is free and a listening one is not", async () => {
  const port = await listen();
  expect(await isPortFree(port)).toBe(false);
  expect(await isPortFree(await anyFreePort())).toBe(true);
});

test("a port that nobody holds has no holder to name", async () => {
  expect(portHolder(await anyFreePort())).toBe("another program that this user may not see");
});
