"use client";
import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import { FOCUS_KILL_EVENT } from "../kill/kill-aim.ts";
import { CommandPalette } from "../palette/command-palette.tsx";
import { usePreferences } from "../preferences/preferences-provider.tsx";
import { GO_KEYS, noSequence, pressKey, type Shortcut } from "./key-sequence.ts";

/** Brings the focus to the filter of the page's table. */
export const FOCUS_FILTER_EVENT = "interlock:focus-filter";

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/** Listens for shortcuts outside of inputs, and shows the sheet that lists them. No key alone fires anything. */
export function Shortcuts() {
  const router = useRouter();
  const enabled = usePreferences().preferences.shortcuts === "on";
  const [help, setHelp] = useState(false);
  const sequence = useRef(noSequence);
  useEffect(() => {
    if (!enabled) return;
    const act = (shortcut: Shortcut) => {
      if (shortcut.kind === "go") router.push(shortcut.href);
      if (shortcut.kind === "help") setHelp(true);
      if (shortcut.kind === "kill") window.dispatchEvent(new Event(FOCUS_KILL_EVENT));
      if (shortcut.kind === "filter") window.dispatchEvent(new Event(FOCUS_FILTER_EVENT));
    };
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event.target)) return;
      const modified = event.ctrlKey || event.altKey || event.metaKey;
      const press = { key: event.key, shift: event.shiftKey, modified, at: event.timeStamp };
      const pressed = pressKey(sequence.current, press);
      sequence.current = pressed.state;
      if (pressed.shortcut === null) return;
      event.preventDefault();
      act(pressed.shortcut);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [enabled, router]);
  return (
    <>
      <CommandPalette help={() => setHelp(true)} />
      <ShortcutSheet open={help} onOpenChange={setHelp} />
    </>
  );
}

const OTHER_KEYS: readonly (readonly [string, string])[] = [
  ["Ctrl K", "Find a page, symbol or order, or aim the kill switch"],
  ["Shift K", "Go to the kill switch, on Halt new"],
  ["/", "Filter the table"],
  ["↑ ↓", "Move between the rows of a table"],
  ["Enter", "Open the row"],
  ["Esc", "Close, or let go"],
  ["?", "This sheet"],
];

function ShortcutSheet(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog.Root open={props.open} onOpenChange={props.onOpenChange} modal={false}>
      <Dialog.Portal>
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <div className="sheet-head">
            <Dialog.Title className="sheet-title">Keyboard</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label="Close">
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <dl className="shortcut-list">
            {Object.entries(GO_KEYS).map(([key, { label }]) => (
              <div key={key}>
                <dt>
                  <kbd>g</kbd> <kbd>{key}</kbd>
                </dt>
                <dd>{label}</dd>
              </div>
            ))}
            {OTHER_KEYS.map(([keys, meaning]) => (
              <div key={keys}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <p className="text-muted">
            Shortcuts rest while you type. They can be switched off in Preferences.
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
