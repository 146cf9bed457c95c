import { basename } from "node:path";
import { isBrowserFile } from "./fault-tests.mjs";

/**
 * @typedef {import("../../apps/engine/test/faults/fault-row.ts").FaultTable} FaultTable
 * @typedef {import("../../apps/engine/test/faults/fault-row.ts").FaultRow} FaultRow
 * @typedef {import("./fault-tests.mjs").FaultFile} FaultFile
 */

const HEAD = `# Faults

What may go wrong, what holds all the same, and the tests that show it. Made from
[the catalog](../apps/engine/test/faults/catalog.ts) by \`npm run faults -- --write\`; do not edit it here.

\`npm run faults\` runs these tests and tells of every row whether it passed. The name of a test begins with its rows:
"C03 C10 ..." shows two. Those of \`e2e\` use the built product in a browser, a file as a whole, for its tests share
what they did. Rows about orders end with the same five questions
([whole-books.ts](../apps/engine/test/faults/whole-books.ts)): orders and intents are one to one, fills are equal, the
audit chain verifies, people were told, and nothing was approved beyond its limits.
`;

/**
 * Writes the page docs/faults.md.
 * @param {readonly FaultTable[]} tables
 * @param {readonly FaultFile[]} files
 */
export function faultPage(tables, files) {
  const sections = tables.map(({ title, rows }) => {
    const lines = rows.map(
      (row) => `| ${row.id} | ${row.fault} | ${row.guarantee} | ${shownBy(row, files)} |`,
    );
    return [
      `## ${title}`,
      "",
      "| row | what goes wrong | what holds | shown by |",
      "|---|---|---|---|",
      ...lines,
    ].join("\n");
  });
  return `${HEAD}\n${sections.join("\n\n")}\n`;
}

/**
 * @param {FaultRow} row
 * @param {readonly FaultFile[]} files
 */
function shownBy({ id, missing }, files) {
  const links = files
    .filter(({ ids }) => ids.includes(id))
    .map(({ path }) => `[${nameOf(path)}](../${path})`);
  if (missing === undefined) return links.join(", ");
  return [...links, `**missing**: ${missing}`].join(", ");
}

/** @param {string} path */
function nameOf(path) {
  return isBrowserFile(path)
    ? `${basename(path, ".spec.ts")} in a browser`
    : basename(path, ".test.ts");
}
