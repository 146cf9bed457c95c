"use client";
import { DossierPart } from "./dossier-part.tsx";
import type { OrderDossier, OrderView } from "@interlock/api/view/order-view";
import type { ReactNode } from "react";
import { EtTime } from "../components/et-time.tsx";
import { Money } from "../components/money.tsx";
import { Price, Quantity } from "../components/price.tsx";
import { slippageText } from "../format/amount-text.ts";
import { latencyText } from "../format/time-text.ts";
import { RoleRefusal } from "../session/role-refusal.tsx";
import { CancelAction } from "./cancel-action.tsx";
import { OrderStatusChip } from "./order-status-chip.tsx";
import { OverridePart } from "../overrides/override-part.tsx";
import { OrderTimeline } from "./order-timeline.tsx";
import { acceptLatencyMs, pricingText, isWorking } from "./order-words.ts";
import { RiskCheckTable } from "./risk-check-table.tsx";

/** Why an order exists, what was checked, what happened, what filled, and what the venue said, in this order. */
export function OrderDossierView({ dossier }: { dossier: OrderDossier }) {
  const { order } = dossier;
  return (
    <div className="dossier" data-testid="order-dossier">
      <div className="dossier-head">
        <p className="dossier-title">
          <span className="side-word" data-side={order.side}>
            {order.side.toUpperCase()}
          </span>{" "}
          <Quantity value={order.quantity} /> {order.symbol}{" "}
          <span className="num">{pricingText(order)}</span>
        </p>
        <OrderStatusChip order={order} />
        <CancelAction order={order} />
      </div>
      {isWorking(order.status) ? (
        <RoleRefusal of="orders.cancel" what="Canceling an order" />
      ) : null}
      {order.reason === "" ? null : <p className="dossier-reason">{order.reason}</p>}
      <OverridePart dossier={dossier} />
      <OrderFacts order={order} />
      <DossierPart title="Signal">
        <Signal dossier={dossier} />
      </DossierPart>
      <DossierPart title="Risk checks">
        {dossier.checks.length === 0 ? null : (
          <p className="text-muted">
            By the limits{" "}
            {dossier.limitVersion === null ? (
              "of a version that is not known here."
            ) : (
              <>
                of version <span className="num">{dossier.limitVersion}</span>.
              </>
            )}
          </p>
        )}
        <RiskCheckTable checks={dossier.checks} />
      </DossierPart>
      <DossierPart title="Timeline">
        <OrderTimeline timeline={dossier.timeline} />
      </DossierPart>
      <DossierPart title="Fills">
        <Fills dossier={dossier} />
      </DossierPart>
    </div>
  );
}

function OrderFacts({ order }: { order: OrderView }) {
  return (
    <dl className="facts">
      <Fact label="Filled">
        <Quantity value={order.filledQuantity} /> of <Quantity value={order.quantity} />
      </Fact>
      <Fact label="Average fill">
        <Price value={order.averagePrice} average={true} />
      </Fact>
      <Fact label="Arrival mid">
        <Price value={order.arrivalMid} average={true} />
      </Fact>
      <Fact label="Slippage">{slippageText(order.slippageBps)}</Fact>
      <Fact label="Sent to accepted">{latencyText(acceptLatencyMs(order))}</Fact>
      <Fact label="Time in force">
        {order.timeInForce}
        {order.extendedHours ? ", extended hours" : ""}
      </Fact>
      <Fact label="Purpose">{order.purpose}</Fact>
      <Fact label="Strategy">{order.strategyId ?? "none"}</Fact>
      <Fact label="Venue status">{order.venueStatus === "" ? "—" : order.venueStatus}</Fact>
      <Fact label="Client id">
        <span className="mono wrap">{order.clientOrderId}</span>
      </Fact>
      <Fact label="Venue id">
        <span className="mono wrap">{order.venueOrderId ?? "—"}</span>
      </Fact>
      {order.flags.length === 0 ? null : <Fact label="Flags">{order.flags.join(", ")}</Fact>}
      {order.denialCodes.length === 0 ? null : (
        <Fact label="Denied for">{order.denialCodes.join(", ")}</Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}

function Signal({ dossier }: { dossier: OrderDossier }) {
  const { signal } = dossier;
  if (signal === null)
    return <p className="text-muted">None: this order does not come from a strategy.</p>;
  return (
    <p>
      <EtTime at={signal.at} milliseconds={true} /> <strong>{signal.strategyId}</strong> wants a
      target of <span className="num">{signal.target}</span>: {signal.reason}{" "}
      <span className="mono text-muted">{signal.signalId}</span>
    </p>
  );
}

function Fills({ dossier }: { dossier: OrderDossier }) {
  if (dossier.fills.length === 0) return <p className="text-muted">None.</p>;
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Quantity</th>
          <th scope="col">Price</th>
          <th scope="col">Fee</th>
        </tr>
      </thead>
      <tbody>
        {dossier.fills.map((fill) => (
          <tr key={fill.executionId} title={fill.executionId}>
            <th scope="row">
              <EtTime at={fill.venueAt} milliseconds={true} />
            </th>
            <td>
              <Quantity value={fill.quantity} />
            </td>
            <td>
              <Price value={fill.price} average={true} />
            </td>
            <td>
              <Money value={fill.fee} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
