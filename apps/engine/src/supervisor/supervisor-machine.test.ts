import { describe, expect, test } from "vitest";
import type { ChildName } from "./run-files.ts";
import {
  newSupervisor,
  type SupervisorAction,
  type SupervisorEvent,
  type SupervisorState,
  superviseStep,
} from "./supervisor-machine.ts";

const ALL: readonly ChildName[] = ["console", "venue", "watchdog", "engine"];

/** A supervisor at work: events go in, what it does is written down in words. */
class Bench {
  state: SupervisorState;
  now = 0;
  readonly said: string[] = [];

  constructor(names = ALL) {
    this.state = newSupervisor(names);
  }

  /** Gives an event and returns what is done about it. */
  give(event: SupervisorEvent): string[] {
    const { state, actions } = superviseStep(this.state, event, this.now);
    this.state = state;
    return actions.flatMap((action) => this.#words(action));
  }

  ready(child: ChildName): string[] {
    return this.give({ kind: "ready", child });
  }

  exit(child: ChildName, detail = "code 1"): string[] {
    return this.give({ kind: "exited", child, detail });
  }

  tick(now = this.now, engineHeld = ""): string[] {
    this.now = now;
    return this.give({ kind: "tick", engineHeld });
  }

  /** Brings everything up. */
  start(): this {
    this.give({ kind: "begin" });
    for (const child of this.state.children) this.ready(child.name);
    return this;
  }

  #words(action: SupervisorAction): string[] {
    switch (action.kind) {
      case "spawn":
        return [`spawn ${action.child}${action.halted === "" ? "" : ` halted: ${action.halted}`}`];
      case "signal":
        return [`${action.signal} ${action.child}`];
      case "announce":
        return ["announce"];
      case "finish":
        return [`finish ${action.outcome.code} ${action.outcome.sentence}`.trim()];
      case "say":
        this.said.push(action.sentence);
        return [];
    }
  }
}

describe("starting", () => {
  test("goes one child after another, in order, and announces itself at the end", () => {
    const bench = new Bench();
    expect(bench.give({ kind: "begin" })).toEqual(["spawn venue"]);
    expect(bench.ready("venue")).toEqual(["spawn engine"]);
    expect(bench.ready("engine")).toEqual(["spawn watchdog"]);
    expect(bench.ready("watchdog")).toEqual(["spawn console"]);
    expect(bench.ready("console")).toEqual(["announce"]);
    expect(bench.state.phase).toBe("running");
  });

  test("leaves out what is not planned", () => {
    const bench = new Bench(["engine", "watchdog"]);
    expect(bench.give({ kind: "begin" })).toEqual(["spawn engine"]);
  });

  test("ends with the words of a child that does not come up, and stops what came up before it", () => {
    const bench = new Bench();
    bench.give({ kind: "begin" });
    bench.ready("venue");
    expect(bench.exit("engine", "config/system.json is missing")).toEqual(["SIGTERM venue"]);
    expect(bench.exit("venue")).toEqual([
      "finish 1 The engine did not start: config/system.json is missing",
    ]);
  });

  test("ends a child that never gets ready", () => {
    const bench = new Bench();
    bench.give({ kind: "begin" });
    expect(bench.tick(120_000)).toEqual([]);
    expect(bench.tick(120_001)).toEqual(["SIGKILL venue"]);
  });
});

