"use client";
import type { KillMode, KillView } from "@interlock/api/view/kill-view";
import { X } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import type { KillPart } from "./call/kill-call.ts";
import { killModeWords } from "./kill-modes.ts";
import { KillOutcome } from "./kill-outcome.tsx";
import { KillPreviewCard } from "./kill-preview-card.tsx";
import { KillProgressList } from "./kill-progress-list.tsx";
import { isKillActive } from "./kill-stage.ts";
import { dismissGesture, useKillKnowledge } from "./kill-store.ts";
import { useKillView } from "./use-kill.ts";

/**
 * What hangs under the kill bar: the outcome of a gesture made here, else the progress of a kill under way, made by
 * anybody, else what the mode under the finger would do. The kill page shows the first two itself.
 */
export function KillFlyout(props: {
  readonly shown: KillMode | null;
  readonly scope: KillPart | undefined;
}) {
  const { shown, scope } = props;
  const { gesture } = useKillKnowledge();
  const view = useKillView();
  const [closed, setClosed] = useState("");
  const elsewhere = usePathname() !== "/kill";
  const underWay = view !== null && isKillActive(view.stage) && view.killId !== closed;
  if (gesture !== null && elsewhere) {
    return (
      <Card>
        <KillOutcome gesture={gesture} close={dismissGesture} />
      </Card>
    );
  }
  if (underWay && elsewhere) return <UnderWay view={view} close={() => setClosed(view.killId)} />;
  if (shown === null) return null;
  return (
    <Card>
      <KillPreviewCard words={killModeWords(shown)} scope={scope} />
    </Card>
  );
}

function Card({ children }: { children: ReactNode }) {
  return <div className="kill-flyout">{children}</div>;
}

function UnderWay({ view, close }: { view: KillView; close: () => void }) {
  return (
    <Card>
      <div className="kill-outcome-head">
        <p className="kill-preview-title">{killModeWords(view.mode).label}</p>
        <button type="button" className="icon-button" onClick={close} aria-label="Close">
          <X size={16} aria-hidden="true" />
        </button>
      </div>
      <KillProgressList view={view} />
      <Link href="/kill" className="kill-link" prefetch={false}>
        Open the kill switch page
      </Link>
    </Card>
  );
}
