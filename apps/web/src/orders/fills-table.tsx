"use client";
import type { FillView } from "@interlock/api/view/order-view";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";
import { Money } from "../components/money.tsx";
import { EmptyNotice, ErrorNotice } from "../components/notice.tsx";
import { Price, Quantity } from "../components/price.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import type { Column } from "../data-table/column.ts";
import { DataTable } from "../data-table/data-table.tsx";
import { useSection } from "../live/use-live.ts";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { EMPTY_TABS } from "./order-tabs.ts";
import { useRefetchOn } from "../trpc/use-refetch-on.ts";

const PAGE_ROWS = 200;

const COLUMNS: readonly Column<FillView>[] = [
  {
    id: "venueAt",
    label: "Time",
    width: 148,
    kind: "time",
    card: "line",
    value: (fill) => fill.venueAt,
    cell: (fill) => <EtTime at={fill.venueAt} milliseconds={true} />,
  },
  {
    id: "symbol",
    label: "Symbol",
    width: 88,
    kind: "text",
    card: "title",
    value: (fill) => fill.symbol,
  },
  {
    id: "side",
    label: "Side",
    width: 72,
    kind: "text",
    card: "title",
    value: (fill) => fill.side,
    cell: (fill) => (
      <span className="side-word" data-side={fill.side}>
        {fill.side.toUpperCase()}
      </span>
    ),
  },
  {
    id: "quantity",
    label: "Quantity",
    width: 96,
    kind: "number",
    card: "title",
    value: (fill) => fill.quantity,
    cell: (fill) => <Quantity value={fill.quantity} />,
  },
  {
    id: "price",
    label: "Price",
    width: 104,
    kind: "number",
    card: "aside",
    value: (fill) => fill.price,
    cell: (fill) => <Price value={fill.price} average={true} />,
  },
  {
    id: "fee",
    label: "Fee",
    width: 88,
    kind: "number",
    card: "line",
    value: (fill) => fill.fee,
    cell: (fill) => <Money value={fill.fee} />,
  },
  {
    id: "strategyId",
    label: "Strategy",
    width: 148,
    kind: "text",
    card: "line",
    value: (fill) => fill.strategyId,
  },
  {
    id: "executionId",
    label: "Execution id",
    width: 240,
    kind: "text",
    value: (fill) => fill.executionId,
    cell: (fill) => <span className="mono clip">{fill.executionId}</span>,
  },
  {
    id: "clientOrderId",
    label: "Client id",
    width: 220,
    kind: "text",
    optional: true,
    value: (fill) => fill.clientOrderId,
    cell: (fill) => <span className="mono clip">{fill.clientOrderId}</span>,
  },
];

/** Every execution that the venue reported, newest first; a row opens its order. */
export function FillsTable({ open }: { open: (clientOrderId: string) => void }) {
  const trpc = useTRPC();
  const fillsToday = useSection("counts")?.fillsToday;
  const query = useInfiniteQuery(
    trpc.orders.fills.infiniteQueryOptions(
      { limit: PAGE_ROWS },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  useRefetchOn(String(fillsToday), query.refetch);
  if (query.isPending) return <Skeleton lines={8} label="Loading fills" />;
  if (query.isError && query.data === undefined) {
    return (
      <ErrorNotice
        title="The fills could not be read"
        detail={failureSentence(query.error)}
        retry={() => void query.refetch()}
      />
    );
  }
  return (
    <DataTable
      name="fills"
      label="Fills"
      rows={query.data?.pages.flatMap((page) => page.rows) ?? []}
      columns={COLUMNS}
      rowKey={(fill) => fill.executionId}
      open={(fill) => open(fill.clientOrderId)}
      empty={<EmptyNotice title={EMPTY_TABS.fills.title}>{EMPTY_TABS.fills.text}</EmptyNotice>}
      foot={
        query.hasNextPage ? (
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            Load {PAGE_ROWS} more
          </Button>
        ) : undefined
      }
    />
  );
}
