import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { fromIsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import type { UnixMs } from "@interlock/core/time";
import type { TapeSource } from "../tape/tape-source.ts";
import { step } from "../venue/step.ts";
import type { VenueState } from "../venue/venue-state.ts";
import { createListener } from "./create-listener.ts";
import { Desk } from "./desk.ts";
import { Faults } from "./faults/faults.ts";
import { openTape, tapeFingerprint } from "./open-tape.ts";
import { openVenue } from "./open-venue.ts";
import { restApp } from "./rest/rest-app.ts";
import { MarketNotices } from "./stream/market-notices.ts";
import { makeFeeds } from "./stream/make-feeds.ts";
import type { Peer } from "./stream/peer.ts";
import { PongGate } from "./stream/pong-gate.ts";
import { Reports } from "./stream/reports.ts";
import { StreamControl } from "./faults/stream-control.ts";
import { StreamServer } from "./stream/stream-server.ts";
import { Conductor } from "./tape/conductor.ts";
import { DelayedTape } from "./tape/delayed-tape.ts";
import { Pace } from "./tape/pace.ts";
import { Readers } from "./tape/readers.ts";
import { StoredTicks } from "./tape/stored-ticks.ts";
import { TapePlayer } from "./tape/tape-player.ts";
import { openVenueLog, type VenueLog } from "./venue-log.ts";
import { DEFAULT_OPTIONS, TOKEN_KEY, type VenueServerOptions } from "./venue-server-options.ts";

/** A running venue. */
export interface RunningVenue {
  readonly port: number;
  /** Ends everything in order: no event leaves after it resolves. */
  close(): Promise<void>;
}

/** How often the clock of an idle venue moves and its log is marked. */
const BEAT_MS = 1_000;

type Chosen = Partial<VenueServerOptions> & Pick<VenueServerOptions, "tape">;

/**
 * Starts a venue and resolves once it listens. Rejects with an Error whose message is one sentence when the tape
 * is bad, the state folder is not this venue's, or the port cannot be had.
 */
export async function startVenueServer(chosen: Chosen): Promise<RunningVenue> {
  const options: VenueServerOptions = { ...DEFAULT_OPTIONS, ...chosen };
  const source = openTape(options);
  if (!source.ok) throw new Error(source.error);
  const venue = assemble(options, source.value);
  try {
    await listen(venue.http, options);
  } catch (error: unknown) {
    await closeDown(venue);
    throw error;
  }
  venue.conductor.wake();
  const address = venue.http.address();
  const port = isAddress(address) ? address.port : options.port;
  return { port, close: () => closeDown(venue) };
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

interface Assembly {
  readonly http: Server;
  readonly conductor: Conductor;
  readonly streams: StreamServer;
  readonly testFeed: { readonly stop: () => void };
  readonly beat: NodeJS.Timeout;
  readonly mark: () => void;
}

function assemble(options: VenueServerOptions, source: TapeSource): Assembly {
  const venue = openVenue(options, source);
  const feeds = makeFeeds(options, source, venue);
  const faults = new Faults();
  const reports = new Reports(faults);
  const delayed = new DelayedTape(source, feeds.delayed);
  const { windowMs } = options;
  const player = new TapePlayer({ venue, source, feeds: feeds.live, delayed, windowMs });
  const log = restore(options, { source, venue, player });
  const gate = new PongGate<Peer>(() => conductor.wake());
  const conductor: Conductor = new Conductor({
    venue,
    player,
    pace: new Pace(options.speed, venue.now),
    gate,
    reports,
    readers: new Readers([...feeds.live, feeds.delayed], reports),
    holdsForClient: options.holdForClient,
    onTapeEvents: () => log?.mark(player.position, venue.now),
  });
  const desk = new Desk(venue, log, () => player.position);
  const ticks = new StoredTicks(source, player);
  const notices = new MarketNotices({ venue, source, player, ticks, feeds: feeds.live });
  const parts = { venue, source, player, conductor, desk, ticks, notices };
  const { feeds: readable, showsLegacyFigures } = options;
  const context = { ...parts, faults, reports, feeds: readable, showsLegacyFigures };
  const http = createListener(options);
  const isKnownKey = (key: string, secret: string): boolean =>
    secret === (key === TOKEN_KEY ? options.oauthToken : options.secretKey) &&
    [TOKEN_KEY, options.keyId].includes(key) &&
    faults.valueOf("revokeKeys") === 0;
  const onChange = (): void => conductor.wake();
  const { slots } = feeds;
  const control: StreamControl = new StreamControl({
    peersOf: (names) => streams.peersOf(names),
    feeds: slots.map(({ feed }) => feed),
    symbols: source.symbols,
    player,
    reports,
  });
  const streams: StreamServer = new StreamServer(http, {
    ...options,
    slots,
    reports,
    gate,
    isKnownKey,
    faults: control.faults,
    onChange,
  });
  const app = restApp({ ...options, context, isKnownKey }, control);
  const answer = getRequestListener(app.fetch);
  http.on("request", (incoming, outgoing) => {
    void answer(incoming, outgoing);
  });
  const mark = (): void => log?.mark(player.position, venue.now);
  const beat = setInterval(() => {
    conductor.syncClock();
    conductor.wake();
    mark();
  }, BEAT_MS);
  return { http, conductor, streams, testFeed: feeds.test, beat, mark };
}

interface Restored {
  readonly source: TapeSource;
  readonly venue: VenueState;
  readonly player: TapePlayer;
}

/** Brings the venue to where its log ends, or to where the tape is to begin. */
function restore(options: VenueServerOptions, parts: Restored): VenueLog | null {
  const { source, venue, player } = parts;
  const startAt = startOf(options, source);
  if (startAt > source.startAt) player.skipUntil(startAt);
  if (options.stateDir === null) return null;
  const opened = openVenueLog(options.stateDir, tapeFingerprint(options, source));
  if (!opened.ok) throw new Error(opened.error);
  for (const { position, at, command } of opened.value.lines) {
    player.skipTo(position, at);
    if (command !== null) step(venue, command);
  }
  return opened.value.log;
}

function startOf(options: VenueServerOptions, source: TapeSource): UnixMs {
  if (options.fromMinute === null) return source.startAt;
  return newYorkInstant(fromIsoDate(source.firstDate), options.fromMinute);
}

async function listen(http: Server, { host, port }: VenueServerOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    http.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EADDRINUSE" ? "is in use" : `cannot be had (${error.message})`;
      reject(new Error(`port ${port} on ${host} ${reason}; choose another with --port`));
    });
    http.listen(port, host, resolve);
  });
}

async function closeDown(venue: Assembly): Promise<void> {
  const { http, conductor, streams, testFeed } = venue;
  clearInterval(venue.beat);
  conductor.stop();
  venue.mark();
  testFeed.stop();
  streams.close();
  await new Promise<void>((resolve) => {
    http.close(() => resolve());
    http.closeAllConnections();
  });
}
