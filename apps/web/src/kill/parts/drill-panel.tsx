"use client";
import type { KillMode, KillParts } from "@interlock/api/view/kill-view";
import { HoldButton } from "../../components/gesture/hold-button.tsx";
import { EtTime } from "../../components/et-time.tsx";
import { Panel } from "../../components/panel.tsx";
import { latencyText } from "../../format/time-text.ts";
import { useSection } from "../../live/use-live.ts";
import { usePreferences } from "../../preferences/preferences-provider.tsx";
import { useKillRefusal } from "../../session/viewer-provider.tsx";
import { KILL_MODES } from "../kill-modes.ts";
import { fireKill } from "../kill-store.ts";
import { countText } from "./kill-scope-words.ts";
import { useKillParts } from "./use-kill-parts.ts";

/** Rehearses each mode for real and shows what the last rehearsal took; with real money only the mildest. */
export function DrillPanel() {
  const drills = useKillParts()?.drills ?? [];
  const live = useSection("engine")?.environment === "live";
  const how = usePreferences().preferences.fire === "hold" ? "Hold" : "Press twice";
  const modes = live ? KILL_MODES.slice(0, 1) : KILL_MODES;
  return (
    <Panel title="Drills">
      <p>
        A drill is the kill itself, its times kept as a drill&apos;s. Resume afterwards.
        {live ? " With real money only Halt new is rehearsed: no order is touched." : null}
      </p>
      <ul className="kill-modes">
        {modes.map(({ mode, label, holdMs, does }) => (
          <li key={mode} className="kill-drill">
            <HoldButton
              className="button"
              dataMode={mode}
              holdMs={holdMs}
              description={`Rehearses: ${does}`}
              fire={() => fireKill(mode, { drill: true, reason: "drill" })}
            >
              {how} to drill: {label}
            </HoldButton>
            <DrillRefusal mode={mode} />
            <LastDrill drill={drills.find((one) => one.mode === mode)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function DrillRefusal({ mode }: { mode: KillMode }) {
  const refusal = useKillRefusal(mode);
  return refusal === null ? null : <p className="refusal">{refusal}</p>;
}

function LastDrill({ drill }: { drill: KillParts["drills"][number] | undefined }) {
  if (drill === undefined) return <p className="text-muted">never rehearsed</p>;
  const { at, by, orders, closings } = drill;
  const closed =
    closings === null || closings === 0 ? "" : `, ${countText(closings, "closing order")}`;
  return (
    <p className="num">
      <EtTime at={at} /> by {by}: {drillTimes(drill)}, {countText(orders, "order")}{" "}
      {drill.provenMs === null ? "asked about" : "canceled"}
      {closed}
    </p>
  );
}

/** Says what a drill measured, e.g. "gate 180 ms, proven 4.1 s". */
function drillTimes({ gateMs, provenMs }: KillParts["drills"][number]): string {
  const text = (ms: number | null) => (ms === null ? "not measured" : latencyText(ms));
  return `gate ${text(gateMs)}, proven ${text(provenMs)}`;
}
