"use client";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import { aimKill } from "../kill/kill-aim.ts";
import { BAR_REFRESH_MS, useKillParts } from "../kill/parts/use-kill-parts.ts";
import { usePreferences } from "../preferences/preferences-provider.tsx";
import { PLACES } from "../shell/places.ts";
import { OPEN_PALETTE_EVENT } from "./open-palette.ts";
import { type PaletteAct, type PaletteEntry, paletteEntries } from "./palette-entries.ts";
import { PaletteList } from "./palette-list.tsx";

/** Finds pages, symbols, strategies and orders, and aims the kill switch: by keyboard alone, and firing nothing. */
export function CommandPalette({ help }: { help: () => void }) {
  const [open, setOpen] = useState(false);
  const chosen = useRef<PaletteAct | null>(null);
  const router = useRouter();
  useOpener(setOpen);
  const act = (wanted: PaletteAct) => {
    if (wanted.kind === "go") router.push(wanted.href);
    if (wanted.kind === "help") help();
    if (wanted.kind === "aim_kill") aimKill(wanted);
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen} modal={false}>
      <Dialog.Portal>
        <Dialog.Content
          className="dialog palette"
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            // Where something was chosen the focus goes there, not back to where it was.
            if (chosen.current === null) return;
            event.preventDefault();
            act(chosen.current);
            chosen.current = null;
          }}
        >
          <Dialog.Title className="sr-only">Find, or aim the kill switch</Dialog.Title>
          <PaletteBody
            choose={(entry) => {
              chosen.current = entry.act;
              setOpen(false);
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Ctrl or Command with K, also while somebody types: it writes nothing. */
function useOpener(setOpen: (change: (open: boolean) => boolean) => void): void {
  const enabled = usePreferences().preferences.shortcuts === "on";
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isOpener = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
      if (!enabled || !isOpener || event.shiftKey || event.altKey) return;
      event.preventDefault();
      setOpen((open) => !open);
    };
    const show = () => setOpen(() => true);
    window.addEventListener("keydown", listen);
    window.addEventListener(OPEN_PALETTE_EVENT, show);
    return () => {
      window.removeEventListener("keydown", listen);
      window.removeEventListener(OPEN_PALETTE_EVENT, show);
    };
  }, [enabled, setOpen]);
}

function PaletteBody({ choose }: { choose: (entry: PaletteEntry) => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const parts = useKillParts(BAR_REFRESH_MS);
  const { symbols = [], strategies = [] } = parts ?? {};
  const entries = paletteEntries(text, { pages: PLACES, symbols, strategies });
  const active = Math.min(at, Math.max(0, entries.length - 1));
  const move = (steps: number) =>
    setAt(entries.length === 0 ? 0 : (active + steps + entries.length) % entries.length);
  return (
    <>
      <input
        type="text"
        className="palette-input"
        role="combobox"
        aria-label="Find a page, symbol, strategy or order, or type kill"
        aria-expanded={true}
        aria-controls="palette-list"
        aria-activedescendant={entries.length === 0 ? undefined : `palette-${active}`}
        placeholder="Page, symbol, strategy, order id; kill NVDA, halt"
        autoComplete="off"
        maxLength={128}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            move(event.key === "ArrowDown" ? 1 : -1);
          }
          const entry = entries[active];
          // The Enter that is held down must not reach what gets the focus: it would begin to hold it.
          if (event.key !== "Enter" || event.repeat || entry === undefined) return;
          event.preventDefault();
          choose(entry);
        }}
      />
      <PaletteList entries={entries} active={active} choose={choose} />
    </>
  );
}
