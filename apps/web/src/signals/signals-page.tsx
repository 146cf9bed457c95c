"use client";
import type { SignalView } from "@interlock/api/view/signals-view";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";
import { EmptyNotice, ErrorNotice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Panel } from "../components/panel.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { useUrlState } from "../components/use-url-state.ts";
import { DataTable } from "../data-table/data-table.tsx";
import { useSection } from "../live/use-live.ts";
import { failureSentence, useTRPC, useTRPCClient } from "../trpc/trpc-client.ts";
import { useRefetchOn } from "../trpc/use-refetch-on.ts";
import { SIGNAL_COLUMNS } from "./signal-columns.tsx";
import { SignalDrawer } from "./signal-drawer.tsx";
import { filterQuery, isNarrowed, type SignalFilter } from "./signal-filter.ts";
import { SignalFilterBar } from "./signal-filter-bar.tsx";
import { SignalFunnel } from "./signal-funnel.tsx";
import { useSignalFilter } from "./use-signal-filter.ts";

const PAGE_ROWS = 100;
/** What a file holds at most: more is narrowed by the filter. */
const FILE_PAGES_MAX = 20;
const FILE_PAGE_ROWS = 500;

/** Every signal, what became of it and why: one row each, the whole cascade behind it. */
export function SignalsPage() {
  const [opened, setOpened] = useUrlState("signal");
  const { filter, set, clear } = useSignalFilter();
  const now = useSection("engine")?.venueTime ?? null;
  const minute = now === null ? null : Math.floor(now / 60_000) * 60_000;
  const summary = useSummary(filter, minute);
  return (
    <>
      <PageHead title="Signals" />
      <Panel title="How far they came" className="funnel-panel">
        {summary.isPending ? <Skeleton lines={2} label="Counting the signals" /> : null}
        {summary.isError ? (
          <ErrorNotice
            title="The signals could not be counted"
            detail={failureSentence(summary.error)}
            retry={() => void summary.refetch()}
          />
        ) : null}
        {summary.data === undefined ? null : <SignalFunnel summary={summary.data} />}
      </Panel>
      <SignalFilterBar {...{ filter, set, clear, choices: summary.data?.choices }} />
      <SignalsTable
        {...{ filter, minute, opened, clear }}
        search={(text) => set("text", text)}
        open={setOpened}
        total={summary.data?.signals ?? null}
        nextEvaluationAt={summary.data?.nextEvaluationAt ?? null}
      />
      <SignalDrawer signalId={opened} close={() => setOpened(null)} />
    </>
  );
}

function useSummary(filter: SignalFilter, minute: number | null) {
  const trpc = useTRPC();
  const summary = useQuery(
    trpc.signals.summary.queryOptions(filterQuery(filter, minute), {
      placeholderData: keepPreviousData,
    }),
  );
  useRefetchOn(useDecisionCount(), summary.refetch);
  return summary;
}

/** Changes with every order that is decided; signals that ask for none show at the next look. */
function useDecisionCount(): string {
  const counts = useSection("counts");
  return `${counts?.ordersToday}/${counts?.deniedToday}/${counts?.fillsToday}`;
}

interface SignalsTableProps {
  readonly filter: SignalFilter;
  readonly minute: number | null;
  readonly opened: string | null;
  readonly open: (signalId: string) => void;
  readonly search: (text: string) => void;
  readonly clear: () => void;
  readonly total: number | null;
  readonly nextEvaluationAt: number | null;
}

function SignalsTable(props: SignalsTableProps) {
  const { filter, minute } = props;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const asked = filterQuery(filter, minute);
  const query = useInfiniteQuery(
    trpc.signals.list.infiniteQueryOptions(
      { ...asked, limit: PAGE_ROWS },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  useRefetchOn(useDecisionCount(), query.refetch);
  if (query.isPending) return <Skeleton lines={8} label="Loading the signals" />;
  if (query.isError && query.data === undefined) {
    return (
      <ErrorNotice
        title="The signals could not be read"
        detail={failureSentence(query.error)}
        retry={() => void query.refetch()}
      />
    );
  }
  const allRows = async (): Promise<readonly SignalView[]> => {
    const rows: SignalView[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < FILE_PAGES_MAX; page++) {
      const next: Awaited<ReturnType<typeof client.signals.list.query>> =
        await client.signals.list.query({ ...asked, cursor, limit: FILE_PAGE_ROWS });
      rows.push(...next.rows);
      if (next.nextCursor === null) break;
      cursor = next.nextCursor;
    }
    return rows;
  };
  return (
    <DataTable
      name="signals"
      label="Signals"
      rows={query.data?.pages.flatMap((page) => page.rows) ?? []}
      columns={SIGNAL_COLUMNS}
      rowKey={(signal) => signal.signalId}
      open={(signal) => props.open(signal.signalId)}
      opened={props.opened}
      search={<SignalSearch text={filter.text ?? ""} search={props.search} />}
      total={props.total}
      allRows={allRows}
      empty={<NoSignals {...props} />}
      foot={
        query.hasNextPage ? (
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {query.isFetchingNextPage ? "Loading" : `Load ${PAGE_ROWS} more`}
          </Button>
        ) : undefined
      }
    />
  );
}

function NoSignals({ filter, nextEvaluationAt, clear }: SignalsTableProps) {
  if (isNarrowed(filter)) {
    return (
      <EmptyNotice title="No signal matches the filter">
        <Button size="small" onClick={clear}>
          Clear the filter
        </Button>
      </EmptyNotice>
    );
  }
  return (
    <EmptyNotice title="No signals in this time">
      {nextEvaluationAt === null ? (
        "Strategies look at every bar and say what they want as soon as it changes."
      ) : (
        <>
          Next evaluation <EtTime at={nextEvaluationAt} date={true} />, when the sessions of the
          limits begin. A longer time may hold some.
        </>
      )}
    </EmptyNotice>
  );
}

/** Searched by the server when Enter is pressed or the field is left. */
function SignalSearch({ text, search }: { text: string; search: (text: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const submit = () => {
    if (typed !== null && typed.trim() !== text) search(typed.trim());
    setTyped(null);
  };
  return (
    <form
      className="table-filter"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <input
        type="search"
        aria-label="Search the signals"
        placeholder="Search ids, reasons, checks"
        maxLength={128}
        value={typed ?? text}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={submit}
      />
    </form>
  );
}
