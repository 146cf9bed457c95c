"use client";
import type { LimitBackTest, LimitImpact, OverLimit } from "@interlock/api/view/limit-impact-view";
import type { LimitLevelName, LimitValues } from "@interlock/api/view/limits-view";
import { skipToken, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ErrorNotice } from "../components/notice.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";

/** What an edited set does to the present book and would have done to the orders of the last sessions. */
export function LimitImpactView(props: {
  change: { baseVersion: number; level: LimitLevelName; values: LimitValues };
  ready: boolean;
}) {
  const trpc = useTRPC();
  const { ready } = props;
  // When the change ends makes no difference to what it does while it lasts.
  const { baseVersion, level, values } = props.change;
  const impact = useQuery(
    trpc.limits.impact.queryOptions(ready ? { baseVersion, level, values } : skipToken),
  );
  if (!ready) return null;
  if (impact.isError)
    return (
      <ErrorNotice
        title="No impact preview"
        detail={failureSentence(impact.error)}
        retry={() => void impact.refetch()}
      />
    );
  if (impact.data === undefined) return <Skeleton lines={3} label="Judging the last sessions" />;
  return <Impact impact={impact.data} />;
}

function Impact({ impact }: { impact: LimitImpact }) {
  return (
    <div className="consequences" data-testid="limit-impact" aria-live="polite">
      <h3>On the present book</h3>
      {impact.over.length === 0 ? (
        <p>Nothing that is held or working now exceeds the new limits.</p>
      ) : (
        <ul>
          {impact.over.map((line) => (
            <OverLine key={`${line.key}:${line.what}`} line={line} />
          ))}
        </ul>
      )}
      <h3>Over the last sessions</h3>
      {impact.backTest === null ? (
        <p className="text-muted">{impact.backTestAbsence}</p>
      ) : (
        <BackTest found={impact.backTest} />
      )}
    </div>
  );
}

function OverLine({ line }: { line: OverLimit }) {
  return (
    <li>
      <strong>{line.what}</strong> <span className="num">{line.now}</span>, limit{" "}
      <span className="num">{line.limit}</span>: over by <span className="num">{line.over}</span>.{" "}
      {line.effect}
    </li>
  );
}

function BackTest({ found }: { found: LimitBackTest }) {
  return (
    <>
      <p data-testid="back-test">{found.sentence}</p>
      {found.byCheck.length === 0 ? null : (
        <ul className="impact-list">
          {found.byCheck.map(({ code, label, orders }) => (
            <li key={code}>
              {label}: <span className="num">{orders}</span>
            </li>
          ))}
        </ul>
      )}
      {found.examples.length === 0 ? null : <Examples examples={found.examples} />}
      {found.halted.length === 0 ? null : (
        <ul className="impact-list">
          {found.halted.map(({ date, loss }) => (
            <li key={date}>
              {date}: the loss came to <span className="num">{loss}</span>
            </li>
          ))}
        </ul>
      )}
      <details className="impact-notes">
        <summary>What this cannot tell</summary>
        <ul className="impact-list">
          {found.cut ? <li>Only the newest {found.orders} orders were judged.</li> : null}
          {found.notJudged.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

function Examples({ examples }: { examples: LimitBackTest["examples"] }) {
  return (
    <details className="impact-notes">
      <summary>The newest of them</summary>
      <ul className="impact-list">
        {examples.map(({ clientOrderId, symbol, label, value, limit }) => (
          <li key={clientOrderId}>
            <Link href={`/orders/${encodeURIComponent(clientOrderId)}`} prefetch={false}>
              {symbol}
            </Link>
            : {label} <span className="num">{value}</span>, limit{" "}
            <span className="num">{limit}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
