import type { LiveFrame, LiveView } from "@interlock/api/view/live-view";

function sectionsOf(view: LiveView): Section[] {
  return Object.keys(view) as Section[];
}

/** Somebody who watches: gets frames as text, made once for all. */
export interface FeedClient {
  /** Bytes handed over and not yet taken by the network. */
  readonly bufferedBytes: number;
  send(frame: string): void;
  close(reason: string): void;
}

/** A client that does not read is cut off here, so that it never costs the engine memory. */
const BUFFERED_MAX = 1024 * 1024;
/** So is one that has not taken even what was handed over for this long. */
const STUCK_MS_MAX = 15_000;

/** How a client keeps up. */
interface Standing {
  /** Patches were withheld: it gets a whole picture next. */
  behind: boolean;
  /** Since when the network has taken less than everything; null while it takes all. */
  stuckSince: number | null;
}

type Section = keyof LiveView;

/**
 * The live picture, sent to every console. Each section is drawn and encoded once; a frame holds those that changed, is
 * encoded once, and is the same bytes for everybody. A slow client skips patches and gets a snapshot when it has
 * caught up; one that does not read for fifteen seconds, or for which a megabyte waits, is closed.
 */
export class LiveFeed {
  readonly #clients = new Map<FeedClient, Standing>();
  readonly #sections = new Map<Section, string>();
  #seq = 0;
  #view: LiveView | null = null;

  get clients(): number {
    return this.#clients.size;
  }

  /** The picture as it was last drawn; null before the first. */
  get view(): LiveView | null {
    return this.#view;
  }

  /** Takes a freshly drawn picture and sends what changed. */
  publish(view: LiveView, serverTime: number): void {
    const before = this.#view;
    this.#view = view;
    const changed: string[] = [];
    for (const section of sectionsOf(view)) {
      if (before?.[section] === view[section]) continue;
      const text = JSON.stringify(view[section]);
      if (this.#sections.get(section) === text) continue;
      this.#sections.set(section, text);
      changed.push(`${JSON.stringify(section)}:${text}`);
    }
    if (changed.length === 0) return;
    this.#seq += 1;
    this.#broadcast(
      `{"type":"patch","seq":${this.#seq},"serverTime":${serverTime},"view":{${changed.join(",")}}}`,
      serverTime,
    );
  }

  /** Tells everybody that the engine lives, and when it last decided. Nobody has a picture before the first one. */
  heartbeat(serverTime: number, engineHeartbeatAt: number): void {
    if (this.#view === null) return;
    this.#seq += 1;
    const frame: LiveFrame = { type: "heartbeat", seq: this.#seq, serverTime, engineHeartbeatAt };
    this.#broadcast(JSON.stringify(frame), serverTime);
  }

  /** Adds a client; it gets the whole picture first. */
  join(client: FeedClient, serverTime: number): void {
    this.#clients.set(client, { behind: this.#view === null, stuckSince: null });
    if (this.#view !== null) client.send(this.#snapshot(serverTime));
  }

  leave(client: FeedClient): void {
    this.#clients.delete(client);
  }

  #snapshot(serverTime: number): string {
    const sections = [...this.#sections].map(([name, text]) => `${JSON.stringify(name)}:${text}`);
    return `{"type":"snapshot","seq":${this.#seq},"serverTime":${serverTime},"view":{${sections.join(",")}}}`;
  }

  #broadcast(frame: string, serverTime: number): void {
    for (const [client, standing] of this.#clients) {
      standing.stuckSince = client.bufferedBytes > 0 ? (standing.stuckSince ?? serverTime) : null;
      const stuckMs = serverTime - (standing.stuckSince ?? serverTime);
      if (client.bufferedBytes > BUFFERED_MAX || stuckMs > STUCK_MS_MAX) {
        this.leave(client);
        client.close("this client reads too slowly; reconnect for a new picture");
      } else if (client.bufferedBytes > 0) {
        standing.behind = true;
      } else if (standing.behind) {
        standing.behind = false;
        client.send(this.#snapshot(serverTime));
      } else {
        client.send(frame);
      }
    }
  }
}
