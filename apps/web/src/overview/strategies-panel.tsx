"use client";
import type { StrategyView } from "@interlock/api/view/position-view";
import type { ReactNode } from "react";
import { Fresh } from "../components/fresh.tsx";
import { Money, Pnl } from "../components/money.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { Quantity } from "../components/price.tsx";
import { type ChipTone, StateChip } from "../components/state-chip.tsx";
import { useSection } from "../live/use-live.ts";
import { EnableStrategy } from "./enable-strategy.tsx";

const TONES: Readonly<Record<StrategyView["state"], ChipTone>> = {
  running: "ok",
  warming: "accent",
  disabled: "critical",
  halted: "warn",
};

/** Each strategy with its result, what it holds, and in words what it waits for. */
export function StrategiesPanel() {
  const strategies = useSection("strategies") ?? [];
  return (
    <Panel title="Strategies" className="area-strategies">
      {strategies.length === 0 ? (
        <EmptyNotice title="No strategy is configured">
          Strategies come from the file config/system.json.
        </EmptyNotice>
      ) : null}
      {strategies.length > 1 ? (
        <p className="panel-note text-muted">
          Each strategy keeps a book of its own. Where two hold opposite shares of a symbol, the
          account holds the rest, so only their sum is money.
        </p>
      ) : null}
      <ul className="strategy-list">
        {strategies.map((strategy) => (
          <StrategyRow key={strategy.id} strategy={strategy} />
        ))}
      </ul>
    </Panel>
  );
}

function StrategyRow({ strategy }: { strategy: StrategyView }) {
  return (
    <li className="strategy">
      <div className="strategy-head">
        <h3>{strategy.id}</h3>
        <StateChip tone={TONES[strategy.state]}>{strategy.state}</StateChip>
        <span className="text-muted mono">
          {strategy.kind} {strategy.version}
        </span>
      </div>
      <dl className="strategy-figures">
        <Figure label="Realized">
          <Pnl value={strategy.realizedToday} />
        </Figure>
        <Figure label="Unrealized">
          <Pnl value={strategy.unrealized} />
        </Figure>
        <Figure label="Fees">
          <Money value={strategy.feesToday} />
        </Figure>
        <Figure label="Orders / fills / denied">
          <span className="num">
            {strategy.ordersToday} / {strategy.fillsToday} / {strategy.deniedToday}
          </span>
        </Figure>
      </dl>
      {strategy.error === "" ? null : <p className="strategy-error">{strategy.error}</p>}
      {strategy.state === "disabled" ? <EnableStrategy strategyId={strategy.id} /> : null}
      <ul className="strategy-symbols">
        {strategy.symbols.map((symbol) => (
          <li key={symbol.symbol}>
            <strong>{symbol.symbol}</strong> <Quantity value={symbol.quantity} />
            <span className="text-muted"> {symbol.status}</span>
          </li>
        ))}
      </ul>
      {strategy.lastSignal === "" ? null : (
        <p className="strategy-signal">Last signal: {strategy.lastSignal}</p>
      )}
    </li>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <Fresh kind="position" section="strategies">
          {children}
        </Fresh>
      </dd>
    </div>
  );
}
