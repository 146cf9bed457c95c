import type { GoLiveView } from "@interlock/api/view/golive-view";

const STYLE = `body{font:14px/1.45 system-ui,sans-serif;max-width:1000px;margin:32px auto;padding:0 16px;color:#111}
table{border-collapse:collapse;width:100%;margin:8px 0 24px}th,td{border:1px solid #bbb;padding:4px 8px;text-align:left;vertical-align:top}
h1{margin-bottom:4px}dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}dd{margin:0;overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none;font-size:11px}tr,dl{break-inside:avoid}}`;

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
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Readiness for live trading</title><style>${STYLE}</style>
<h1>Readiness for live trading: ${readiness.ready ? "ready" : "not ready"}</h1>
<p>${escape(summary(view))}</p>
<dl>${subject.map(({ name, value }) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`).join("")}</dl>
<h2>Scores</h2>
<table><tr>${heads(["Station", "Score", "Go", "Waived", "No-go", "Unknown"])}</tr>${scores.join("")}</table>
<p>${escape(readiness.formula)}</p>
<h2>Gates</h2>
<table><tr>${heads(["Gate", "Verdict", "Measured", "Asked for", "Why", "Evidence", "At", "Valid until"])}</tr>${rows.join("")}</table>
<h2>Not covered</h2><ul>${readiness.notCovered.map((one) => `<li>${escape(one)}</li>`).join("")}</ul>
<h2>Launch</h2><p>${launch === null ? "Nothing was ever launched." : escape(`${launch.launchId} is ${launch.stage.replace("_", " ")}, declared by ${launch.director}. ${launch.endedWhy}`)}</p>
</html>
`;
}

function summary({ readiness, gates, environment, accountNumber, now }: GoLiveView): string {
  const open = gates.filter(({ verdict }) => verdict === "red" || verdict === "unknown");
  const which = open.map(({ id, name }) => `${id} ${name}`).join(", ");
  const left =
    open.length === 0
      ? "No gate is open."
      : `${open.length} of ${gates.length} gates are open: ${which}.`;
  return `Account ${accountNumber} in ${environment}, ${new Date(now).toISOString()} by the venue's clock. Score ${readiness.score} of 100. ${left}`;
}

function heads(names: readonly string[]): string {
  return names.map((name) => `<th>${name}</th>`).join("");
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
