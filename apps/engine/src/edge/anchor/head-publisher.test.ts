import { createHash, generateKeyPairSync } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { type SignedHead, signHead } from "../../journal/heads/signed-head.ts";
import { HeadPublisher } from "./head-publisher.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const MINUTE = 60_000;

/** A place whose answer a test decides. */
class Place {
  readonly name: string;
  readonly heads: number[] = [];
  fails = "";

  constructor(name: string) {
    this.name = name;
  }

  async publish({ seq }: SignedHead): Promise<void> {
    if (this.fails !== "") throw new Error(this.fails);
    this.heads.push(seq);
  }
}

let seq: number;
let now: number;
let places: [Place, Place, Place];
let told: string[];
let published: { seq: number; places: readonly string[] }[];
let publisher: HeadPublisher;

beforeEach(() => {
  seq = 1;
  now = 1_790_000_000_000;
  places = [new Place("a"), new Place("b"), new Place("c")];
  told = [];
  published = [];
  publisher = new HeadPublisher({
    places,
    head: () => headAt(seq),
    published: (head, names) => published.push({ seq: head.seq, places: names }),
    found: (sentence) => told.push(sentence),
    now: () => now,
  });
});

function headAt(at: number): SignedHead | null {
  if (at === 0) return null;
  const hash = createHash("sha256").update(String(at)).digest("hex");
  const head = { journal: hash, instance: "i", seq: at, hash, at: now };
  return signHead(head, privateKey, publicKey);
}

describe("the publisher of heads", () => {
  it("gives each head to every place, and counts as anchored what two of them have", async () => {
    await publisher.publish();
    expect(published).toEqual([{ seq: 1, places: ["a", "b", "c"] }]);
    expect(publisher.status()).toMatchObject({ anchored: { seq: 1 }, behindSince: null });
    places[1].fails = "disk full";
    places[2].fails = "no answer";
    seq = 9;
    await publisher.publish();
    expect(publisher.status()).toMatchObject({ anchored: { seq: 1 }, behindSince: now });
    expect(published.at(-1)).toEqual({ seq: 9, places: ["a"] });
  });

  it("publishes nothing while the journal is empty", async () => {
    seq = 0;
    await publisher.publish();
    expect(published).toEqual([]);
  });

  it("gives a place that failed the newest head when it answers again", async () => {
    places[1].fails = "away";
    await publisher.publish();
    seq = 5;
    await publisher.publish();
    places[1].fails = "";
    await publisher.retry();
    expect(places[1].heads).toEqual([5]);
    expect(places[0].heads).toEqual([1, 5]);
    expect(publisher.status().anchored?.seq).toBe(5);
  });

  it("tells people once when fewer than two places have answered for ten minutes, and why", async () => {
    places[1].fails = "disk full";
    places[2].fails = "it answered 500";
    await publisher.publish();
    now += 9 * MINUTE;
    publisher.watch();
    expect(told).toEqual([]);
    now += MINUTE;
    publisher.watch();
    publisher.watch();
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("b: disk full; c: it answered 500");
    places[1].fails = "";
    await publisher.retry();
    publisher.watch();
    expect(publisher.status().behindSince).toBeNull();
  });

  it("tells it of places that were silent from the start on, too", async () => {
    for (const place of places) place.fails = "not there";
    await publisher.publish();
    now += 10 * MINUTE;
    publisher.watch();
    expect(told).toHaveLength(1);
    expect(published).toEqual([]);
  });
});
