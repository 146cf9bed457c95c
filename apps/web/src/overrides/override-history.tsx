"use client";
import type { OverridesView, OverrideView } from "@interlock/api/view/override-view";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { EtTime } from "../components/et-time.tsx";
import { keyed } from "../components/keyed.ts";
import { ErrorNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { Countdown } from "../limits/expiry/expiry-note.tsx";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { restatedText, STANDING_WORDS } from "./override-words.ts";

const REFRESH_MS = 5_000;

/** Denied orders that a person let pass, or wanted to: who, when, why, and what became of it. */
export function OverrideHistory() {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.overrides.list.queryOptions(undefined, {
      refetchInterval: REFRESH_MS,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Panel title="Overrides">
      {query.isError ? (
        <ErrorNotice
          title="The overrides could not be read"
          detail={failureSentence(query.error)}
          retry={() => void query.refetch()}
        />
      ) : null}
      {query.data === undefined ? null : <Lists view={query.data} />}
    </Panel>
  );
}

function Lists({ view: { overrides, refusals } }: { view: OverridesView }) {
  if (overrides.length === 0 && refusals.length === 0)
    return (
      <p className="text-muted">
        None. A denied order can be let pass once, from its page, for five minutes.
      </p>
    );
  return (
    <>
      <ol className="limit-history">
        {overrides.map((override) => (
          <Override key={override.overrideId} override={override} />
        ))}
      </ol>
      {refusals.length === 0 ? null : <h3 className="override-tries">Refused tries</h3>}
      <ol className="limit-history">
        {keyed(refusals, ({ at }) => at).map(({ key, item: { at, by, role, sentence } }) => (
          <li key={key}>
            <EtTime at={at} date={true} /> {by} ({role}): {sentence}
          </li>
        ))}
      </ol>
    </>
  );
}

function Override({ override }: { override: OverrideView }) {
  const { label, tone } = STANDING_WORDS[override.standing];
  return (
    <li data-testid="override">
      <details>
        <summary>
          <StateChip tone={tone}>{label}</StateChip>{" "}
          <span className="num">{restatedText(override)}</span> by {override.by}{" "}
          <EtTime at={override.grantedAt} date={true} />
        </summary>
        <p className="history-reason">“{override.reason}”</p>
        <p className="history-reason">
          Past {override.lifts.join(", ")}.{" "}
          {override.standing === "open" ? (
            <>
              Expires <Countdown at={override.expiresAt} />.
            </>
          ) : (
            override.outcome
          )}{" "}
          <OrderLink override={override} />
        </p>
      </details>
    </li>
  );
}

function OrderLink({ override: { sent, clientOrderId } }: { override: OverrideView }) {
  const tab = sent === null ? "denied" : "history";
  return (
    <Link
      href={`/orders?tab=${tab}&order=${encodeURIComponent(sent ?? clientOrderId)}`}
      prefetch={false}
    >
      {sent === null ? "The denied order" : "The order that was sent"}
    </Link>
  );
}
