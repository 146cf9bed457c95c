import { beforeEach, describe, expect, test } from "vitest";
import { liveFrame, type LiveFrame } from "@interlock/api/view/live-view";
import { placed } from "../../../test/edge/bought.ts";
import type { Screen } from "../../../test/edge/screen.ts";
import { type FeedClient, LiveFeed } from "./live-feed.ts";

/** A console whose network takes what a test lets it take. */
class Watcher implements FeedClient {
  readonly frames: LiveFrame[] = [];
  bufferedBytes = 0;
  closedWith = "";

  send(frame: string): void {
    this.frames.push(liveFrame.parse(JSON.parse(frame)));
  }

  close(reason: string): void {
    this.closedWith = reason;
  }

  types(): string[] {
    return this.frames.map(({ type }) => type);
  }
}

let feed: LiveFeed;
let screen: Screen;
let watcher: Watcher;

beforeEach(() => {
  feed = new LiveFeed();
  screen = placed().screen;
  watcher = new Watcher();
});

const publish = () => feed.publish(screen.draw(), 1);

describe("the live feed", () => {
  test("begins with the whole picture and goes on with what changed", () => {
    publish();
    feed.join(watcher, 2);
    screen.quote("IBM", "50.00", "50.02");
    publish();
    expect(watcher.types()).toEqual(["snapshot", "patch"]);
    const [, patch] = watcher.frames;
    expect(patch?.type === "patch" && Object.keys(patch.view)).toEqual(["markets"]);
  });

  test("is silent while nothing changes", () => {
    publish();
    feed.join(watcher, 2);
    publish();
    publish();
    expect(watcher.types()).toEqual(["snapshot"]);
  });

  test("numbers its frames without a gap, so that a lost one shows", () => {
    publish();
    feed.join(watcher, 2);
    screen.quote("IBM", "50.00", "50.02");
    publish();
    feed.heartbeat(3, 2);
    feed.heartbeat(4, 3);
    const numbers = watcher.frames.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_seq, index) => (numbers[0] ?? 0) + index));
  });

  test("gives who joins before the first picture that picture, whole and first", () => {
    feed.join(watcher, 1);
    feed.heartbeat(2, 1);
    publish();
    expect(watcher.types()).toEqual(["snapshot"]);
    expect(feed.view).not.toBeNull();
  });

  test("lets a slow console miss patches, and gives it a new picture when it has caught up", () => {
    publish();
    feed.join(watcher, 1);
    watcher.bufferedBytes = 10;
    screen.quote("IBM", "50.00", "50.02");
    publish();
    expect(watcher.types()).toEqual(["snapshot"]);
    watcher.bufferedBytes = 0;
    feed.heartbeat(2, 1);
    const newest = watcher.frames.at(-1);
    expect(newest?.type).toBe("snapshot");
    expect(newest?.type === "snapshot" && newest.view.markets[1]?.bid).toBe("50.00");
    feed.heartbeat(3, 2);
    expect(watcher.frames.at(-1)?.type).toBe("heartbeat");
  });

  test("cuts a console off that does not read at all, and says what to do", () => {
    publish();
    feed.join(watcher, 1);
    watcher.bufferedBytes = 2 * 1024 * 1024;
    feed.heartbeat(2, 1);
    expect(watcher.closedWith).toMatch(/reconnect/);
    expect(feed.clients).toBe(0);
  });

  test("cuts a console off that has taken nothing for fifteen seconds, however little waits for it", () => {
    publish();
    feed.join(watcher, 1);
    watcher.bufferedBytes = 10;
    feed.heartbeat(1_000, 1);
    feed.heartbeat(16_000, 2);
    expect(watcher.closedWith).toBe("");
    feed.heartbeat(16_001, 3);
    expect(watcher.closedWith).toMatch(/reconnect/);
  });

  test("sends nothing to who has left", () => {
    publish();
    feed.join(watcher, 1);
    feed.leave(watcher);
    feed.heartbeat(2, 1);
    expect(watcher.types()).toEqual(["snapshot"]);
  });
});
