"use client";
import type { OverrideOffer } from "@interlock/api/view/override-view";
import type { OrderDossier } from "@interlock/api/view/order-view";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../components/button.tsx";
import { ErrorNotice } from "../components/notice.tsx";
import { DossierPart } from "../orders/dossier-part.tsx";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { GrantOverride } from "./grant-override.tsx";
import { OverrideLines } from "./override-lines.tsx";
import { UseOverride } from "./use-override.tsx";

const REFRESH_MS = 2_000;

/** What a person can do about a denied order: let exactly it pass once, or read why nobody may. */
export function OverridePart({ dossier }: { dossier: OrderDossier }) {
  if (dossier.order.status !== "denied") return null;
  return (
    <DossierPart title="Override">
      <Offer key={dossier.order.clientOrderId} dossier={dossier} />
    </DossierPart>
  );
}

function Offer({ dossier }: { dossier: OrderDossier }) {
  const trpc = useTRPC();
  const { clientOrderId } = dossier.order;
  const query = useQuery(
    // No placeholder: what may be sent for another order is never offered for this one, not even for a moment.
    trpc.overrides.offer.queryOptions({ clientOrderId }, { refetchInterval: REFRESH_MS }),
  );
  const again = () => void query.refetch();
  if (query.isError && query.data === undefined)
    return (
      <ErrorNotice
        title="Whether it may be overridden could not be read"
        detail={failureSentence(query.error)}
        retry={again}
      />
    );
  // Whatever answers must name this order.
  if (query.data?.clientOrderId !== clientOrderId) return null;
  return <Answer offer={query.data} dossier={dossier} done={again} />;
}

interface AnswerProps {
  readonly offer: OverrideOffer;
  readonly dossier: OrderDossier;
  readonly done: () => void;
}

function Answer({ offer, dossier, done }: AnswerProps) {
  const { override, obstacle, lines } = offer;
  if (override !== null && override.standing !== "void")
    return override.standing === "open" ? (
      <UseOverride override={override} done={done} />
    ) : (
      <p className="text-muted">{override.outcome}</p>
    );
  if (obstacle !== "") return <p className="text-muted">{obstacle}</p>;
  return (
    <>
      {override === null ? null : <p className="text-muted">{override.outcome}</p>}
      <OverrideLines lines={lines} checks={dossier.checks} />
      <Asking offer={offer} dossier={dossier} done={done} />
    </>
  );
}

function Asking({ offer, dossier, done }: AnswerProps) {
  const [asking, setAsking] = useState(false);
  if (!asking) return <Button onClick={() => setAsking(true)}>Override once…</Button>;
  return <GrantOverride offer={offer} order={dossier.order} done={done} />;
}
