import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  identifyProcess,
  isAlive,
  type ProcessIdentity,
  signalProcess,
} from "../supervisor/process-identity.ts";
import { readChildrenFile } from "../supervisor/run-files.ts";
import { interlock, Product, type Ready } from "./test/product.ts";

const WAIT = { timeout: 90_000, interval: 100 };
const PORTS = ["--engine-port", "0", "--venue-port", "0", "--watchdog-port", "0"];
const DAY = ["--generate", "--seed", "7", "--symbols", "SPY,IBM", "--speed", "20"];

let folder: string;
let data: readonly string[];
let product: Product;
let ready: Ready;

function start(): Product {
  return new Product("--no-console", ...DAY, ...PORTS, ...data);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "interlock-"));
  data = ["--data-dir", folder];
  product = start();
  ready = await product.ready();
});

afterAll(async () => {
  product.child.kill("SIGINT");
  await product.ended;
  await interlock("stop", ...data);
  rmSync(folder, { recursive: true, force: true });
});

const statusOf = z.object({
  running: z.boolean(),
  children: z.array(z.object({ name: z.string(), pid: z.number() })),
  engine: z
    .looseObject({ trading: z.looseObject({ state: z.string() }), journalSeq: z.number() })
    .nullable(),
  latch: z.object({ mode: z.string() }).nullable(),
});

async function status(): Promise<z.infer<typeof statusOf>> {
  const { stdout } = await interlock("status", "--json", ...data);
  return statusOf.parse(JSON.parse(stdout));
}

async function tradingState(): Promise<string> {
  return (await status()).engine?.trading.state ?? "no answer";
}

function identityOf(name: "engine" | "watchdog" | "venue"): ProcessIdentity {
  const identity = readChildrenFile(folder)[name];
  if (identity === undefined) throw new Error(`${name} does not run`);
  return identity;
}

describe("a started product", () => {
  test("says in one line of JSON where everything is", async () => {
    expect(ready.pid).toBe(product.child.pid);
    for (const url of [
      `${ready.engine}/ready`,
      `${ready.venue}/sim/tape`,
      `${ready.watchdog}/health`,
    ]) {
      expect((await fetch(url)).status).toBe(200);
    }
  });

  test("has a status with its processes and how trading stands", async () => {
    const { running, children } = await status();
    expect(running).toBe(true);
    expect(children.map(({ name }) => name)).toEqual(["venue", "engine", "watchdog"]);
    await expect.poll(tradingState, WAIT).toBe("active");
  });

  test("is well, part by part, and the code says so", async () => {
    const { code, stdout } = await interlock("health", ...data);
    expect(stdout).toMatch(/ok\s+venue/);
    expect(stdout).toMatch(/ok\s+watchdog\s+hears the engine; no kill is latched/);
    expect(code).toBe(0);
  });

  test("is not started a second time", async () => {
    const second = await interlock("start", "--no-console", ...data);
    expect(second.code).toBe(4);
    expect(second.stderr).toMatch(
      new RegExp(`^Interlock already runs at ${ready.engine} \\(process ${ready.pid}, since `),
    );
  });

  test("gives no sign-in link without a console", async () => {
    const { code, stderr } = await interlock("sign-in-link", ...data);
    expect([code, stderr]).toEqual([
      1,
      "Interlock runs without a console, so there is nothing to sign in to.\n",
    ]);
  });
});

describe("a kill from the command line", () => {
  test("ends with code 0 once the venue shows that nothing is open, and latches", async () => {
    const killed = await interlock("kill", "--mode", "flatten", "--reason", "drill", ...data);
    expect(killed.stdout).toContain(
      "Proven: the venue showed no open order and no position twice.",
    );
    expect(killed.code).toBe(0);
    expect(await status()).toMatchObject({
      latch: { mode: "flatten" },
      engine: { trading: { state: "halted" } },
    });
    const truth = z
      .object({ positions: z.array(z.unknown()) })
      .parse(await (await fetch(`${ready.venue}/sim/state`)).json());
    expect(truth.positions).toEqual([]);
  });

  test("keeps a restarted engine halted", async () => {
    const before = identityOf("engine");
    signalProcess(before, "SIGKILL");
    await expect
      .poll(() => readChildrenFile(folder).engine?.pid ?? before.pid, WAIT)
      .not.toBe(before.pid);
    await expect.poll(tradingState, WAIT).toBe("halted");
  });

  test("ends with a resume that gives a reason", async () => {
    expect((await interlock("resume", "--reason", "short", ...data)).code).toBe(2);
    await expect
      .poll(
        async () => (await interlock("resume", "--reason", "the drill is over", ...data)).code,
        WAIT,
      )
      .toBe(0);
    expect(await tradingState()).toBe("active");
    await expect.poll(async () => (await status()).latch, WAIT).toBeNull();
  });

  test("works without a watchdog: its work is done by the command itself", async () => {
    const supervisor = identifyProcess(ready.pid);
    if (supervisor === null) throw new Error("no supervisor");
    // A stopped supervisor cannot start another watchdog.
    signalProcess(supervisor, "SIGSTOP");
    try {
      signalProcess(identityOf("watchdog"), "SIGKILL");
      const killed = await interlock(
        "kill",
        "--mode",
        "cancel",
        "--reason",
        "no watchdog",
        ...data,
      );
      expect(killed.stderr).toContain("No watchdog answers: the kill is carried out from here.");
      expect(killed.stdout).toContain("Proven: the venue showed no open order twice.");
      expect(killed.code).toBe(0);
    } finally {
      signalProcess(supervisor, "SIGCONT");
    }
    await expect.poll(tradingState, WAIT).toBe("halted");
  });
});

