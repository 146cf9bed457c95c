"use client";
import Link from "next/link";
import { Fresh } from "../components/fresh.tsx";
import { Panel } from "../components/panel.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { useSection } from "../live/use-live.ts";
import { coverSummary } from "../positions/cover-words.ts";

/** Whether each share held has a stop that would act, in a sentence; the page Positions has the figures. */
export function CoverPanel() {
  const { tone, words, sentence } = coverSummary(useSection("protection"));
  return (
    <Panel title="Protection" tools={<StateChip tone={tone}>{words}</StateChip>}>
      <p data-testid="cover-sentence">
        <Fresh kind="position" section="protection">
          {sentence}
        </Fresh>{" "}
        <Link href="/positions" prefetch={false}>
          Stops of each position
        </Link>
      </p>
    </Panel>
  );
}
