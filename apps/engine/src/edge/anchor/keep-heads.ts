import type { UnixMs } from "@interlock/core/time";
import { openHeadKey } from "../../journal/heads/head-key.ts";
import { journalName } from "../../journal/heads/journal-name.ts";
import { type HeadPlaceConfig, openPlaces } from "../../journal/heads/places/open-places.ts";
import { signHead } from "../../journal/heads/signed-head.ts";
import type { ChainPosition } from "../../journal/segment/frame.ts";
import { HeadPublisher, type PublisherParts } from "./head-publisher.ts";

/** What heads are made of and where they go. */
export interface HeadsStart {
  readonly places: readonly HeadPlaceConfig[];
  /** Time between two heads, in milliseconds. */
  readonly everyMs: number;
}

/** What the edge gives for them. */
export interface HeadSource extends Pick<PublisherParts, "published" | "found"> {
  readonly dataDir: string;
  /** The last durable entry with its hash, and under which name the engine trades. */
  readonly end: () => { readonly position: ChainPosition; readonly instance: string };
}

const RETRY_MS = 15_000;

/** Opens the publisher of a data folder's heads. The key is made where there is none. */
export function openPublisher(
  { places }: Pick<HeadsStart, "places">,
  source: HeadSource,
): HeadPublisher {
  const { dataDir, end, published, found } = source;
  const key = openHeadKey(dataDir);
  let journal: string | null = null;
  return new HeadPublisher({
    places: openPlaces(dataDir, places, key),
    published,
    found,
    now: hostNow,
    head: () => {
      const { position, instance } = end();
      if (position.seq === 0) return null;
      journal ??= journalName(dataDir);
      if (journal === null) return null;
      const { seq, hash } = position;
      const head = { journal, instance, seq, hash: hash.toString("hex"), at: hostNow() };
      return signHead(head, key.privateKey, key.publicKey);
    },
  });
}

/** Publishes at once and then as often as configured, retries what failed, and watches the silence. */
export function runPublisher(publisher: HeadPublisher, { everyMs }: HeadsStart): NodeJS.Timeout[] {
  void publisher.publish();
  return [
    setInterval(() => void publisher.publish(), everyMs),
    setInterval(() => {
      void publisher.retry();
      publisher.watch();
    }, RETRY_MS),
  ];
}

/** Outside this machine nobody knows trading time: heads carry the time of the host. */
function hostNow(): UnixMs {
  return Date.now();
}
