"use client";
import type { KillView } from "@interlock/api/view/kill-view";
import { EtTime } from "../../components/et-time.tsx";
import { latencyText } from "../../format/time-text.ts";
import { stageWords } from "./kill-scope-words.ts";

/** What is kept of a kill: when each stage was reached, and for each order when it was asked about and gone. */
export function KillReceipt({ receipt }: { receipt: NonNullable<KillView["receipt"]> }) {
  const { stages, orders } = receipt;
  return (
    <details className="kill-receipt">
      <summary>
        Receipt: {stages.length} stages, {orders.length} orders
      </summary>
      <table>
        <caption className="sr-only">Stages, with real milliseconds since the request</caption>
        <tbody>
          {stages.map(({ stage, at, tookMs }) => (
            <tr key={stage}>
              <th scope="row">{stageWords(stage)}</th>
              <td>
                <EtTime at={at} milliseconds={true} />
              </td>
              <td className="num">{tookMs === null ? "—" : latencyText(tookMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {orders.length === 0 ? null : <Orders orders={orders} />}
    </details>
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
