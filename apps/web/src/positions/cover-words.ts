import type { ProtectionView } from "@interlock/api/view/guard-view";
import { countOf } from "@interlock/core/number/count-of";
import type { ChipTone } from "../components/state-chip.tsx";

/** How all positions are covered: a word for a chip, and what a person has to know besides. */
export interface CoverSummary {
  readonly tone: ChipTone;
  readonly words: string;
  readonly sentence: string;
}

const NONE = "0";

/** Sums up the cover of all positions, the worst first. Null rows were not received yet. */
export function coverSummary(rows: readonly ProtectionView[] | null): CoverSummary {
  if (rows === null) return { tone: "neutral", words: "Not received yet", sentence: "" };
  if (rows.length === 0)
    return { tone: "neutral", words: "Nothing held", sentence: "Nothing is held." };
  const open = rows.filter(({ uncovered }) => uncovered !== NONE);
  const idle = rows.filter((row) => row.uncovered === NONE && row.unguarded !== NONE);
  const doubt = rows.find((row) => row.doubt !== "")?.doubt ?? "";
  const sentences = [...open, ...idle].map(describeGap);
  if (doubt !== "") sentences.push(`Stops at the broker are as last known: ${doubt}.`);
  else if (sentences.length === 0) sentences.push(describeCover(rows));
  return { ...chipOf({ open, idle, doubt }), sentence: sentences.join(" ") };
}

interface Gaps {
  readonly open: readonly ProtectionView[];
  readonly idle: readonly ProtectionView[];
  readonly doubt: string;
}

function chipOf({ open, idle, doubt }: Gaps): Pick<CoverSummary, "tone" | "words"> {
  if (open.length > 0) return { tone: "critical", words: `${open.length} without a stop` };
  if (doubt !== "") return { tone: "stale", words: "Broker's stops not sure" };
  if (idle.length > 0) return { tone: "warn", words: `${idle.length} until the open` };
  return { tone: "ok", words: "Every share covered" };
}

function describeGap({ symbol, uncovered, unguarded, why, whyUnguarded }: ProtectionView): string {
  return uncovered === NONE
    ? `${symbol}: no stop acts now for ${unguarded} shares (${whyUnguarded}).`
    : `${symbol}: ${uncovered} shares without a stop (${why}).`;
}

/** Each position is named once, by the broker's stops first: they act also while the engine is gone. */
function describeCover(rows: readonly ProtectionView[]): string {
  const whole = rows.filter(({ byEngine }) => byEngine === NONE).length;
  const alone = rows.filter(({ byVenue }) => byVenue === NONE).length;
  const mixed = rows.length - whole - alone;
  const parts = [
    whole === 0 ? "" : `${whole} at the broker`,
    mixed === 0 ? "" : `${mixed} at the broker in part`,
    alone === 0 ? "" : `${alone} by the engine's own alone`,
  ].filter((part) => part !== "");
  return `Every share of ${countOf(rows.length, "position")} is covered: ${parts.join(", ")}.`;
}
