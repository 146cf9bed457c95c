"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { ErrorNotice } from "../components/notice.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { useSection } from "../live/use-live.ts";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { useRefetchOn } from "../trpc/use-refetch-on.ts";

const OrderDossierView = dynamic(() =>
  import("./order-dossier-view.tsx").then((module) => module.OrderDossierView),
);

/** The life of one order as it is now; it follows the live picture. */
export function OrderDossier({ clientOrderId }: { clientOrderId: string }) {
  const trpc = useTRPC();
  const orders = useSection("orders");
  const live = orders?.find((order) => order.clientOrderId === clientOrderId);
  // No placeholder: what can be done with another order is not shown for this one, not even for a moment.
  const query = useQuery(trpc.orders.dossier.queryOptions({ clientOrderId }));
  useRefetchOn(`${clientOrderId}/${live?.status}/${live?.updatedAt}`, query.refetch);
  if (query.isPending) return <Skeleton lines={10} label="Loading the order" />;
  if (query.data === undefined) {
    return (
      <ErrorNotice
        title="This order could not be read"
        detail={failureSentence(query.error)}
        retry={() => void query.refetch()}
      />
    );
  }
  return <OrderDossierView dossier={query.data} />;
}
