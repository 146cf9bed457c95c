import type { LiveFrame } from "@interlock/api/view/live-view";
import { beforeEach, describe, expect, test } from "vitest";
import { buildEngineView, buildLiveView } from "../../test/build-live-view.ts";
import {
  type ConnectionPorts,
  LiveConnection,
  type PollAnswer,
  type SocketHandlers,
} from "./live-connection.ts";

/** A world with one clock, in which timers run when time is moved and sockets do what the case says. */
class World {
  now = 0;
  sockets: { handlers: SocketHandlers; closed: boolean }[] = [];
  answer: PollAnswer = { kind: "failed" };
  polls: number[] = [];
  private timers: { at: number; callback: () => void }[] = [];

  readonly ports: ConnectionPorts = {
    connect: (handlers) => {
      const socket = { handlers, closed: false };
      this.sockets.push(socket);
      return {
        close: () => {
          socket.closed = true;
        },
      };
    },
    poll: async () => {
      this.polls.push(this.now);
      return this.answer;
    },
    monotonic: () => this.now,
    wall: () => this.now,
    random: () => 0,
    after: (ms, callback) => {
      const timer = { at: this.now + ms, callback };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((one) => one !== timer);
      };
    },
  };

  get socket() {
    const last = this.sockets.at(-1);
    if (last === undefined) throw new Error("no socket was opened");
    return last;
  }

  say(frame: LiveFrame): void {
    this.socket.handlers.message(frame);
  }

  /** Moves time in small steps, running what is due and letting answers arrive. */
  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    while (this.now < until) {
      this.now = Math.min(until, this.now + 100);
      const due = this.timers.filter((timer) => timer.at <= this.now);
      this.timers = this.timers.filter((timer) => timer.at > this.now);
      for (const timer of due) timer.callback();
      await Promise.resolve();
      await Promise.resolve();
    }
  }
}

const snapshot = (seq = 1): LiveFrame => ({
  type: "snapshot",
  seq,
  serverTime: 0,
  view: buildLiveView(),
});
const heartbeat = (seq: number): LiveFrame => ({
  type: "heartbeat",
  seq,
  serverTime: 0,
  engineHeartbeatAt: 0,
});

describe("the live connection", () => {
  let world: World;
  let connection: LiveConnection;

  beforeEach(() => {
    world = new World();
    connection = new LiveConnection(world.ports);
    connection.start();
  });

  test("is live with the first snapshot", () => {
    expect(connection.getTransport().mode).toBe("connecting");
    world.say(snapshot());
    expect(connection.getTransport().mode).toBe("live");
  });

  test("W16 returns for a snapshot after a gap, and applies nothing in between", async () => {
    world.say(snapshot());
    world.say(heartbeat(3));
    expect(world.sockets).toHaveLength(1);
    expect(world.socket.closed).toBe(true);
    await world.pass(600);
    expect(world.sockets).toHaveLength(2);
    world.say(heartbeat(4));
    expect(connection.getTransport().mode).toBe("lost");
  });

  test("drops a frame that cannot be read and returns for a snapshot", async () => {
    world.say(snapshot());
    world.socket.handlers.message(null);
    expect(world.socket.closed).toBe(true);
    await world.pass(600);
    expect(world.sockets).toHaveLength(2);
  });

  test("counts a socket that says nothing for five seconds as lost", async () => {
    world.say(snapshot());
    await world.pass(5_000);
    expect(connection.getTransport().mode).toBe("live");
    await world.pass(600);
    expect(connection.getTransport().mode).toBe("lost");
  });

  test("tries again after 0.5, 1, 2, 4 and 8 seconds", async () => {
    world.say(snapshot());
    const waits: number[] = [];
    for (let attempt = 0; attempt < 5; attempt++) {
      world.socket.handlers.closed();
      const lostAt = world.now;
      const before = world.sockets.length;
      while (world.sockets.length === before) await world.pass(100);
      waits.push(world.now - lostAt);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
  });

  test("begins again with half a second once a frame was heard", async () => {
    world.say(snapshot());
    world.socket.handlers.closed();
    await world.pass(500);
    world.say(snapshot());
    world.socket.handlers.closed();
    expect(connection.getTransport().retryAt).toBe(world.now + 500);
  });

  test("tries at once when the network or the tab returns", () => {
    world.say(snapshot());
    world.socket.handlers.closed();
    connection.hurry();
    expect(world.sockets).toHaveLength(2);
  });

  test("does not disturb a living socket when the tab returns", () => {
    world.say(snapshot());
    connection.hurry();
    expect(world.sockets).toHaveLength(1);
  });

  test("polls every two seconds once five have passed without a socket", async () => {
    world.say(snapshot());
    world.socket.handlers.closed();
    world.answer = {
      kind: "view",
      view: buildLiveView({ engine: buildEngineView({ heartbeatAt: 1 }) }),
    };
    await world.pass(4_900);
    expect(world.polls).toHaveLength(0);
    await world.pass(4_600);
    expect(world.polls.length).toBeGreaterThanOrEqual(2);
    expect(connection.getTransport().mode).toBe("polling");
    expect(connection.getState().view?.engine.heartbeatAt).toBe(1);
  });

  test("knows from a poll that the session has ended, and keeps what it showed", async () => {
    world.say(snapshot());
    world.socket.handlers.closed();
    world.answer = { kind: "signed_out" };
    await world.pass(6_000);
    expect(connection.getTransport().signedOut).toBe(true);
    expect(connection.getState().view).not.toBeNull();
  });

  test("stops polling when the socket is back", async () => {
    world.say(snapshot());
    world.socket.handlers.closed();
    await world.pass(5_400);
    const polls = world.polls.length;
    expect(polls).toBeGreaterThan(0);
    world.say(snapshot());
    for (let second = 2; second < 6; second++) {
      await world.pass(1_000);
      world.say(heartbeat(second));
    }
    expect(world.polls).toHaveLength(polls);
    expect(connection.getTransport()).toMatchObject({ mode: "live", lostAt: null });
  });

  test("hears nothing of a socket that it left", () => {
    const old = world.socket;
    world.say(snapshot());
    world.socket.handlers.closed();
    connection.hurry();
    old.handlers.message(snapshot(9));
    old.handlers.closed();
    expect(connection.getState().seq).toBeNull();
    expect(world.sockets).toHaveLength(2);
  });

  test("leaves no timer and no open socket when stopped", async () => {
    world.say(snapshot());
    connection.stop();
    expect(world.socket.closed).toBe(true);
    await world.pass(30_000);
    expect(world.sockets).toHaveLength(1);
    expect(world.polls).toHaveLength(0);
  });
});
