import { MarketDataStream } from "../src/market-data-stream.ts";
import { OrderStream } from "../src/order-stream.ts";
import { aTradeUpdate } from "./samples.ts";
import { ScriptedVenue } from "./scripted-venue.ts";
import { MarketDataPeer, OrderPeer } from "./stream-peer.ts";

/** A process whose owner of a stream breaks a promise of its own while it takes data. Argument: which stream. */

function breakPromise(): never {
  throw new Error("the books do not add up");
}

function streamOrders(venue: ScriptedVenue): void {
  const reports = new OrderStream({
    environment: venue.environment,
    onReport: breakPromise,
    venueNow: () => 0,
    onNotice: ({ kind }) => {
      if (kind === "ready") peer?.send({ stream: "trade_updates", data: aTradeUpdate() });
    },
  });
  let peer: OrderPeer | undefined;
  venue.onSocket = (socket) => {
    peer = new OrderPeer(socket);
  };
  reports.start();
}

function streamData(venue: ScriptedVenue): void {
  const data = new MarketDataStream({
    environment: venue.environment,
    feed: "iex",
    onEvents: breakPromise,
    onNotice: ({ kind }) => {
      const trade = { T: "t", S: "SPY", p: 1, s: 1, t: new Date() };
      if (kind === "ready") peer?.send([trade]);
    },
    isSessionOpen: () => false,
    silenceMsMax: {},
  });
  data.subscribe({ trades: ["SPY"], quotes: [], bars: [] });
  let peer: MarketDataPeer | undefined;
  venue.onSocket = (socket, request) => {
    peer = new MarketDataPeer(socket, request);
  };
  data.start();
}

const venue = await ScriptedVenue.start();
if (process.argv[2] === "orders") streamOrders(venue);
else streamData(venue);
setTimeout(() => process.exit(0), 10_000);
