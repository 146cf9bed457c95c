"use client";
import { Panel } from "../components/panel.tsx";
import type { PartProps } from "./part-props.ts";
import { shareText } from "./golive-words.ts";
import { Facts } from "./launch-panel.tsx";

/** The first days' share of the limits, and what ends a young launch by itself. */
export function LadderPanel({ view }: PartProps) {
  const { ladder, canary, demotions } = view;
  return (
    <Panel title="Canary ladder">
      <ol className="golive-ladder">
        {ladder.map((bps, index) => {
          const day = index + 1;
          const here = canary?.day === day;
          return (
            <li
              key={day}
              data-here={here}
              style={{ blockSize: `${24 + bps / 150}px` }}
              aria-current={here ? "step" : undefined}
            >
              <span>day {day}</span> <b className="num">{shareText(bps)}</b>
            </li>
          );
        })}
        <li data-here={(canary?.day ?? 0) > ladder.length} style={{ blockSize: "91px" }}>
          <span>then</span> <b className="num">100 %</b>
        </li>
      </ol>
      <h3 className="golive-sub">Back to paper by itself at</h3>
      <Facts rows={demotions} />
    </Panel>
  );
}
