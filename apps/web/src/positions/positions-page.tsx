"use client";
import { useState } from "react";
import { countOf } from "@interlock/core/number/count-of";
import { Choice } from "../components/choice.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { DataTable } from "../data-table/data-table.tsx";
import { useSection } from "../live/use-live.ts";
import { RoleRefusal } from "../session/role-refusal.tsx";
import { POSITION_COLUMNS } from "./position-columns.tsx";
import { PositionDrawer } from "./position-drawer.tsx";
import { excludedFromTotals, isMismatch } from "./position-math.ts";
import { ProtectionPanel } from "./protection-panel.tsx";

type Shown = "open" | "all";

/** What is held, what it is worth, and whether the venue holds the same. */
export function PositionsPage() {
  const positions = useSection("positions");
  const [shown, setShown] = useState<Shown>("open");
  const [opened, setOpened] = useState<string | null>(null);
  if (positions === null) {
    return (
      <>
        <PageHead title="Positions" />
        <Skeleton lines={8} label="Waiting for the first positions from the engine" />
      </>
    );
  }
  const rows = positions.filter(({ side }) => shown === "all" || side !== "flat");
  const excluded = excludedFromTotals(rows);
  return (
    <>
      <PageHead title="Positions" />
      <RoleRefusal of="positions.close" what="Closing a position" />
      <DataTable
        name="positions"
        label="Positions"
        rows={rows}
        columns={POSITION_COLUMNS}
        rowKey={(position) => position.symbol}
        open={(position) => setOpened(position.symbol)}
        opened={opened}
        tone={(position) =>
          isMismatch(position) ? "warn" : position.side === "flat" ? "muted" : null
        }
        tools={
          <Choice
            quiet={true}
            label="Which positions"
            value={shown}
            options={{ open: "Open", all: "All of today" }}
            onChange={setShown}
          />
        }
        empty={
          <EmptyNotice title="No open positions">
            {positions.length === 0
              ? "Nothing was held today. Positions appear with the first fill."
              : "Everything that was held today is closed: choose “All of today” to see it."}
          </EmptyNotice>
        }
        foot={footOf(excluded, positions.length - rows.length)}
      />
      <ProtectionPanel />
      <PositionDrawer symbol={opened} close={() => setOpened(null)} />
    </>
  );
}

/** What the totals above do not count, in words. */
function footOf(excluded: readonly string[], closed: number): string | undefined {
  const unmarked =
    excluded.length === 0 ? [] : [`Totals leave out ${excluded.join(", ")}: no mark was received.`];
  const hidden =
    closed === 0
      ? []
      : [
          `Totals are of the open ones: what ${countOf(closed, "closed position")} realized is under “All of today”.`,
        ];
  const sentences = [...unmarked, ...hidden];
  return sentences.length === 0 ? undefined : sentences.join(" ");
}
