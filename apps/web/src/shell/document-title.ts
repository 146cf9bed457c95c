import type { LiveView } from "@interlock/api/view/live-view";
import { directionOf, signedDollars } from "../format/amount-text.ts";
import { writeDecimal, readDecimal } from "../format/decimal-text.ts";

const ARROWS = { up: "▲", down: "▼", flat: "", unknown: "" } as const;

/** Returns the title of the browser's tab: environment or halt first, then the day's result, then the page. */
export function documentTitle(view: LiveView | null, page: string, stale: boolean): string {
  if (view === null) return `${page} · Interlock`;
  const { environment, tradingState } = view.engine;
  const state = tradingState === "halted" ? "HALTED " : "";
  const name = `${state}${environment.toUpperCase()}`;
  if (stale) return `${name} stale · ${page} · Interlock`;
  const { net } = view.account.dayPnl;
  const decimal = readDecimal(net);
  const whole = decimal === null ? null : writeDecimal(decimal, 0);
  const result = signedDollars(whole).replace(/\.00$/, "");
  return `${name} ${ARROWS[directionOf(whole)]}${result} · ${page} · Interlock`;
}

const SHAPES = {
  sim: '<path d="M16 3 29 27H3z" fill="#0f9f8f"/>',
  paper: '<circle cx="16" cy="16" r="13" fill="#58b7ff"/>',
  live: '<rect x="4" y="4" width="24" height="24" fill="#d92d20"/>',
  halted: '<rect x="2" y="11" width="28" height="10" fill="#f2cc60"/>',
  unknown: '<circle cx="16" cy="16" r="11" fill="none" stroke="#8b98a8" stroke-width="4"/>',
} as const;

/** Returns the tab's icon: a shape of its own for each state, so that color is not needed to tell them apart. */
export function stateIcon(look: keyof typeof SHAPES): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${SHAPES[look]}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
