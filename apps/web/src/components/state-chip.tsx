import type { ReactNode } from "react";

export type ChipTone = "neutral" | "ok" | "warn" | "critical" | "stale" | "accent";

const MARKS: Readonly<Record<ChipTone, string>> = {
  neutral: "",
  ok: "●",
  warn: "▲",
  critical: "■",
  stale: "◌",
  accent: "◆",
};

/** A status as an outlined word; a mark of its own shape stands for each tone, so color never carries it alone. */
export function StateChip(props: { tone: ChipTone; children: ReactNode; title?: string }) {
  const mark = MARKS[props.tone];
  return (
    <span className="chip" data-tone={props.tone} title={props.title}>
      {mark === "" ? null : (
        <span className="chip-mark" aria-hidden="true">
          {mark}
        </span>
      )}
      {props.children}
    </span>
  );
}