describe("the record of it all", () => {
  test("is sound, and the database's audit rows agree with it", async () => {
    const { code, stdout } = await interlock("verify-audit", "--json", ...data);
    const verified = z
      .object({
        journal: z.object({ ok: z.boolean() }),
        audit: z.object({ ok: z.boolean(), rows: z.number() }),
      })
      .parse(JSON.parse(stdout));
    expect(verified).toMatchObject({ journal: { ok: true }, audit: { ok: true } });
    expect(verified.audit.rows).toBeGreaterThan(0);
    expect(code).toBe(0);
  });

  test("can be applied again up to any entry", async () => {
    const { code, stdout } = await interlock("replay", "--seq", "3", "--json", ...data);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      entries: 3,
      journalSeq: 3,
      stateHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const beyond = await interlock("replay", "--seq", "99999999", ...data);
    expect([beyond.code, beyond.stderr]).toEqual([
      1,
      expect.stringMatching(/ends at entry \d+, before 99999999/),
    ]);
  });
});

describe("what cannot be started is said in one sentence", () => {
  let taken: Server;
  let port: number;

  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", () => resolve()));
    const address = taken.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
  });
  afterAll(() => taken.close());

  async function refused(...args: string[]): Promise<string> {
    const other = mkdtempSync(join(tmpdir(), "refused-"));
    try {
      const { code, stderr } = await interlock(
        "start",
        "--no-console",
        "--data-dir",
        join(other, "data"),
        ...PORTS,
        ...args,
      );
      expect(code).toBe(1);
      return stderr.trim().split("\n").at(-1) ?? "";
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  }

  test("a taken port", async () => {
    expect(await refused("--generate", "--engine-port", String(port))).toMatch(
      new RegExp(
        `^Port ${port} \\(engine\\) is taken by .* \\(process ${process.pid}\\): stop it, or choose another with --engine-port\\.$`,
      ),
    );
  });

  test("a data folder where a file stands", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(await refused("--generate", "--data-dir", join(file, "data"))).toBe(
      `The data folder ${file}/data cannot be made because a file stands in its way: move it, or choose another with --data-dir.`,
    );
  });
});

describe("the end", () => {
  test("of a killed supervisor takes its children along, and the next start goes on where it was", async () => {
    const before = await status();
    const children = Object.values(readChildrenFile(folder));
    product.child.kill("SIGKILL");
    await product.ended;
    await expect.poll(() => children.some(isAlive), WAIT).toBe(false);
    product = start();
    ready = await product.ready();
    const after = await status();
    expect(after.engine?.journalSeq).toBeGreaterThan(before.engine?.journalSeq ?? 0);
    expect(after.engine?.trading.state).toBe("halted");
  });

  test("by ./interlock stop is orderly, and leaves nothing running", async () => {
    const children = Object.values(readChildrenFile(folder));
    expect(children).toHaveLength(3);
    expect(await interlock("stop", ...data)).toMatchObject({
      code: 0,
      stdout: "Everything has stopped.\n",
    });
    expect(await product.ended).toBe(0);
    expect(children.some(isAlive)).toBe(false);
    expect((await interlock("status", ...data)).code).toBe(3);
    expect((await interlock("stop", ...data)).code).toBe(3);
  });

  test("leaves nothing to kill, and a record that still verifies", async () => {
    const killed = await interlock("kill", "--mode", "cancel", ...data);
    expect([killed.code, killed.stderr]).toEqual([
      3,
      expect.stringContaining("so there is nothing to stop."),
    ]);
    expect((await interlock("verify-audit", ...data)).code).toBe(0);
  });

  test("another day in the same folder is refused unless the old one is put aside", async () => {
    const other = await interlock(
      "start",
      "--no-console",
      "--generate",
      "--seed",
      "8",
      ...PORTS,
      ...data,
    );
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringMatching(/holds a simulation of a generated day \(seed 7\).*add --fresh/),
    ]);
  });
});
