"use client";
import { EtTime } from "../components/et-time.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { StateChip } from "../components/state-chip.tsx";
import type { PartProps } from "./part-props.ts";
import { STAGES } from "./golive-words.ts";
import { Facts } from "./launch-panel.tsx";

/** Every launch with who decided it, what it was bound to, and how it ended. */
export function LaunchHistory({ view }: PartProps) {
  const all = view.launch === null ? view.past : [view.launch, ...view.past];
  return (
    <Panel title="Launches">
      {all.length === 0 ? (
        <EmptyNotice title="Nothing was ever launched">
          A launch stays here, with what it was bound to, whatever became of it.
        </EmptyNotice>
      ) : (
        <ul className="golive-list">
          {all.map((launch) => (
            <li key={launch.launchId}>
              <div className="golive-station-head">
                <h3>{launch.launchId}</h3>
                <StateChip tone={STAGES[launch.stage].tone}>{STAGES[launch.stage].word}</StateChip>
                {launch.rehearsal ? <StateChip tone="neutral">rehearsal</StateChip> : null}
              </div>
              <p>
                Declared by {launch.director} at <EtTime at={launch.declaredAt} date={true} />
                {launch.fourEyes ? "" : ", alone"}
                {launch.approvalId === null ? "" : `, on approval ${launch.approvalId}`}.
                {launch.endedAt === null ? null : (
                  <>
                    {" "}
                    Ended at <EtTime at={launch.endedAt} date={true} />: {launch.endedWhy}.
                  </>
                )}
              </p>
              <Facts rows={[...launch.binding, ...launch.stations]} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
