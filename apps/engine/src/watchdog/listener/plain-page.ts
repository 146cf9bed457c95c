import { createHash } from "node:crypto";
import type { KillReport } from "../kill/pursuit/kill-progress.ts";

/**
 * The kill switch as a plain page: rendered here, without a line of JavaScript, so that it works when console, edge,
 * engine and database do not, in any browser and with any screen reader. While a kill runs the page reloads itself.
 */

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0 auto; max-width: 42rem; padding: 1rem }
fieldset, section { border: 1px solid #767676; border-radius: .5rem; margin: 1rem 0; padding: 1rem }
legend, h2 { font-weight: 700; font-size: 1.1rem; margin: 0 }
label { display: block; padding: .4rem 0 }
select, input[type=text], input[type=password] { box-sizing: border-box; font: inherit; padding: .5rem; width: 100% }
input[type=radio], input[type=checkbox] { height: 1.25rem; width: 1.25rem; vertical-align: middle }
button { background: #a40000; border: 2px solid #a40000; border-radius: .5rem; color: #fff; font: inherit;
  font-weight: 700; min-height: 3rem; padding: .5rem 1.5rem }
:focus-visible { outline: 3px solid #1a6dff; outline-offset: 2px }
dt { font-weight: 700 } dd { margin: 0 0 .5rem }
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** Headers of the page: nothing may run in it, frame it, or be sent elsewhere from it. */
export const PLAIN_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  // Not "no-referrer": with it a browser would hide the form's origin, which is checked.
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** What the page shows. */
export interface PlainPage {
  readonly report: KillReport | null;
  /** Kills of parts of the account, in force or over. */
  readonly parts: readonly KillReport[];
  /** Names of the parts that can be killed by themselves, e.g. "symbol:NVDA". */
  readonly scopes: readonly string[];
  /** Identity of the kill that the form would send, so that sending it twice is one kill. */
  readonly commandId: string;
  readonly bearer: string;
  /** True for somebody without a session: every request brings the token in its form. */
  readonly byToken: boolean;
  /** Something that went wrong with the last request; empty when nothing did. */
  readonly error: string;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** The watchdog follows a strategy's kill to its gate: what comes after is the engine's to tell. */
function isMoving(report: KillReport | null): boolean {
  if (report === null || report.stage === "proven" || report.stage === "resumed") return false;
  return !(report.stage === "gate_closed" && report.scope?.startsWith("strategy:") === true);
}

function frame(title: string, body: string, refresh: boolean): string {
  const reload = refresh ? '<meta http-equiv="refresh" content="2">' : "";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
${reload}<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>Interlock kill switch</h1>${body}</main></body></html>
`;
}

/** Renders the page for somebody with a kill token. */
export function renderPlainPage(page: PlainPage): string {
  const error =
    page.error === "" ? "" : `<p role="alert"><strong>${escapeHtml(page.error)}</strong></p>`;
  const title = page.report === null ? "Kill switch" : `${page.report.stage}: kill switch`;
  const reports = [renderReport(page.report), ...page.parts.map(renderReport)].join("");
  const moving = [page.report, ...page.parts].some(isMoving);
  // A page that was sent for by a token cannot fetch itself again: the token is in no address and in no cookie.
  return frame(title, `${error}${reports}${renderForm(page)}`, moving && !page.byToken);
}

/**
 * Renders the page for somebody who has shown neither session nor token: the form with a field for the token, and not a
 * word of the account. `error` says what was wrong with the last request, and is empty when nothing was.
 */
export function renderTokenPage(commandId: string, error: string): string {
  const alert = error === "" ? "" : `<p role="alert"><strong>${escapeHtml(error)}</strong></p>`;
  const form = renderForm({ commandId, scopes: [], bearer: "", byToken: true });
  const body = `${alert}${form}
<p>The token is what INTERLOCK_KILL_TOKEN or the file keys/kill-token holds on the machine where Interlock runs. Without
it sign in to the console, or run there, which needs no token:</p>
<p><code>./interlock kill --mode cancel --reason "…"</code></p>
<p>The broker's own site cancels and closes as well.</p>`;
  return frame("Kill switch", body, false);
}

/** Renders the page for somebody who may not kill, with what else can be done. */
export function renderRefusal(sentence: string): string {
  const body = `<p role="alert"><strong>${escapeHtml(sentence)}.</strong></p>
<p>On the machine where Interlock runs you need no token:</p>
<p><code>./interlock kill --mode cancel --reason "…"</code></p>
<p>The broker's own site cancels and closes as well.</p>`;
  return frame("Kill switch: not allowed", body, false);
}

function renderReport(report: KillReport | null): string {
  if (report === null) {
    return '<section role="status"><h2>No kill is in force</h2></section>';
  }
  const lines: readonly (readonly [string, string])[] = [
    ["What", partWords(report.scope ?? "all")],
    ["Mode", report.mode],
    ["Stage", report.stage],
    ["By", `${report.by} (${report.via})`],
    ["Reason", report.reason === "" ? "none given" : report.reason],
    ...raisedRow(report),
    [
      "Gate",
      report.gateClosedMs === null
        ? "not closed yet"
        : `seen closed by the watchdog after ${Math.round(report.gateClosedMs)} ms`,
    ],
    ["Open orders at the venue", String(report.venueOpenOrders ?? "not known yet")],
    ["Positions at the venue", String(report.venuePositions ?? "not known yet")],
    ["Cancels", `${report.cancels.requested} requested, ${report.cancels.confirmed} confirmed`],
    [
      "Positions to close",
      `${report.closes.requested} under way, ${report.closes.filled} of them closed, ${report.closes.queued} queued for the open`,
    ],
    ["Protective stops kept", report.keptStops.length === 0 ? "none" : report.keptStops.join("; ")],
  ];
  const rows = lines
    .map(([term, value]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`)
    .join("");
  return `<section role="status"><h2>${escapeHtml(report.detail)}</h2><dl>${rows}</dl></section>`;
}

/** The first name stays on a kill: who made more of it stands beside. */
function raisedRow({ raised }: KillReport): readonly (readonly [string, string])[] {
  if (raised === undefined) return [];
  return [["Made stronger", `from ${raised.from} by ${raised.by}: ${raised.reason}`]];
}

function partWords(key: string): string {
  if (key === "all") return "ALL: everything on the account";
  return key.replace(/^symbol:/, "only ").replace(/^strategy:/, "only strategy ");
}

function renderScopes(scopes: readonly string[]): string {
  const options = ["all", ...scopes].map(
    (key) => `<option value="${escapeHtml(key)}">${escapeHtml(partWords(key))}</option>`,
  );
  return `<label for="scope">Of what</label>
<select id="scope" name="scope">${options.join("")}</select>`;
}

const MODES = [
  ["halt", "Halt new: no order that adds risk leaves; working orders stay"],
  ["cancel", "Cancel all: halt, and cancel every open order but protective stops"],
  ["flatten", "Flatten: cancel everything, then close every position"],
] as const;

/** A password manager may keep the token; no history of the browser does. */
const TOKEN_FIELD = `<label for="token">Kill token</label>
<input type="password" id="token" name="token" required autocomplete="current-password">`;

/** Looking is a POST as well: a token has no place in an address. */
const LOOK_BUTTON =
  '<p><button type="submit" name="look" value="yes" formnovalidate>Only show what is stopped</button></p>';

type PlainForm = Pick<PlainPage, "commandId" | "bearer" | "byToken" | "scopes">;

function renderForm({ commandId, bearer, byToken, scopes }: PlainForm): string {
  const modes = MODES.map(([mode, words]) => {
    const checked = mode === "cancel" ? " checked" : "";
    return `<label><input type="radio" name="mode" value="${mode}" required${checked}> ${words}</label>`;
  }).join("");
  return `<form method="post" action="/kill/plain">
<input type="hidden" name="commandId" value="${escapeHtml(commandId)}">
${byToken ? TOKEN_FIELD : ""}<fieldset><legend>What to stop</legend>${modes}
<label><input type="checkbox" name="includeStops" value="yes"> Cancel protective stops too (raises risk)</label>
${renderScopes(scopes)}
</fieldset>
<label for="reason">Reason</label>
<input type="text" id="reason" name="reason" maxlength="500" autocomplete="off">
<label><input type="checkbox" name="sure" value="yes" required> Yes, stop trading now</label>
<p><button type="submit">Engage the kill switch</button></p>
${byToken ? LOOK_BUTTON : ""}${bearer === "" ? "" : `<p>You act as ${escapeHtml(bearer)}.</p>`}</form>`;
}