describe("a child that ends while everything runs", () => {
  test.each(ALL)("%s is started again at once", (child) => {
    const bench = new Bench().start();
    expect(bench.exit(child)).toEqual([]);
    expect(bench.tick(1)).toEqual([`spawn ${child}`]);
    expect(bench.ready(child)).toEqual([]);
    expect(bench.said).toEqual([
      `The ${child} ended (code 1); it is started again.`,
      `The ${child} runs again.`,
    ]);
  });

  test("again and again waits longer each time, and no longer than ten seconds", () => {
    const bench = new Bench().start();
    const waits: number[] = [];
    for (let crash = 0; crash < 9; crash++) {
      const at = bench.now;
      bench.exit("console");
      while (bench.tick(bench.now + 50).length === 0);
      waits.push(bench.now - at);
      bench.ready("console");
    }
    expect(waits).toEqual([50, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  test("that is not ready in time is ended and started again", () => {
    const bench = new Bench().start();
    bench.exit("engine");
    bench.tick(0);
    expect(bench.tick(120_001)).toEqual(["SIGKILL engine"]);
    bench.exit("engine");
    expect(bench.tick(121_000)).toEqual(["spawn engine"]);
  });
});

describe("an engine that waits for its venue", () => {
  test("is left to wait for as long as it takes once its journal is recovered, and is no crash loop", () => {
    const bench = new Bench().start();
    bench.exit("engine");
    expect(bench.tick(0)).toEqual(["spawn engine"]);
    bench.give({ kind: "alive", child: "engine" });
    expect(bench.tick(3_600_000)).toEqual([]);
    expect(bench.ready("engine")).toEqual([]);
    bench.exit("engine");
    expect(bench.tick(3_600_001)).toEqual(["spawn engine"]);
    expect(bench.tick(3_720_002)).toEqual(["SIGKILL engine"]);
  });

  test("is ended in the very first start, where somebody waits for it", () => {
    const bench = new Bench(["engine"]);
    bench.give({ kind: "begin" });
    bench.give({ kind: "alive", child: "engine" });
    expect(bench.tick(120_001)).toEqual(["SIGKILL engine"]);
  });

  test("is let be while it says that it gets on, however long that takes, and ended once it stands still", () => {
    const bench = new Bench(["engine"]);
    bench.give({ kind: "begin" });
    for (let at = 100_000; at <= 1_000_000; at += 100_000) {
      expect(bench.tick(at)).toEqual([]);
      bench.give({ kind: "moves", child: "engine" });
    }
    expect(bench.tick(1_120_000)).toEqual([]);
    expect(bench.tick(1_120_001)).toEqual(["SIGKILL engine"]);
  });

  test("and is ended by force because it does not get on has not crashed: it never starts halted for that", () => {
    const bench = new Bench().start();
    bench.exit("engine");
    expect(bench.tick(0)).toEqual(["spawn engine"]);
    for (let round = 1; round <= 4; round++) {
      expect(bench.tick(bench.now + 120_001)).toEqual(["SIGKILL engine"]);
      bench.exit("engine", "SIGKILL");
      expect(bench.tick(bench.now + 1)).toEqual(["spawn engine"]);
    }
  });
});

test("an engine that may not start while positions are closed without it is told of, each minute, until it starts", () => {
  const bench = new Bench().start();
  bench.exit("engine");
  bench.said.length = 0;
  const closing = "positions are being closed without the engine";
  for (let seconds = 1; seconds <= 90; seconds += 1) bench.tick(seconds * 1_000, closing);
  expect(bench.said).toHaveLength(2);
  expect(bench.said[0]).toMatch(
    /^The engine is not started while positions are being closed without/,
  );
  expect(bench.tick(91_000)).toEqual(["spawn engine"]);
});

describe("an engine in a crash loop", () => {
  function crash(bench: Bench): string[] {
    bench.exit("engine");
    const spawned = bench.tick(bench.now + 10_000);
    bench.ready("engine");
    return spawned;
  }

  test("C11 starts halted after the third crash within five minutes, and says so once", () => {
    const bench = new Bench().start();
    expect([crash(bench), crash(bench), crash(bench), crash(bench)]).toEqual([
      ["spawn engine"],
      ["spawn engine"],
      ["spawn engine halted: crash_loop"],
      ["spawn engine halted: crash_loop"],
    ]);
    expect(bench.said.filter((sentence) => sentence.includes("three times"))).toHaveLength(1);
  });

  test("is not one when the crashes are further apart", () => {
    const bench = new Bench().start();
    for (let round = 0; round < 5; round++) {
      expect(crash(bench)).toEqual(["spawn engine"]);
      bench.tick(bench.now + 150_000);
    }
  });

  test("does not hold anybody else down", () => {
    const bench = new Bench().start();
    for (let round = 0; round < 4; round++) {
      bench.exit("watchdog");
      expect(bench.tick(bench.now + 10_000)).toEqual(["spawn watchdog"]);
      bench.ready("watchdog");
    }
  });
});

test("no engine starts while positions are closed without it, and one starts right after", () => {
  const bench = new Bench().start();
  bench.exit("engine");
  expect(bench.tick(1_000, "positions are being closed")).toEqual([]);
  expect(bench.tick(2_000, "positions are being closed")).toEqual([]);
  expect(bench.tick(2_100)).toEqual(["spawn engine"]);
});

test("others start meanwhile", () => {
  const bench = new Bench().start();
  bench.exit("engine");
  bench.exit("console");
  expect(bench.tick(1_000, "positions are being closed")).toEqual(["spawn console"]);
});

describe("stopping", () => {
  const stop: SupervisorEvent = { kind: "stop", outcome: { code: 0, sentence: "" } };

  test("ends the children in reverse order, each once the one after it is gone", () => {
    const bench = new Bench().start();
    expect(bench.give(stop)).toEqual(["SIGTERM console"]);
    expect(bench.exit("console")).toEqual(["SIGTERM watchdog"]);
    expect(bench.exit("watchdog")).toEqual(["SIGTERM engine"]);
    expect(bench.exit("engine")).toEqual(["SIGTERM venue"]);
    expect(bench.exit("venue")).toEqual(["finish 0"]);
  });

  test("C12 gives the engine ten seconds to drain before it is ended by force", () => {
    const bench = new Bench(["engine"]).start();
    bench.give(stop);
    expect(bench.tick(10_000)).toEqual([]);
    expect(bench.tick(10_001)).toEqual(["SIGKILL engine"]);
    expect(bench.exit("engine")).toEqual(["finish 0"]);
  });

  test("asked for twice happens once", () => {
    const bench = new Bench().start();
    bench.give(stop);
    expect(bench.give({ kind: "stop", outcome: { code: 1, sentence: "again" } })).toEqual([]);
    expect(bench.state.outcome.code).toBe(0);
  });

  test("without patience ends everything by force at once", () => {
    const bench = new Bench().start();
    bench.give(stop);
    expect(bench.give({ kind: "stop_now" })).toEqual([
      "SIGKILL venue",
      "SIGKILL engine",
      "SIGKILL watchdog",
      "SIGKILL console",
    ]);
  });

  test("while something starts ends it too, and starts nothing further", () => {
    const bench = new Bench();
    bench.give({ kind: "begin" });
    expect(bench.give(stop)).toEqual(["SIGTERM venue"]);
    expect(bench.ready("venue")).toEqual([]);
    expect(bench.exit("venue")).toEqual(["finish 0"]);
    expect(bench.tick(1)).toEqual([]);
  });

  test("does not wait for a child that waits to be started again", () => {
    const bench = new Bench(["engine", "console"]).start();
    bench.exit("console");
    expect(bench.give(stop)).toEqual(["SIGTERM engine"]);
    expect(bench.exit("engine")).toEqual(["finish 0"]);
  });
});
