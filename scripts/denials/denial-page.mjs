/**
 * @typedef {import("../../packages/core/test/denial-guide.ts").DenialGuideRow} DenialGuideRow
 */

const HEAD = `# Denials

Why the gate refuses an order: one line for each reason that there is. Made from the
[checks](../packages/core/src/risk/check-table.ts) and the [sentences](../packages/core/test/denial-sentences.ts) by
\`npm run denials -- --write\`; do not edit it here.

Every check is evaluated for every order, and every reason is returned. A limit may stand at the level of the account,
a strategy, a symbol and a session; an order must pass all that concern it, and the sentence names the level where it is
not the account's. "Measured" is the unit, or the words that stand for 0, 1 and so on. "Toward flat" says whether the
check holds for an order that only reduces a position, too. "For one order" says whether a person may lift it for
exactly one denied order, once ([ADR 13](adr/0013-override-of-a-denied-order.md)), to which ceiling, and why or why not.
`;

/**
 * Writes the page docs/denials.md.
 * @param {readonly DenialGuideRow[]} rows
 */
export function denialPage(rows) {
  const lines = rows.map((row) => {
    const { code, label, measured, says, levels, appliesToReducing, lifted, next } = row;
    const toward = appliesToReducing ? "checked too" : "passes";
    return `| \`${code}\` | ${label} | ${measured} | ${says} | ${levels.join(", ")} | ${toward} | ${lifted} | ${next} |`;
  });
  const head = [
    "| code | check | measured | says, for example | levels | toward flat | for one order | next step |",
    "|---|---|---|---|---|---|---|---|",
  ];
  return `${HEAD}\n${[...head, ...lines].join("\n")}\n`;
}
