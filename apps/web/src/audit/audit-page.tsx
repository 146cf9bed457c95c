"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../components/button.tsx";
import { EmptyNotice, ErrorNotice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { useUrlState } from "../components/use-url-state.ts";
import { DataTable } from "../data-table/data-table.tsx";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { AUDIT_COLUMNS } from "./audit-columns.tsx";
import { AuditDrawer } from "./audit-drawer.tsx";
import { type AuditGroup, GROUPS, groupOf, readSearch } from "./audit-search.ts";
import { ExportAudit } from "./export-button.tsx";
import { SavedSearches } from "./saved-searches.tsx";
import { VerifyPanel } from "./verify-panel.tsx";

const PAGE_ROWS = 200;

/** What was done, by whom and why, and the proof that it was not changed since. */
export function AuditPage() {
  const [record, setRecord] = useUrlState("record");
  const [text, setText] = useUrlState("search");
  const [group, setGroup] = useUrlState("group");
  const [from, setFrom] = useUrlState("from");
  const [to, setTo] = useUrlState("to");
  const search = text ?? "";
  return (
    <>
      <PageHead title="Audit trail" />
      <VerifyPanel />
      <div className="filter-bar">
        <label className="field">
          Show
          <select value={groupOf(group)} onChange={(event) => setGroup(event.target.value)}>
            {Object.entries(GROUPS).map(([key, label]) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <DayField label="From day (UTC)" value={from} set={setFrom} />
        <DayField label="To day (UTC)" value={to} set={setTo} />
        <SavedSearches text={search} search={setText} />
      </div>
      <AuditTable
        {...{ search, from, to, setText }}
        group={groupOf(group)}
        opened={record}
        open={setRecord}
      />
      <AuditDrawer record={record} close={() => setRecord(null)} />
    </>
  );
}

function DayField(props: {
  label: string;
  value: string | null;
  set: (value: string | null) => void;
}) {
  return (
    <label className="field">
      {props.label}
      <input
        type="date"
        value={props.value ?? ""}
        onChange={(event) => props.set(event.target.value === "" ? null : event.target.value)}
      />
    </label>
  );
}

interface AuditTableProps {
  readonly group: AuditGroup;
  readonly search: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly setText: (text: string | null) => void;
  readonly opened: string | null;
  readonly open: (record: string) => void;
}

const DAY_MS = 86_400_000;

function dayStart(text: string | null): number | null {
  const at = text === null ? Number.NaN : Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) ? null : at;
}

function AuditTable(props: AuditTableProps) {
  const { group, search, opened } = props;
  const lastDay = dayStart(props.to);
  const query = useInfiniteQuery(
    useTRPC().audit.list.infiniteQueryOptions(
      {
        group,
        ...readSearch(search),
        from: dayStart(props.from),
        to: lastDay === null ? null : lastDay + DAY_MS,
        limit: PAGE_ROWS,
      },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  if (query.isPending) return <Skeleton lines={10} label="Loading the audit trail" />;
  if (query.data === undefined) {
    return (
      <ErrorNotice
        title="The audit trail could not be read"
        detail={`${failureSentence(query.error)} The journal itself is not touched; ./interlock verify-audit works without the database.`}
        retry={() => void query.refetch()}
      />
    );
  }
  const rows = query.data.pages.flatMap((page) => page.rows);
  const seqs = rows.map(({ seq }) => seq);
  const range = seqs.length === 0 ? null : { from: Math.min(...seqs), to: Math.max(...seqs) };
  return (
    <DataTable
      name="audit"
      label="Audit trail"
      rows={rows}
      columns={AUDIT_COLUMNS}
      rowKey={({ seq, index }) => `${seq}.${index}`}
      open={({ seq, index }) => props.open(`${seq}.${index}`)}
      opened={opened}
      tools={<ExportAudit range={range} />}
      search={<AuditSearch key={search} text={search} search={props.setText} />}
      empty={
        <EmptyNotice title="No record matches">
          Records of the last second may not be in the database yet.
          <Button size="small" onClick={() => props.setText(null)}>
            Clear the search
          </Button>
        </EmptyNotice>
      }
      foot={
        <>
          <Button size="small" onClick={() => void query.refetch()} disabled={query.isFetching}>
            Look for newer records
          </Button>
          {query.hasNextPage ? (
            <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
              {query.isFetchingNextPage ? "Loading" : `Load ${PAGE_ROWS} more`}
            </Button>
          ) : null}
        </>
      }
    />
  );
}

/** Searched by the server when Enter is pressed or the field is left. */
function AuditSearch(props: { text: string; search: (text: string | null) => void }) {
  const [typed, setTyped] = useState(props.text);
  const submit = () => {
    const next = typed.trim();
    if (next !== props.text) props.search(next === "" ? null : next);
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
        aria-label="Search the audit trail"
        placeholder="Words, actor:ada, action:kill, symbol:SPY, seq:1200"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={submit}
      />
    </form>
  );
}
