"use client";
import type { LimitLevelName, LimitLine, LimitsView } from "@interlock/api/view/limits-view";
import { Fragment } from "react";
import { Button } from "../components/button.tsx";
import { Fresh } from "../components/fresh.tsx";
import { Meter } from "../components/meter.tsx";
import { useSection } from "../live/use-live.ts";
import { useLimitRefusal } from "./use-limit-refusal.ts";
import { FiredToday } from "./usage/fired-today.tsx";
import { NoUse } from "./usage/no-use.tsx";
import { LimitInput } from "./limit-input.tsx";
import type { LimitEdit } from "./limit-edit.ts";
import { groupLimits } from "./limit-groups.ts";
import { useLimitFaults } from "./use-limit-faults.ts";
import { ExpiryNote } from "./expiry/expiry-note.tsx";
import { linesOf } from "./levels/level-lines.ts";
import { boundName, boundText, limitValueText } from "./limit-value-text.ts";

export interface LimitsTableProps {
  readonly limits: LimitsView;
  readonly level: LimitLevelName;
  readonly edit: LimitEdit | null;
  readonly type: (key: string, value: string) => void;
  /** Keeps a limit that would go back by itself, or lets it go back again. */
  readonly keep: (key: string) => void;
}

/** Every limit with its value to edit, what is used of it, and its ceiling, grouped by what it is about. */
export function LimitsTable({ limits, level, edit, type, keep }: LimitsTableProps) {
  const ofAccount = level.kind === "account";
  const refusal = useLimitRefusal();
  const faults = useLimitFaults(edit).byKey;
  return (
    <table className="limits-table" aria-label="Limits in force">
      <thead>
        <tr>
          <th scope="col">Limit</th>
          <th scope="col">Value</th>
          <th scope="col">Used</th>
          <th scope="col">Denied today</th>
          <th scope="col">{ofAccount ? "Ceiling or floor" : "The account's"}</th>
        </tr>
      </thead>
      <tbody>
        {groupLimits(linesOf(limits, level)).map(({ group, lines }) => (
          <Fragment key={group}>
            <tr className="limits-group">
              <th scope="colgroup" colSpan={5}>
                {group}
              </th>
            </tr>
            {lines.map((line) => (
              <LimitRow
                key={line.key}
                line={line}
                edited={edit?.values[line.key]}
                fault={faults[line.key]}
                type={(value) => type(line.key, value)}
                kept={edit?.keep.includes(line.key) === true}
                keep={() => keep(line.key)}
                refusal={refusal}
                removable={!ofAccount}
              />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface LimitRowProps {
  readonly line: LimitLine;
  readonly edited: string | undefined;
  readonly fault: string | undefined;
  readonly type: (value: string) => void;
  readonly kept: boolean;
  readonly keep: () => void;
  readonly refusal: string | null;
  readonly removable: boolean;
}

function LimitRow(props: LimitRowProps) {
  const { line, edited, fault, removable, kept, keep, refusal } = props;
  const mayKeep = refusal === null && edited === undefined;
  return (
    <tr data-edited={edited !== undefined || kept} data-key={line.key}>
      <th scope="row">
        {line.label}
        <span className="limit-blocks">{line.blocks}</span>
      </th>
      <td data-label="Value">
        <LimitInput {...props} />
        {fault === undefined ? null : (
          <p className="field-fault" id={`fault-${line.key}`} role="alert">
            {fault}
          </p>
        )}
        <ExpiryNote line={line} />
        {line.expiry === null || !mayKeep ? null : (
          <Button size="small" look="quiet" aria-pressed={kept} onClick={keep}>
            {kept ? `Let ${line.label.toLowerCase()} go back` : "Keep for good"}
          </Button>
        )}
      </td>
      <td data-label="Used">
        <Used line={line} live={!removable} />
      </td>
      <td data-label="Denied today">
        <FiredToday line={line} />
      </td>
      <td className="num" data-label={removable ? "The account's" : boundName(line)}>
        {boundText(line)}
      </td>
    </tr>
  );
}

/** What is used: live where the feed has it, else as of the last answer; nothing for a limit without a level. */
function Used({ line, live: isLive }: { line: LimitLine; live: boolean }) {
  const usage = useSection("limitUsage");
  const live = isLive ? usage?.find(({ key }) => key === line.key) : undefined;
  const used = live?.used ?? line.used;
  if (used === "") {
    return <NoUse line={line} />;
  }
  return (
    <Fresh kind="limit" section="limitUsage">
      <span className="limit-used">
        <span className="num">{limitValueText(used, line.unit)}</span>
        <Meter percent={live?.usedPercent ?? line.usedPercent} label={line.label} />
      </span>
    </Fresh>
  );
}
