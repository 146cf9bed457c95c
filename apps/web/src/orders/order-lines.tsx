"use client";
import type { OrderView } from "@interlock/api/view/order-view";
import Link from "next/link";
import { Quantity } from "../components/price.tsx";
import { CancelAction } from "./cancel-action.tsx";
import { OrderStatusChip } from "./order-status-chip.tsx";
import { pricingText } from "./order-words.ts";

/** A few orders as lines, for a place too narrow for a grid. */
export function OrderLines({ orders }: { orders: readonly OrderView[] }) {
  if (orders.length === 0) return <p className="text-muted">None.</p>;
  return (
    <ul className="order-lines">
      {orders.map((order) => (
        <li key={order.clientOrderId}>
          <Link href={`/orders?order=${encodeURIComponent(order.clientOrderId)}`} prefetch={false}>
            {order.side.toUpperCase()} <Quantity value={order.leavesQuantity} /> {order.symbol}
          </Link>
          <span className="num">{pricingText(order)}</span>
          <OrderStatusChip order={order} />
          <CancelAction order={order} />
        </li>
      ))}
    </ul>
  );
}
