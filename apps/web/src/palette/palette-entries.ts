import type { KillMode } from "@interlock/api/view/kill-view";
import type { KillPart } from "../kill/call/kill-call.ts";
import { partKey } from "../kill/parts/kill-scope-words.ts";

/** What an entry of the palette does. Nothing here acts on trading: a kill is only brought under the finger. */
export type PaletteAct =
  | { readonly kind: "go"; readonly href: string }
  | { readonly kind: "aim_kill"; readonly mode: KillMode; readonly scope: KillPart | undefined }
  | { readonly kind: "help" };

export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  /** What it leads to, said beside it. */
  readonly hint: string;
  readonly act: PaletteAct;
}

/** What there is to go to. */
export interface PaletteKnown {
  readonly pages: readonly { readonly href: string; readonly label: string }[];
  readonly symbols: readonly string[];
  readonly strategies: readonly string[];
}

const ENTRIES_MAX = 12;

const KILL_WORDS: Readonly<Record<string, readonly KillMode[]>> = {
  kill: ["halt", "cancel", "flatten"],
  stop: ["halt", "cancel", "flatten"],
  halt: ["halt"],
  cancel: ["cancel"],
  flatten: ["flatten"],
};

const MODE_LABELS: Readonly<Record<KillMode, string>> = {
  halt: "Halt new",
  cancel: "Cancel all",
  flatten: "Flatten",
};

/** Returns what a person may mean, the likeliest first; with nothing typed, the pages. */
export function paletteEntries(text: string, known: PaletteKnown): readonly PaletteEntry[] {
  const query = text.trim();
  const kills = killEntries(query, known);
  const others = [
    ...pageEntries(query, known),
    ...symbolEntries(query, known),
    ...strategyEntries(query, known),
    ...helpEntries(query),
    ...orderEntries(query),
  ];
  return [...kills, ...others].slice(0, ENTRIES_MAX);
}

function killEntries(query: string, known: PaletteKnown): readonly PaletteEntry[] {
  const [word = "", ...rest] = query.split(/\s+/);
  const modes = KILL_WORDS[word.toLowerCase()];
  if (modes === undefined) return [];
  const named = rest.join(" ");
  const scopes = named === "" ? [undefined] : partsNamed(named, known);
  return scopes.flatMap((scope) => modes.map((mode) => killEntry(mode, scope)));
}

function killEntry(mode: KillMode, scope: KillPart | undefined): PaletteEntry {
  const what =
    scope === undefined ? "everything" : scope.kind === "symbol" ? scope.symbol : scope.strategyId;
  return {
    id: `kill:${mode}:${scope === undefined ? "all" : partKey(scope)}`,
    label: `${MODE_LABELS[mode]}: ${what}`,
    hint: "puts the focus on the switch: hold it there",
    act: { kind: "aim_kill", mode, scope },
  };
}

const TICKER = /^[A-Z][A-Z0-9./]{0,11}$/;

/** A ticker that is typed in full may be stopped though nothing of it is known here: somebody may hold it. */
function partsNamed(name: string, { symbols, strategies }: PaletteKnown): readonly KillPart[] {
  const upper = name.toUpperCase();
  const found = symbols.filter((symbol) => symbol.startsWith(upper));
  const own = strategies.filter((id) => id.toLowerCase().includes(name.toLowerCase()));
  const asked = own.length === 0 && !found.includes(upper) && TICKER.test(upper) ? [upper] : [];
  return [
    ...[...found, ...asked].map((symbol) => ({ kind: "symbol" as const, symbol })),
    ...own.map((strategyId) => ({ kind: "strategy" as const, strategyId })),
  ];
}

function pageEntries(query: string, { pages }: PaletteKnown): readonly PaletteEntry[] {
  return pages
    .filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()))
    .map(({ href, label }) => go(`page:${href}`, label, { hint: "page", href }));
}

function symbolEntries(query: string, { symbols }: PaletteKnown): readonly PaletteEntry[] {
  if (query === "") return [];
  return symbols
    .filter((symbol) => symbol.startsWith(query.toUpperCase()))
    .flatMap((symbol) => {
      const name = encodeURIComponent(symbol);
      return [
        go(`signals:${symbol}`, `Signals of ${symbol}`, {
          hint: "symbol",
          href: `/signals?symbol=${name}`,
        }),
        go(`limits:${symbol}`, `Limits of ${symbol}`, {
          hint: "symbol",
          href: `/risk?level=${encodeURIComponent(`symbol:${symbol}`)}`,
        }),
      ];
    });
}

function strategyEntries(query: string, { strategies }: PaletteKnown): readonly PaletteEntry[] {
  if (query === "") return [];
  return strategies
    .filter((id) => id.toLowerCase().includes(query.toLowerCase()))
    .map((id) =>
      go(`strategy:${id}`, `Signals of ${id}`, {
        hint: "strategy",
        href: `/signals?strategy=${encodeURIComponent(id)}`,
      }),
    );
}

function helpEntries(query: string): readonly PaletteEntry[] {
  const label = "Keyboard shortcuts";
  if (!label.toLowerCase().includes(query.toLowerCase())) return [];
  return [{ id: "help", label, hint: "sheet", act: { kind: "help" } }];
}

/** An order is found by its id, which has digits and dashes as no other name here. */
function orderEntries(query: string): readonly PaletteEntry[] {
  if (!/^[\w-]{6,128}$/.test(query) || !/[\d-]/.test(query)) return [];
  const href = `/orders/${encodeURIComponent(query)}`;
  return [go(`order:${query}`, `Order ${query}`, { hint: "by its id", href })];
}

function go(id: string, label: string, to: { hint: string; href: string }): PaletteEntry {
  return { id, label, hint: to.hint, act: { kind: "go", href: to.href } };
}
