"use client";
import type { MarketView } from "@interlock/api/view/position-view";
import { Fresh, FreshAge } from "../components/fresh.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { Price } from "../components/price.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { TradingChip } from "../components/trading-chip.tsx";
import { useSection } from "../live/use-live.ts";

/** The latest quote of each symbol, with its age. */
export function MarketsPanel() {
  const markets = useSection("markets") ?? [];
  return (
    <Panel title="Market" className="area-markets">
      {markets.length === 0 ? (
        <EmptyNotice title="No symbols are followed" />
      ) : (
        <>
          <MarketTable markets={markets} />
          <UnknownStatus markets={markets} />
        </>
      )}
    </Panel>
  );
}

/** What a status that is not known means and what ends it, for whoever cannot point at a chip: said once for all. */
function UnknownStatus({ markets }: { markets: readonly MarketView[] }) {
  const environment = useSection("engine")?.environment;
  const unknown = markets.filter(
    ({ trading, tradingNote }) => trading === "status_unknown" && tradingNote !== "",
  );
  if (unknown.length === 0) return null;
  const which = unknown.length === markets.length ? "any symbol" : unknown.map(symbolOf).join(", ");
  return (
    <p className="market-note" data-testid="status-unknown">
      Since market data came back nothing has said whether {which} trades. Orders that add risk wait
      for its first trade or status message; closing goes on.
      {environment === "sim" ? " While the simulated tape stands still, none comes." : null}
    </p>
  );
}

const symbolOf = ({ symbol }: MarketView) => symbol;

function MarketTable({ markets }: { markets: readonly MarketView[] }) {
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">Symbol</th>
          <th scope="col">Bid</th>
          <th scope="col">Ask</th>
          <th scope="col">Last</th>
          <th scope="col">Age</th>
        </tr>
      </thead>
      <tbody>
        {markets.map((market) => (
          <MarketRow key={market.symbol} market={market} />
        ))}
      </tbody>
    </table>
  );
}

function MarketRow({ market }: { market: MarketView }) {
  const source = {
    kind: "mark",
    section: "markets",
    ageMs: market.freshness.ageMs,
    symbol: market.symbol,
  } as const;
  const odd = market.condition === "locked" || market.condition === "crossed";
  return (
    <tr>
      <th scope="row">
        {market.symbol} <TradingChip market={market} />
        {odd ? <StateChip tone="warn">{market.condition}</StateChip> : null}
      </th>
      {[market.bid, market.ask, market.last].map((price, at) => (
        <td key={["bid", "ask", "last"][at]} className="num">
          <Fresh {...source}>
            <Price value={price} />
          </Fresh>
        </td>
      ))}
      <td>
        <FreshAge {...source} />
      </td>
    </tr>
  );
}
