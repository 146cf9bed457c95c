"use client";
import Link from "next/link";
import { Tabs } from "radix-ui";
import { PageHead } from "../components/page-head.tsx";
import { useUrlState } from "../components/use-url-state.ts";
import { useSection } from "../live/use-live.ts";
import { RoleRefusal } from "../session/role-refusal.tsx";
import { FillsTable } from "./fills-table.tsx";
import { OrderDrawer } from "./order-drawer.tsx";
import { ORDER_TABS, type OrderTab, tabOf } from "./order-tabs.ts";
import { OrdersTable } from "./orders-table.tsx";

/** Everything that was asked of the venue, or refused before it left, with the whole life of each order. */
export function OrdersPage() {
  const [tabParam, setTab] = useUrlState("tab");
  const [opened, setOpened] = useUrlState("order");
  const tab = tabOf(tabParam);
  return (
    <>
      <PageHead title="Orders">
        <Link href="/signals" prefetch={false}>
          Signals: why, and why not
        </Link>
      </PageHead>
      <Tabs.Root value={tab} onValueChange={setTab}>
        <Tabs.List className="tabs" aria-label="Which orders">
          {ORDER_TABS.map(({ id, label }) => (
            <Tabs.Trigger key={id} value={id} className="tab">
              {label} <TabCount tab={id} />
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <RoleRefusal of="orders.cancel" what="Canceling an order" />
        {ORDER_TABS.map(({ id }) => (
          <Tabs.Content key={id} value={id} tabIndex={-1}>
            {id === "fills" ? (
              <FillsTable open={setOpened} />
            ) : (
              <OrdersTable tab={id} open={setOpened} opened={opened} />
            )}
          </Tabs.Content>
        ))}
      </Tabs.Root>
      <OrderDrawer clientOrderId={opened} close={() => setOpened(null)} />
    </>
  );
}

function TabCount({ tab }: { tab: OrderTab }) {
  const counts = useSection("counts");
  if (counts === null || tab === "history") return null;
  const numbers: Readonly<Record<Exclude<OrderTab, "history">, number>> = {
    working: counts.workingOrders + counts.otherOrders,
    today: counts.ordersToday + counts.deniedToday,
    fills: counts.fillsToday,
    denied: counts.deniedToday + counts.rejectedToday,
  };
  return <span className="tab-count num">{numbers[tab]}</span>;
}
