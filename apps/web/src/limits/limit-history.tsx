"use client";
import type { LimitVersionView } from "@interlock/api/view/limits-view";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { DiffTable } from "../components/diff-table.tsx";
import { EtTime } from "../components/et-time.tsx";
import { ErrorNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { useRefetchOn } from "../trpc/use-refetch-on.ts";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { diffRows } from "./diff-rows.ts";
import { Countdown, Instant } from "./expiry/expiry-note.tsx";

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
                <span className="num">v{entry.version}</span> {entry.by}
                {entry.approvedBy === null ? "" : `, approved by ${entry.approvedBy}`}{" "}
                <EtTime at={entry.at} date={true} />
                <span className="text-muted"> {changeCount(entry)}</span>
              </summary>
              {entry.reason === "" ? null : <p className="history-reason">“{entry.reason}”</p>}
              <HowLong entry={entry} all={newest} />
              {entry.lines.length === 0 ? (
                <p className="text-muted">
                  {entry.expiryOf === null
                    ? "The first version, from the configuration."
                    : "No value changed."}
                </p>
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

/** Until when a version was to last, and by which one it ended. */
function HowLong({ entry, all }: { entry: LimitVersionView; all: readonly LimitVersionView[] }) {
  if (entry.expiresAt === null) return null;
  const end = all.find(({ expiryOf }) => expiryOf === entry.version);
  return (
    <p className="history-reason">
      Until <Instant at={entry.expiresAt} />
      {end === undefined ? (
        <>
          , <Countdown at={entry.expiresAt} />, unless it was changed since
        </>
      ) : (
        <>
          : ended by version <span className="num">{end.version}</span>
        </>
      )}
      .
    </p>
  );
}

function changeCount({ lines, expiryOf, expiresAt }: LimitVersionView): string {
  if (lines.length === 0) return expiryOf === null ? "first version" : "no limit";
  const count = lines.length === 1 ? "1 limit" : `${lines.length} limits`;
  return expiresAt === null ? count : `${count}, for a time`;
}
