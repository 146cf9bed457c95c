import type { GoLiveView } from "@interlock/api/view/golive-view";
import type { ChipTone } from "../components/state-chip.tsx";

export type GateRow = GoLiveView["gates"][number];
export type LaunchRow = NonNullable<GoLiveView["launch"]>;

/** What each verdict is called and how it looks; the word carries it, never the color alone. */
export const VERDICTS: Readonly<
  Record<GateRow["verdict"], { readonly word: string; readonly tone: ChipTone }>
> = {
  green: { word: "GO", tone: "ok" },
  amber: { word: "WAIVED", tone: "warn" },
  red: { word: "NO-GO", tone: "critical" },
  unknown: { word: "UNKNOWN", tone: "critical" },
};

/** What each stage of a launch is called. */
export const STAGES: Readonly<
  Record<LaunchRow["stage"], { readonly word: string; readonly tone: ChipTone }>
> = {
  counting: { word: "COUNTDOWN", tone: "accent" },
  in_force: { word: "IN FORCE", tone: "ok" },
  aborted: { word: "ABORTED", tone: "neutral" },
  demoted: { word: "DEMOTED TO PAPER", tone: "critical" },
  voided: { word: "VOID", tone: "warn" },
  expired: { word: "EXPIRED", tone: "warn" },
};

/** What is said beside a gate of whether the person who looks has opened what it rests on, as it is now. */
export function openedWord({ alone }: Pick<GoLiveView, "alone">, opened: boolean): string {
  if (opened) return "opened by you";
  return alone ? "open it before you say go" : "";
}

/** Whose eyes it is judged by, and of which station; of all gates where it is of none. */
interface Looker {
  readonly userId: string | undefined;
  readonly station?: string;
}

type Gates = Pick<GoLiveView, "alone"> & {
  readonly gates: readonly Pick<GateRow, "id" | "owner" | "verdict" | "openedBy">[];
};

/** Which evidence somebody who is alone has yet to open, as it is now; null where there is none. */
export function unopenedWord({ alone, gates }: Gates, { userId, station }: Looker): string | null {
  if (!alone || userId === undefined) return null;
  const unopened = gates.filter(
    ({ owner, openedBy }) => (station ?? owner) === owner && !openedBy.includes(userId),
  );
  return unopened.length === 0 ? null : `Open the evidence first, of ${idsOf(unopened)}.`;
}

/** Why a station cannot say go now; null where it can. The engine judges anew. */
export function goHindrance(view: Gates, looker: Looker & { readonly station: string }) {
  const red = view.gates.filter(
    ({ owner, verdict }) => owner === looker.station && VERDICTS[verdict].tone === "critical",
  );
  return red.length === 0 ? unopenedWord(view, looker) : `No GO yet: ${idsOf(red)} must pass.`;
}

/** Who built what would go live, and what keeps them from the station risk; alone, nobody is kept from any. */
export function builtByText(names: readonly string[], alone: boolean): string {
  const whole = `Built by ${namesInARow(names)}`;
  if (alone) return `${whole}.`;
  return names.length === 1
    ? `${whole}, who cannot say GO here.`
    : `${whole}: none of them can say GO here.`;
}

function namesInARow(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

function idsOf(gates: readonly { readonly id: string }[]): string {
  return gates.map(({ id }) => id).join(", ");
}

/** A share of the limits, e.g. "10 %". */
export function shareText(bps: number): string {
  return `${bps / 100} %`;
}

/** Time until something, e.g. "T-0:42"; never below zero. */
export function countdownText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  return `T-${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What every page says of a launch that is over, or that runs; null where nothing needs saying. */
export function bannerText(launch: {
  readonly launchId: string;
  readonly stage: LaunchRow["stage"];
  readonly rehearsal: boolean;
  readonly snapshot: string;
  readonly why: string;
}): { readonly before: string; readonly after: string; readonly alert: boolean } | null {
  const { stage, snapshot, why, rehearsal } = launch;
  const what = rehearsal ? "Rehearsal" : "Live trading";
  switch (stage) {
    case "counting":
      return { before: `${what} begins at`, after: "; anybody may abort it.", alert: true };
    case "demoted":
      return {
        before: "Rolled back to PAPER",
        after: `; auto-promotion off; config snapshot ${snapshot}. ${why}.`,
        alert: true,
      };
    case "voided":
    case "expired":
      return rehearsal
        ? null
        : {
            before: `Go-live approval ${stage === "voided" ? "void" : "expired"} since`,
            after: `: only orders that reduce risk pass. ${why}.`,
            alert: true,
          };
    default:
      return null;
  }
}
