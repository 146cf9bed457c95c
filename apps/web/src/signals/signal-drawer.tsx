"use client";
import { useQuery } from "@tanstack/react-query";
import { Drawer } from "../components/drawer.tsx";
import { ErrorNotice } from "../components/notice.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { useSection } from "../live/use-live.ts";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { useRefetchOn } from "../trpc/use-refetch-on.ts";
import { SignalCascade } from "./signal-cascade.tsx";

/** Why a signal became an order, or why not, in a drawer beside the grid. */
export function SignalDrawer(props: { signalId: string | null; close: () => void }) {
  const { signalId } = props;
  return (
    <Drawer open={signalId !== null} close={props.close} title="Signal">
      {signalId === null ? null : <Dossier signalId={signalId} />}
    </Drawer>
  );
}

function Dossier({ signalId }: { signalId: string }) {
  const trpc = useTRPC();
  const counts = useSection("counts");
  // No placeholder: what can be done with another signal's order is not shown here, not even for a moment.
  const query = useQuery(trpc.signals.dossier.queryOptions({ signalId }));
  useRefetchOn(`${counts?.workingOrders}/${counts?.fillsToday}`, query.refetch);
  if (query.isPending) return <Skeleton lines={10} label="Loading the signal" />;
  if (query.data === undefined) {
    return (
      <ErrorNotice
        title="This signal could not be read"
        detail={failureSentence(query.error)}
        retry={() => void query.refetch()}
      />
    );
  }
  return <SignalCascade dossier={query.data} />;
}
