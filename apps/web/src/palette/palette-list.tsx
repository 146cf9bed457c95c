"use client";
import type { PaletteEntry } from "./palette-entries.ts";

interface PaletteListProps {
  readonly entries: readonly PaletteEntry[];
  readonly active: number;
  readonly choose: (entry: PaletteEntry) => void;
}

/** What the palette found; the input keeps the focus and names the line that Enter takes. */
export function PaletteList({ entries, active, choose }: PaletteListProps) {
  return (
    <>
      <div id="palette-list" role="listbox" aria-label="Found" className="palette-list">
        {entries.map((entry, index) => (
          <div
            key={entry.id}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            data-act={entry.act.kind}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(entry)}
            onKeyDown={(event) => {
              if (event.key === "Enter") choose(entry);
            }}
          >
            <span>{entry.label}</span>
            <span className="palette-hint">{entry.hint}</span>
          </div>
        ))}
      </div>
      <p role="status" className="palette-none">
        {entries.length === 0 ? "Nothing here is called that." : ""}
      </p>
    </>
  );
}
