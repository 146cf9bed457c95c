"use client";
import { useQuery } from "@tanstack/react-query";
import { Money } from "../components/money.tsx";
import { useSection } from "../live/use-live.ts";
import { usePreferences } from "../preferences/preferences-provider.tsx";
import { useTRPC } from "../trpc/trpc-client.ts";
import type { KillPart } from "./call/kill-call.ts";
import { partKey, scopeWords } from "./parts/kill-scope-words.ts";
import type { KillModeWords } from "./kill-modes.ts";

const REFRESH_MS = 2_000;

/** What a mode does and leaves alone, with what it would meet right now. */
export function KillPreviewCard(props: {
  readonly words: KillModeWords;
  readonly scope: KillPart | undefined;
}) {
  const { words, scope } = props;
  return (
    <div className="kill-preview" data-testid="kill-preview">
      <KillModeText words={words} />
      {scope === undefined ? null : (
        <p className="kill-part">
          {scopeWords({ scope: partKey(scope) })} alone. Everything else goes on trading.
        </p>
      )}
      <KillFacts scope={scope} />
    </div>
  );
}

/** A mode in words. */
export function KillModeText({ words }: { words: KillModeWords }) {
  const { fire } = usePreferences().preferences;
  const how = fire === "hold" ? `hold ${words.holdMs / 1000} s` : "press, then confirm";
  return (
    <>
      <p className="kill-preview-title">
        {words.label} <span className="kill-preview-how">{how}</span>
      </p>
      <p>{words.does}</p>
      <p className="text-muted">{words.leaves}</p>
    </>
  );
}

/** What is open right now: the engine's own preview, or the last live figures when it does not answer. */
export function KillFacts({ scope }: { scope?: KillPart | undefined }) {
  const trpc = useTRPC();
  const preview = useQuery(
    trpc.kill.preview.queryOptions(scope === undefined ? undefined : { scope }, {
      refetchInterval: REFRESH_MS,
    }),
  );
  const live = useLiveFacts();
  const facts = preview.data ?? live;
  return (
    <>
      <dl className="kill-facts">
        <Fact label="Open orders" value={facts.openOrders} />
        <Fact label="Protective stops" value={facts.protectiveStops} />
        <Fact label="Positions" value={facts.positions} />
        <div>
          <dt>Gross exposure</dt>
          <dd>
            <Money value={facts.grossExposure} />
          </dd>
        </div>
      </dl>
      <p className="kill-sentence">{preview.data?.sentence ?? previewAbsence(preview.isError)}</p>
    </>
  );
}

/** What the live feed tells of it; whether an order is a protective stop is known to the engine alone. */
function useLiveFacts() {
  const counts = useSection("counts");
  const account = useSection("account");
  const positions = useSection("positions");
  return {
    openOrders: counts === null ? undefined : counts.workingOrders + counts.otherOrders,
    protectiveStops: undefined,
    positions: positions?.filter((position) => position.side !== "flat").length,
    grossExposure: account?.grossExposure ?? null,
  };
}

function Fact({ label, value }: { label: string; value: number | undefined }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{value ?? "—"}</dd>
    </div>
  );
}

function previewAbsence(failed: boolean): string {
  return failed
    ? "The engine gave no preview; these are the last live figures. The switch still works."
    : "\u00a0";
}
