import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DataStreamFixture, TRADE } from "../test/data-stream-fixture.ts";

let fixture: DataStreamFixture;
beforeEach(async () => {
  fixture = await DataStreamFixture.start();
});
afterEach(() => fixture.stop());

/** Waits for what will happen; a busy machine may take its time. */
function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 });
}

function ready(times = 1): Promise<void> {
  return eventually(() =>
    expect(fixture.kinds.filter((kind) => kind === "ready")).toHaveLength(times),
  );
}

async function downs(times: number): Promise<DataStreamFixture["downs"]> {
  await eventually(() => expect(fixture.downs.length).toBeGreaterThanOrEqual(times));
  return fixture.downs;
}

describe("bad frames", () => {
  test.each<[string, Buffer | string]>([
    ["bytes that are no MessagePack", Buffer.from([0xc1, 0xff, 0x00])],
    ["text that is no JSON", "[{"],
    ["an object instead of an array", Buffer.from([0x81, 0xa1, 0x54, 0xa1, 0x74])],
    ["thousands of nested arrays", Buffer.alloc(50_000, 0x91)],
  ])(
    "%s are dropped, kept as a sample, and leave a gap; the next frame is read",
    async (_what, bytes) => {
      fixture.stream.start();
      await ready();
      fixture.peer().socket.send(bytes);
      fixture.peer().send([TRADE]);
      await eventually(() => expect(fixture.frames).toHaveLength(1));
      expect(fixture.kinds).toEqual(["connected", "authorized", "ready", "gap"]);
      expect(fixture.stream.health().counts).toMatchObject({
        malformed: 1,
        samples: [{ raw: expect.stringMatching(/./) }],
      });
    },
  );

  test("S08 each is handed on as it came, cut to a bound", async () => {
    const unreadable: { readonly why: string; readonly raw: string }[] = [];
    fixture.useStream({ onUnreadable: (sample) => unreadable.push(sample) });
    fixture.stream.start();
    await ready();
    for (let i = 0; i < 6; i++) fixture.peer().socket.send(`{${i}${"x".repeat(5_000)}`);
    await eventually(() => expect(unreadable).toHaveLength(6));
    expect(unreadable[5]?.raw).toBe(`{5${"x".repeat(1_998)}`);
  });

  test("S08 text that is no UTF-8 closes the connection with 1007", async () => {
    fixture.stream.start();
    await ready();
    const code = new Promise((resolve) => fixture.peer().socket.on("close", resolve));
    fixture.peer().socket.send(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), { binary: false });
    expect(await code).toBe(1007);
    await ready(2);
  });

  test("S08 too many in a minute end the connection", async () => {
    fixture.stream.start();
    await ready();
    for (let i = 0; i < 11; i++) fixture.peer().socket.send("{");
    await ready(2);
    const [down] = await downs(1);
    expect(down?.reason).toMatch(/too many unreadable frames/);
  });

  test("S09 a frame of 50 MB closes the connection with 1009 and costs no memory", async () => {
    fixture.stream.start();
    await ready();
    const before = process.memoryUsage().heapUsed;
    const code = new Promise((resolve) => fixture.peer().socket.on("close", resolve));
    fixture.peer().socket.send(Buffer.alloc(50 * 1024 * 1024));
    expect(await code).toBe(1009);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20 * 1024 * 1024);
    await ready(2);
    expect((await downs(1))[0]?.reason).toMatch(/payload/i);
  });

  test("messages of an unknown kind are counted and ignored", async () => {
    fixture.stream.start();
    await ready();
    fixture.peer().send([{ T: "zz", S: "AAPL" }, TRADE, { T: "i", S: "AAPL" }]);
    await eventually(() => expect(fixture.frames).toHaveLength(1));
    expect(fixture.stream.health().counts.ignored).toEqual({ zz: 1, i: 1 });
  });
});

describe("errors that the venue reports", () => {
  function failLogin(code: number, msg: string, close: boolean): void {
    fixture.serve((by) => {
      by.send([{ T: "error", code, msg }]);
      if (close) by.socket.close();
    });
  }

  test("a refused key is final and says what to check", async () => {
    failLogin(402, "auth failed", true);
    fixture.stream.start();
    const [down] = await downs(1);
    expect(down).toMatchObject({
      retryInMs: null,
      reason: expect.stringMatching(/^Key PKTEST… was refused by 127.*check ALPACA_API_KEY/),
    });
    expect(fixture.stream.health().state).toBe("failed");
    expect(fixture.peers).toHaveLength(1);
  });

  test("a feed outside the data plan is final and says what to do", async () => {
    failLogin(409, "insufficient subscription", false);
    fixture.stream.start();
    expect((await downs(1))[0]).toMatchObject({
      retryInMs: null,
      reason: expect.stringMatching(/use feed iex/),
    });
  });

  test.each([true, false])(
    "S10 a second connection waits for the first to be noticed as gone (venue closes: %s)",
    async (close) => {
      failLogin(406, "connection limit exceeded", close);
      fixture.stream.start();
      const found = await downs(2);
      expect(found[0]).toMatchObject({ reason: expect.stringContaining("another program holds") });
      expect(found.map(({ retryInMs }) => retryInMs)).toEqual([150, 150]);
    },
  );

  test("a login that the venue waited for in vain is tried again: the key is not at fault", async () => {
    failLogin(404, "auth timeout", true);
    fixture.stream.start();
    expect((await downs(2))[0]).toMatchObject({
      retryInMs: 10,
      reason: expect.stringContaining("404"),
    });
  });

  test("other errors are told as sentences, and the connection stands", async () => {
    fixture.stream.start();
    await ready();
    fixture.peer().send([
      { T: "error", code: 405, msg: "symbol limit exceeded" },
      { T: "error", code: 999, msg: "odd" },
    ]);
    await eventually(() => expect(fixture.notices).toHaveLength(5));
    expect(fixture.notices.slice(3)).toEqual([
      { kind: "trouble", sentence: expect.stringContaining("subscribe fewer") },
      { kind: "trouble", sentence: expect.stringContaining("999: odd") },
    ]);
  });
});
