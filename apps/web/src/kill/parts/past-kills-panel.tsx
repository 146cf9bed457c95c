"use client";
import type { PastKill } from "@interlock/api/view/kill-view";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { EtTime } from "../../components/et-time.tsx";
import { EmptyNotice, ErrorNotice } from "../../components/notice.tsx";
import { Panel } from "../../components/panel.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { latencyText } from "../../format/time-text.ts";
import { failureSentence, useTRPC } from "../../trpc/trpc-client.ts";
import { killModeWords } from "../kill-modes.ts";
import { PROVEN_RESULTS } from "../kill-stage.ts";
import { ReceiptTables } from "./kill-receipt.tsx";
import { useKillView } from "../use-kill.ts";
import { countText, goneText, scopeWords } from "./kill-scope-words.ts";
import { useKillParts } from "./use-kill-parts.ts";

/** While a kill goes on its receipt grows; else a new one tells of itself, and this is for whatever was missed. */
const GROWING_MS = 5_000;
const QUIET_MS = 60_000;

/** The latest kills with what came of each, and their receipts; a link to one opens it. */
export function PastKillsPanel() {
  const trpc = useTRPC();
  const history = useQuery(
    trpc.kill.history.queryOptions(undefined, {
      refetchInterval: ({ state }) =>
        state.data?.some(({ result }) => result === "under_way") === true ? GROWING_MS : QUIET_MS,
    }),
  );
  useOnKillMoved(history.refetch);
  return (
    <Panel title="Kills so far">
      {history.isPending ? <Skeleton lines={2} label="Loading the kills" /> : null}
      {history.isError ? (
        <ErrorNotice
          title="The list could not be read"
          detail={failureSentence(history.error)}
          retry={() => void history.refetch()}
        />
      ) : null}
      {history.data?.length === 0 ? (
        <EmptyNotice title="None yet">
          Every kill and drill is listed here with its receipt, the latest 20. All of them are in
          the journal.
        </EmptyNotice>
      ) : null}
      {history.data === undefined || history.data.length === 0 ? null : (
        <PastKills kills={history.data} />
      )}
    </Panel>
  );
}

/** Runs when a kill, of everything or of a part, began, reached another stage or was resumed from. */
function useOnKillMoved(moved: () => unknown): void {
  const whole = useKillView();
  const parts = useKillParts()?.kills ?? [];
  const stages = [...(whole === null ? [] : [whole]), ...parts].map(
    ({ killId, stage }) => `${killId} ${stage}`,
  );
  const now = stages.join();
  const seen = useRef(now);
  useEffect(() => {
    if (seen.current === now) return;
    seen.current = now;
    moved();
  }, [now, moved]);
}

/** Whose act each was: a halt that the watchdog made a cancel is not told as a person's cancel. */
function askedText({ mode, by, raised }: PastKill): string {
  return raised === undefined
    ? `by ${by}`
    : `${raised.from} by ${by}, made ${mode} by ${raised.by}`;
}

function PastKills({ kills }: { kills: readonly PastKill[] }) {
  const [linked, setLinked] = useState("");
  useEffect(() => {
    const follow = () => setLinked(window.location.hash.slice(1));
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return (
    <ul className="past-kills">
      {kills.map((kill) => (
        <li key={kill.killId} id={kill.killId}>
          <details open={linked === kill.killId || undefined}>
            <summary>
              <EtTime at={kill.requestedAt} date={true} />
              <span className="past-kill-what">
                {killModeWords(kill.mode).label} · {scopeWords(kill)}
                {kill.drill ? " · drill" : ""}
              </span>
              <span className="text-muted">{askedText(kill)}</span>
              <span className="past-kill-result num" data-result={kill.result}>
                {resultText(kill)}
              </span>
            </summary>
            <KillDetail kill={kill} />
          </details>
        </li>
      ))}
    </ul>
  );
}

function KillDetail({ kill }: { kill: PastKill }) {
  const { killId, via, reason, orders, closings, residual, receipt } = kill;
  return (
    <div className="kill-receipt">
      <p>
        Via {via}
        {reason === "" ? "" : `, “${reason}”`}:{" "}
        {receipt === null ? `${countText(orders, "order")} asked about` : goneText(receipt.orders)},{" "}
        {countText(closings, "closing order")} sent. <a href={`#${killId}`}>Link to this receipt</a>
      </p>
      {residual.map(({ what, why }) => (
        <p key={`${what}:${why}`}>
          <strong>{what}</strong> {why}
        </p>
      ))}
      {receipt === null ? (
        <p className="text-muted">It was made by a build that kept no receipt.</p>
      ) : (
        <ReceiptTables receipt={receipt} />
      )}
    </div>
  );
}

function resultText({ result, mode, provenMs, gateMs }: PastKill): string {
  switch (result) {
    case "under_way":
      return "IN PROGRESS";
    case "residual":
      return "RESIDUAL";
    case "unproven":
      return "NOT PROVEN";
    case "proven": {
      const took = mode === "halt" ? (gateMs ?? provenMs) : provenMs;
      return `${PROVEN_RESULTS[mode]}${took === null ? "" : ` in ${latencyText(took)}`}`;
    }
  }
}
