import type { GoLiveView } from "@interlock/api/view/golive-view";

const STYLE = [
  "body{font:14px/1.45 system-ui,sans-serif;max-width:1000px;margin:32px auto;padding:0 16px;color:#111}",
  "table{border-collapse:collapse;width:100%;margin:8px 0 24px}",
  "th,td{border:1px solid #bbb;padding:4px 8px;text-align:left;vertical-align:top}",
  "dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}dd{margin:0;overflow-wrap:anywhere}",
  "@media print{body{margin:0;max-width:none;font-size:11px}tr,dl{break-inside:avoid}}",
].join("\n");

/** Returns the report as one page without scripts, which prints. Every figure is the view's. */
export function readinessHtml(view: GoLiveView): string {
  const { readiness, subject, gates, launch } = view;
  const rows = gates.map((gate) =>
    row([
      `${gate.id} ${gate.name}`,
      gate.verdict,
      gate.value,
      gate.threshold,
      gate.sentence,
      gate.evidence.map(({ name, by, source }) => `${name}: ${by}, ${source}`).join("; "),
      time(gate.measuredAt),
      time(gate.validUntil),
    ]),
  );
  const scores = readiness.categories.map((one) =>
    row([
      one.station,
      String(one.score),
      `${one.green}`,
      `${one.amber}`,
      `${one.red}`,
      `${one.unknown}`,
    ]),
  );
  const facts = subject.map(
    ({ name, value }) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`,
  );
  const title = `Readiness for live trading: ${readiness.ready ? "ready" : "not ready"}`;
  return [
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>`,
    `<style>${STYLE}</style><h1>${title}</h1><p>${escape(summary(view))}</p>`,
    `<dl>${facts.join("")}</dl>`,
    `<h2>Scores</h2><table>${heads(SCORE_HEADS)}${scores.join("")}</table>`,
    `<p>${escape(readiness.formula)}</p>`,
    `<h2>Gates</h2><table>${heads(GATE_HEADS)}${rows.join("")}</table>`,
    `<h2>Not covered</h2><ul>${readiness.notCovered.map((one) => `<li>${escape(one)}</li>`).join("")}</ul>`,
    `<h2>Launch</h2><p>${escape(launchText(launch))}</p></html>\n`,
  ].join("\n");
}

const SCORE_HEADS = ["Station", "Score", "Go", "Waived", "No-go", "Unknown"];
const GATE_HEADS = [
  "Gate",
  "Verdict",
  "Measured",
  "Asked for",
  "Why",
  "Evidence",
  "At",
  "Valid until",
];

function launchText(launch: GoLiveView["launch"]): string {
  if (launch === null) return "Nothing was ever launched.";
  const { launchId, stage, director, endedWhy } = launch;
  return `${launchId} is ${stage.replace("_", " ")}, declared by ${director}. ${endedWhy}`;
}

function summary({ readiness, gates, environment, accountNumber, now }: GoLiveView): string {
  const open = gates.filter(({ verdict }) => verdict === "red" || verdict === "unknown");
  const which = open.map(({ id, name }) => `${id} ${name}`).join(", ");
  const left =
    open.length === 0
      ? "No gate is open."
      : `${open.length} of ${gates.length} gates are open: ${which}.`;
  const when = `${new Date(now).toISOString()} by the venue's clock`;
  return `Account ${accountNumber} in ${environment}, ${when}. Score ${readiness.score} of 100. ${left}`;
}

function heads(names: readonly string[]): string {
  return `<tr>${names.map((name) => `<th>${name}</th>`).join("")}</tr>`;
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`;
}

function time(at: number | null): string {
  return at === null ? "—" : new Date(at).toISOString();
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
