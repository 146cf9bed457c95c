import type { Metadata } from "next";
import { OrderPage } from "../../../../orders/file/order-page.tsx";

export const metadata: Metadata = { title: "Order" };

/** The path holds the order's id, encoded, as addresses do. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <OrderPage clientOrderId={decodeURIComponent(id)} />;
}
