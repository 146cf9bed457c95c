"use client";
import Link from "next/link";
import { Drawer } from "../components/drawer.tsx";
import { orderAddress } from "./order-address.ts";
import { OrderDossier } from "./order-dossier.tsx";

/** The whole life of one order, in a drawer beside the grid. */
export function OrderDrawer(props: { clientOrderId: string | null; close: () => void }) {
  const { clientOrderId } = props;
  return (
    <Drawer open={clientOrderId !== null} close={props.close} title="Order dossier">
      {clientOrderId === null ? null : (
        <>
          <p>
            <Link href={orderAddress(clientOrderId)} prefetch={false}>
              Everything about this order, as a page and a file
            </Link>
          </p>
          <OrderDossier clientOrderId={clientOrderId} />
        </>
      )}
    </Drawer>
  );
}
