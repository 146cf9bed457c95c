"use client";
import type { OrderView } from "@interlock/api/view/order-view";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Button } from "../components/button.tsx";
import { EmptyNotice, ErrorNotice } from "../components/notice.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { DataTable } from "../data-table/data-table.tsx";
import { useSection } from "../live/use-live.ts";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { mergeOrders } from "./merge-orders.ts";
import { ORDER_COLUMNS, REFUSED_COLUMNS } from "./order-columns.tsx";
import { isNotOurs } from "./order-words.ts";
import { EMPTY_TABS, type OrderTab } from "./order-tabs.ts";
import { useRefetchOn } from "../trpc/use-refetch-on.ts";

const PAGE_ROWS = 200;
const NO_ORDERS: readonly OrderView[] = [];

export interface OrdersTableProps {
  readonly tab: Exclude<OrderTab, "fills">;
  readonly open: (clientOrderId: string) => void;
  readonly opened: string | null;
}

/** One tab of orders: stored pages joined with what is live. When the store fails, the live ones still show. */
export function OrdersTable({ tab, open, opened }: OrdersTableProps) {
  const { rows, query } = useOrders(tab);
  if (query.isPending && rows.length === 0) return <Skeleton lines={8} label="Loading orders" />;
  const empty = EMPTY_TABS[tab];
  return (
    <>
      {query.isError ? (
        <ErrorNotice
          title={unreadTitle(rows.length)}
          detail={failureSentence(query.error)}
          retry={() => void query.refetch()}
        />
      ) : null}
      {query.isError && rows.length === 0 ? null : (
        <DataTable
          name={`orders-${tab}`}
          label={`Orders, ${tab}`}
          rows={rows}
          columns={tab === "denied" ? REFUSED_COLUMNS : ORDER_COLUMNS}
          rowKey={(order) => order.clientOrderId}
          open={(order) => open(order.clientOrderId)}
          opened={opened}
          tone={(order) => (order.status === "submit_unknown" || isNotOurs(order) ? "warn" : null)}
          empty={<EmptyNotice title={empty.title}>{empty.text}</EmptyNotice>}
          foot={query.hasNextPage ? <LoadMore query={query} /> : undefined}
        />
      )}
    </>
  );
}

type OrdersQuery = ReturnType<typeof useOrders>["query"];

function useOrders(tab: OrdersTableProps["tab"]) {
  const trpc = useTRPC();
  const live = useSection("orders") ?? NO_ORDERS;
  const counts = useSection("counts");
  const query = useInfiniteQuery(
    trpc.orders.list.infiniteQueryOptions(
      { tab, limit: PAGE_ROWS },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  useRefetchOn(
    `${counts?.ordersToday}/${counts?.workingOrders}/${counts?.otherOrders}/${counts?.deniedToday}`,
    query.refetch,
  );
  const stored = query.data?.pages;
  const rows = useMemo(
    () => mergeOrders(stored?.flatMap((page) => page.rows) ?? NO_ORDERS, live, tab),
    [stored, live, tab],
  );
  return { rows, query };
}

function unreadTitle(liveRows: number): string {
  const title = "The stored orders could not be read";
  return liveRows === 0 ? title : `${title}; live ones are shown`;
}

function LoadMore({ query }: { query: OrdersQuery }) {
  return (
    <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
      {query.isFetchingNextPage ? "Loading" : `Load ${PAGE_ROWS} more`}
    </Button>
  );
}
