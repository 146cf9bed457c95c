"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { DiffTable } from "../components/diff-table.tsx";
import { EtTime } from "../components/et-time.tsx";
import { ErrorNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { useRefetchOn } from "../trpc/use-refetch-on.ts";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { diffRows } from "./diff-rows.ts";

/** How often a history without the version in force is asked for again. */
const BEHIND_MS = 1_000;

/** Every version of the limits, newest first: who, when, why, and what it changed. */
export function LimitHistory({ version }: { version: number }) {
  const trpc = useTRPC();
  const history = useQuery(
    trpc.limits.history.queryOptions(undefined, {
      placeholderData: keepPreviousData,
      // The database may be an instant behind the engine that put the version in force.
      refetchInterval: ({ state: { data } }) =>
        data?.some((entry) => entry.version === version) === true ? false : BEHIND_MS,
    }),
  );
  useRefetchOn(String(version), history.refetch);
  const newest = [...(history.data ?? [])].sort((a, b) => b.version - a.version);
  return (
    <Panel title="History">
      {history.isPending ? <Skeleton lines={4} label="Loading the history" /> : null}
      {history.isError ? (
        <ErrorNotice
          title="The history could not be read"
          detail={failureSentence(history.error)}
          retry={() => void history.refetch()}
        />
      ) : null}
      <ol className="limit-history">
        {newest.map((entry) => (
          <li key={entry.version}>
            <details>
              <summary>
                <span className="num">v{entry.version}</span> {entry.by}{" "}
                <EtTime at={entry.at} date={true} />
                <span className="text-muted"> {changeCount(entry.lines.length)}</span>
              </summary>
              {entry.reason === "" ? null : <p className="history-reason">“{entry.reason}”</p>}
              {entry.lines.length === 0 ? (
                <p className="text-muted">The first version, from the configuration.</p>
              ) : (
                <DiffTable
                  label={`Changes of version ${entry.version}`}
                  rows={diffRows(entry.lines)}
                />
              )}
            </details>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function changeCount(lines: number): string {
  if (lines === 0) return "first version";
  return lines === 1 ? "1 limit" : `${lines} limits`;
}
