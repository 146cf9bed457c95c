"use client";
import type { AccountView } from "@interlock/api/view/account-view";
import type { ReactNode } from "react";
import { Fresh, FreshAge } from "../components/fresh.tsx";
import { Money, Pnl } from "../components/money.tsx";
import { percentText } from "../format/amount-text.ts";
import type { FigureSource } from "../live/use-freshness.ts";
import { useSection } from "../live/use-live.ts";

function marksOf(account: AccountView): FigureSource {
  return { kind: "mark", section: "account", ageMs: account.marksFreshness.ageMs, symbol: "*" };
}

function booksOf(account: AccountView): FigureSource {
  return { kind: "account", section: "account", ageMs: account.accountFreshness.ageMs };
}

/** The figures of the account at a glance, each with its age. */
export function AccountTiles() {
  const account = useSection("account");
  if (account === null) return null;
  return (
    <section className="tiles" aria-label="Account">
      <EquityTile account={account} />
      <PnlTile account={account} />
      <ExposureTile account={account} />
      <DrawdownTile account={account} />
      <ActivityTile />
    </section>
  );
}

function Tile(props: {
  label: string;
  hint?: string;
  source: FigureSource;
  main: ReactNode;
  lines: ReactNode;
}) {
  return (
    <div className="tile">
      <div className="tile-head">
        <h2 title={props.hint}>{props.label}</h2>
        <FreshAge {...props.source} />
      </div>
      <p className="tile-main">
        <Fresh {...props.source}>{props.main}</Fresh>
      </p>
      <dl className="tile-lines">{props.lines}</dl>
    </div>
  );
}

function Line(props: { label: string; source: FigureSource; children: ReactNode }) {
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>
        <Fresh {...props.source}>{props.children}</Fresh>
      </dd>
    </div>
  );
}

function EquityTile({ account }: { account: AccountView }) {
  const [marks, books] = [marksOf(account), booksOf(account)];
  return (
    <Tile
      label="Equity"
      hint="Cash plus the market value of all positions at the latest marks"
      source={marks}
      main={<Money value={account.equity} testId="equity" />}
      lines={
        <>
          <Line label="Cash" source={books}>
            <Money value={account.cash} testId="cash" />
          </Line>
          <Line label="Buying power" source={books}>
            <Money value={account.buyingPower} />
          </Line>
          <Line label="Fees to come" source={books}>
            <span title="Of fills that the venue has not charged yet: day P&L counts them already, cash and equity will when they are charged">
              <Money value={account.accruedFees} testId="accrued-fees" />
            </span>
          </Line>
        </>
      }
    />
  );
}

function PnlTile({ account }: { account: AccountView }) {
  const source = marksOf(account);
  const { dayPnl } = account;
  return (
    <Tile
      label="Day P&L since prior close"
      hint="Net = realized + unrealized − fees"
      source={source}
      main={<Pnl value={dayPnl.net} testId="day-pnl-net" />}
      lines={
        <>
          <Line label="Realized" source={booksOf(account)}>
            <Pnl value={dayPnl.realized} testId="day-pnl-realized" />
          </Line>
          <Line label="Unrealized" source={source}>
            <Pnl value={dayPnl.unrealized} testId="day-pnl-unrealized" />
          </Line>
          <Line label="Fees" source={booksOf(account)}>
            <Money value={dayPnl.fees} testId="day-pnl-fees" />
          </Line>
        </>
      }
    />
  );
}

function ExposureTile({ account }: { account: AccountView }) {
  const source = marksOf(account);
  return (
    <Tile
      label="Gross exposure"
      source={source}
      main={<Money value={account.grossExposure} testId="gross-exposure" />}
      lines={
        <>
          <Line label="Net" source={source}>
            <Money value={account.netExposure} />
          </Line>
          <Line label="Long / short" source={source}>
            <Money value={account.longExposure} compact={true} /> /{" "}
            <Money value={account.shortExposure} compact={true} />
          </Line>
          <Line label="With orders" source={source}>
            <span title="Working and unknown orders at their worst: what limits are checked against">
              <Money value={account.exposureWithOrders} />
            </span>
          </Line>
        </>
      }
    />
  );
}

function DrawdownTile({ account }: { account: AccountView }) {
  const source = marksOf(account);
  return (
    <Tile
      label="Drawdown"
      hint="Percent of the highest equity on record"
      source={source}
      main={<span className="num">{percentText(account.drawdownPercent)}</span>}
      lines={
        <Line label="Peak equity" source={source}>
          <Money value={account.equityPeak} />
        </Line>
      }
    />
  );
}

function ActivityTile() {
  const counts = useSection("counts");
  const source: FigureSource = { kind: "order", section: "counts" };
  const number = (value: number | undefined) => <span className="num">{value ?? "—"}</span>;
  return (
    <Tile
      label="Working orders"
      source={source}
      main={<span data-testid="working-orders">{number(counts?.workingOrders)}</span>}
      lines={
        <>
          <Line label="Orders / fills today" source={source}>
            {number(counts?.ordersToday)} / {number(counts?.fillsToday)}
          </Line>
          {counts === null || counts.otherOrders === 0 ? null : (
            <Line label="Not ours, open at venue" source={source}>
              <span data-testid="other-orders">{number(counts.otherOrders)}</span>
            </Line>
          )}
          <Line label="Denied by us" source={source}>
            <span data-testid="denied-today">{number(counts?.deniedToday)}</span>
          </Line>
          <Line label="Rejected by venue" source={source}>
            {number(counts?.rejectedToday)}
          </Line>
        </>
      }
    />
  );
}
