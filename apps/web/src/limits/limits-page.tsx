"use client";
import type { LimitsView } from "@interlock/api/view/limits-view";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Tabs } from "radix-ui";
import { useState } from "react";
import { EtTime } from "../components/et-time.tsx";
import { EmptyNotice, ErrorNotice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Panel } from "../components/panel.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { useUrlState } from "../components/use-url-state.ts";
import { useLimitRefusal } from "./use-limit-refusal.ts";
import { PendingRequests } from "../approvals/pending-requests.tsx";
import { WhatIfPanel } from "../what-if/what-if-panel.tsx";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { OverrideHistory } from "../overrides/override-history.tsx";
import { LimitHistory } from "./limit-history.tsx";
import { readLevel } from "./levels/level-name.ts";
import { LevelPicker } from "./levels/level-picker.tsx";
import { LimitLevels } from "./levels/limit-levels.tsx";
import { LimitReview } from "./limit-review.tsx";
import { LimitsTable } from "./limits-table.tsx";
import { isNoEdit, keepLimit, type LimitEdit, typeValue } from "./limit-edit.ts";

const REFRESH_MS = 5_000;

/** The limits in force and what is used of them; edited in place, compared, previewed by the engine, then applied. */
export function LimitsPage() {
  const trpc = useTRPC();
  const current = useQuery(
    trpc.limits.current.queryOptions(undefined, {
      refetchInterval: REFRESH_MS,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <>
      <PageHead title="Risk limits">
        {current.data === undefined ? null : <VersionNote limits={current.data} />}
      </PageHead>
      {current.isPending ? <Skeleton lines={12} label="Loading the limits" /> : null}
      {current.isError ? (
        <ErrorNotice
          title="The limits could not be read"
          detail={failureSentence(current.error)}
          keepsLast={current.data !== undefined}
          retry={() => void current.refetch()}
        />
      ) : null}
      {current.data === undefined ? null : (
        <LimitTabs
          current={current.data}
          refresh={() => current.refetch().then(({ data }) => data)}
        />
      )}
    </>
  );
}

interface RefreshedLimits {
  readonly current: LimitsView;
  readonly refresh: () => Promise<LimitsView | undefined>;
}

/** The limits, and beside them the question what they would say of an order. */
function LimitTabs(props: RefreshedLimits) {
  const [param, setTab] = useUrlState("tab");
  const tab = param === "what-if" ? "what-if" : "limits";
  return (
    <Tabs.Root value={tab} onValueChange={setTab}>
      <Tabs.List className="tabs" aria-label="Limits or a question to them">
        <Tabs.Trigger value="limits" className="tab">
          Limits
        </Tabs.Trigger>
        <Tabs.Trigger value="what-if" className="tab">
          What if
        </Tabs.Trigger>
      </Tabs.List>
      {/* Kept while the other is looked at: an edit under way must not be lost to a question. */}
      <Tabs.Content value="limits" tabIndex={-1} forceMount={true} hidden={tab !== "limits"}>
        <LimitsEditor {...props} />
      </Tabs.Content>
      <Tabs.Content value="what-if" tabIndex={-1}>
        <WhatIfPanel />
      </Tabs.Content>
    </Tabs.Root>
  );
}

function VersionNote({ limits }: { limits: LimitsView }) {
  return (
    <p className="text-muted" data-testid="limits-version">
      Version <span className="num">{limits.version}</span>
      {limits.changedBy === "" ? "" : ` by ${limits.changedBy}`}
      {limits.changedAt === null ? null : (
        <>
          {" "}
          at <EtTime at={limits.changedAt} date={true} />
        </>
      )}
    </p>
  );
}

function LimitsEditor({ current, refresh }: RefreshedLimits) {
  const [edit, setEdit] = useState<LimitEdit | null>(null);
  const [param, setParam] = useUrlState("level");
  const refusal = useLimitRefusal();
  if (current.lines.length === 0) {
    return (
      <EmptyNotice title="No limits are in force yet">
        The engine puts them in force when it starts, from config/risk_limits.toml, and trades
        nothing before.
      </EmptyNotice>
    );
  }
  const level = edit?.level ?? readLevel(param, current);
  const begun: LimitEdit = { base: current, level, values: {}, keep: [] };
  const type = (key: string, value: string) => {
    const next = typeValue(edit ?? begun, key, value);
    setEdit(isNoEdit(next) ? null : next);
  };
  const keep = (key: string) => {
    const next = keepLimit(edit ?? begun, key);
    setEdit(isNoEdit(next) ? null : next);
  };
  return (
    <div className="limits-layout" data-editing={edit !== null}>
      {refusal === null ? null : <p className="refusal area-limits-refusal">{refusal}</p>}
      <Panel title="Limits in force" flush={true} className="area-limits-table">
        <LevelPicker
          limits={current}
          level={level}
          choose={(text) => setParam(text === "account" ? null : text)}
          editing={edit !== null}
        />
        <LimitsTable limits={current} level={level} edit={edit} type={type} keep={keep} />
        {level.kind === "account" && edit === null ? (
          <LimitLevels levels={current.levels} open={setParam} />
        ) : null}
      </Panel>
      <div className="limits-side">
        <PendingRequests kind="limits" />
        {refusal === null && edit === null ? <HowToChange /> : null}
        {edit === null ? null : (
          <LimitReview
            edit={edit}
            current={current}
            setEdit={setEdit}
            applied={() => {
              setEdit(null);
              void refresh();
            }}
            refresh={refresh}
          />
        )}
        <LimitHistory version={current.version} />
        <OverrideHistory />
      </div>
    </div>
  );
}

function HowToChange() {
  return (
    <Panel title="Change limits">
      <p className="text-muted">
        Type a new value. Tighter limits apply at once. Looser ones need a reason and stay under the
        ceiling of this environment.
      </p>
    </Panel>
  );
}
