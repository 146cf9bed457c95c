"use client";
import type { KillView } from "@interlock/api/view/kill-view";
import { EtTime } from "../../components/et-time.tsx";
import { latencyText } from "../../format/time-text.ts";
import { countText, goneText, stageWords } from "./kill-scope-words.ts";

type Receipt = NonNullable<KillView["receipt"]>;

/** What is kept of a kill, folded away. `closed`: positions that it closed. */
export function KillReceipt({
  receipt,
  closed,
  clock,
}: {
  receipt: Receipt;
  closed: number;
  clock: KillView["clock"];
}) {
  const { stages, orders } = receipt;
  const counts = [
    countText(stages.length, "stage"),
    goneText(orders),
    ...(closed === 0 ? [] : [`${countText(closed, "position")} closed`]),
  ];
  return (
    <details className="kill-receipt">
      <summary>Receipt: {counts.join(", ")}</summary>
      <ReceiptTables receipt={receipt} clock={clock} />
    </details>
  );
}

/** When each stage was reached, and for each order when it was asked about and gone. */
export function ReceiptTables({ receipt, clock }: { receipt: Receipt; clock?: KillView["clock"] }) {
  const { stages, orders } = receipt;
  return (
    <>
      <table>
        <caption className="sr-only">Stages, with real milliseconds since the request</caption>
        <tbody>
          {stages.map(({ stage, at, tookMs }) => (
            <tr key={stage}>
              <th scope="row">{stageWords(stage, clock)}</th>
              <td>
                <EtTime at={at} milliseconds={true} />
              </td>
              <td className="num">{tookMs === null ? "—" : latencyText(tookMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {orders.length === 0 ? null : <Orders orders={orders} />}
    </>
  );
}

function Orders({ orders }: { orders: NonNullable<KillView["receipt"]>["orders"] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Order</th>
          <th scope="col">Cancel asked</th>
          <th scope="col">Gone at the venue</th>
        </tr>
      </thead>
      <tbody>
        {orders.map(({ id, what, askedAt, confirmedAt }) => (
          <tr key={id}>
            <td>{what}</td>
            <td>
              <EtTime at={askedAt} milliseconds={true} />
            </td>
            <td>
              {confirmedAt === null ? "not yet" : <EtTime at={confirmedAt} milliseconds={true} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
