"use client";
import type { PositionView } from "@interlock/api/view/position-view";
import type { ReactNode } from "react";
import { Drawer } from "../components/drawer.tsx";
import { Fresh } from "../components/fresh.tsx";
import { Money, Pnl } from "../components/money.tsx";
import { Price, Quantity } from "../components/price.tsx";
import { compactDollars, dollars } from "../format/amount-text.ts";
import { useSection } from "../live/use-live.ts";
import { isWorking } from "../orders/order-words.ts";
import { OrderLines } from "../orders/order-lines.tsx";
import { useRefusal } from "../session/viewer-provider.tsx";
import { CloseAction } from "./close-action.tsx";
import { closeEstimate } from "./position-math.ts";

/** One position: its figures, who holds which part, its working orders, and closing it in parts. */
export function PositionDrawer(props: { symbol: string | null; close: () => void }) {
  const positions = useSection("positions");
  const position = positions?.find(({ symbol }) => symbol === props.symbol) ?? null;
  return (
    <Drawer open={props.symbol !== null} close={props.close} title={props.symbol ?? ""}>
      {position === null ? (
        <p>This symbol is no longer in the books of today.</p>
      ) : (
        <Details position={position} />
      )}
    </Drawer>
  );
}

function Details({ position }: { position: PositionView }) {
  const orders = useSection("orders") ?? [];
  const working = orders.filter(
    (order) => order.symbol === position.symbol && isWorking(order.status),
  );
  return (
    <>
      <Figures position={position} />
      {position.side === "flat" ? null : <Closing position={position} />}
      <h3>By strategy</h3>
      {position.byStrategy.length === 0 ? (
        <p className="text-muted">No strategy holds a part.</p>
      ) : null}
      <ul className="fact-list">
        {position.byStrategy.map((part) => (
          <li key={part.strategyId}>
            <span>{part.strategyId}</span>
            <Quantity value={part.quantity} />
            <Pnl value={part.realizedToday} />
          </li>
        ))}
      </ul>
      <h3>Working orders</h3>
      <OrderLines orders={working} />
    </>
  );
}

function Figures({ position }: { position: PositionView }) {
  const marked = (children: ReactNode) => (
    <Fresh
      kind="mark"
      section="positions"
      ageMs={position.markFreshness.ageMs}
      symbol={position.symbol}
      chip={true}
    >
      {children}
    </Fresh>
  );
  return (
    <dl className="facts">
      <Fact label="Side">{position.side}</Fact>
      <Fact label="Quantity">
        <Quantity value={position.quantity} />
      </Fact>
      <Fact label="Avg entry">
        <Price value={position.averagePrice} average={true} />
      </Fact>
      <Fact label="Mark">
        {marked(<Price value={position.mark} />)}
        {MARK_SOURCE[position.markSource]}
      </Fact>
      <Fact label="Bid / ask">
        {marked(
          <>
            <Price value={position.bid} /> / <Price value={position.ask} />
          </>,
        )}
      </Fact>
      {position.tradingNote === "" ? null : <Fact label="Trading">{position.tradingNote}</Fact>}
      <Fact label="Market value">{marked(<Money value={position.marketValue} />)}</Fact>
      <Fact label="Unrealized">{marked(<Pnl value={position.unrealized} />)}</Fact>
      <Fact label="Realized today">
        <Pnl value={position.realizedToday} />
      </Fact>
      <Fact label="Fees today">
        <Money value={position.feesToday} />
      </Fact>
      <Fact label="Stop loss">
        {position.stopLossNote === "" ? (
          <Price value={position.stopLossPrice} />
        ) : (
          position.stopLossNote
        )}
      </Fact>
      <Fact label="Venue quantity">
        <Quantity value={position.venueQuantity} />
      </Fact>
      <Fact label="Difference">
        <Quantity value={position.difference} />
      </Fact>
    </dl>
  );
}

/** What is said of a mark that is not the market's own. */
const MARK_SOURCE = { market: "", venue: " as the venue values it", provisional: " not of today" };

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const PERCENTS = [25, 50, 75, 100] as const;

function Closing({ position }: { position: PositionView }) {
  const engine = useSection("engine");
  const refusal = useRefusal("positions.close");
  const whole = closeEstimate(position, 100);
  const cost = whole.costBps === null ? "unknown" : `${whole.costBps.toFixed(1)} bps`;
  const open = engine?.session === "regular";
  return (
    <section className="closing" aria-label="Close this position">
      <h3>Close at the market</h3>
      <p className="text-muted">
        All of it: about <span title={dollars(whole.amount)}>{compactDollars(whole.amount)}</span>,
        half the spread is <span className="num">{cost}</span>. Orders pass the same limits as any
        other.
        {open
          ? ""
          : " The regular session is not open: the engine may refuse, or the venue keeps it for the open."}
      </p>
      <div className="closing-row">
        {PERCENTS.map((percent) => (
          <CloseAction key={percent} position={position} percent={percent} label={`${percent}%`} />
        ))}
      </div>
      {refusal === null ? null : <p className="refusal">{refusal}</p>}
    </section>
  );
}
