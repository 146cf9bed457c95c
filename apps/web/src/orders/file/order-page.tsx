"use client";
import Link from "next/link";
import { Button } from "../../components/button.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Panel } from "../../components/panel.tsx";
import { OrderDossier } from "../order-dossier.tsx";
import { OrderFileButtons } from "./order-file-buttons.tsx";
import { OrderFilePart } from "./order-file-part.tsx";
import { useOrderFile } from "./use-order-file.ts";

/** Everything about one order: what it is now, and all that the journal holds about it with its place in the chain. */
export function OrderPage({ clientOrderId }: { clientOrderId: string }) {
  const file = useOrderFile(clientOrderId);
  return (
    <div className="order-page" data-testid="order-page">
      <PageHead title="Order">
        <Link href="/orders" prefetch={false} className="no-print">
          All orders
        </Link>
        <OrderFileButtons clientOrderId={clientOrderId} ready={file.view !== null} />
        <Button size="small" onClick={() => window.print()}>
          Print
        </Button>
      </PageHead>
      <p className="mono wrap order-page-id">{clientOrderId}</p>
      <Panel title="The order">
        <OrderDossier clientOrderId={clientOrderId} />
      </Panel>
      <Panel title="What the journal holds">
        <OrderFilePart {...file} />
      </Panel>
    </div>
  );
}
