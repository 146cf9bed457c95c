import type { AnchorVerdict } from "../../journal/heads/judge-heads.ts";
import type { OrderFile, OrderFileStep } from "./order-file.ts";

const STYLE = [
  "body{font:14px/1.5 system-ui,sans-serif;margin:2rem;max-width:70rem}",
  "table{border-collapse:collapse;width:100%}",
  "td,th{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top}",
  "code,pre{font-size:12px;overflow-wrap:anywhere;white-space:pre-wrap}",
].join("");

/** Returns an order's file as a page that needs nothing else to be read or printed. */
export function orderHtml(file: OrderFile, anchor: AnchorVerdict): string {
  const title = `Order ${escape(file.clientOrderId)}`;
  const proof = escape(anchor.sentence);
  const head = ["Entry", "Time (UTC)", "By", "What", "Limits", "Held after", "Hash of the entry"];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head>
<body><h1>${title}</h1>
<p>Everything that the journal holds about this order. The journal is ${proof}</p>
<table><thead><tr>${head.map((name) => `<th>${name}</th>`).join("")}</tr></thead>
<tbody>${file.steps.map(row).join("\n")}</tbody></table></body></html>
`;
}

function row(step: OrderFileStep): string {
  const { seq, index, at, by, sentence, limitVersion, heldAfter, hash, record } = step;
  const detail = `<details><summary>${escape(sentence)}</summary><pre>${escape(JSON.stringify(record, null, 2))}</pre></details>`;
  const cells = [
    `${seq}.${index}`,
    new Date(at).toISOString(),
    escape(by),
    detail,
    limitVersion === null ? "none" : `version ${limitVersion}`,
    heldAfter ?? "",
    `<code>${hash}</code>`,
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

/** Sentences hold words of the venue and of people: they are text here, whatever they contain. */
function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
