"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { liveConnection, useTicking } from "../live/use-live.ts";
import { useViewer } from "../session/viewer-provider.tsx";

/**
 * Sends a stranger on to the sign-in page. Nobody could say who looks at the page when it was asked for, so it was
 * shown with the kill switch and without a figure; now the engine has answered that it is nobody. A page of somebody
 * whose session has ended stays, with the figures that it showed.
 */
export function LeaveUnsigned() {
  const router = useRouter();
  const isUnknown = useViewer() === null;
  const isStranger = useTicking(
    ({ view }) => isUnknown && view === null && liveConnection.getTransport().signedOut,
  );
  useEffect(() => {
    if (isStranger) router.replace("/sign-in");
  }, [isStranger, router]);
  return null;
}
