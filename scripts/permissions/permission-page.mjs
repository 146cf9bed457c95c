/**
 * @typedef {import("../../packages/api/src/permissions.ts").Permission} Permission
 * @typedef {import("../../packages/api/src/view/scalars.ts").Role} Role
 */

const HEAD = `# Permissions

Who may do what. Made from [the table](../packages/api/src/permissions.ts) that the server applies, by
\`npm run permissions -- --write\`; do not edit it here.

A procedure is called at \`/trpc/<procedure>\`. Without a session or an API key every one is refused with 401; a role
without a mark is refused with 403 and the roles that may. "Key" is the scope that an API key needs; with "–" no key
may, whatever its maker may. "Gesture" is what the console asks of a person first: L0 nothing, L1 a second click, L2
holding, L3 a dialog with a reason, L4 a passkey and a second person; in \`sim\` and \`paper\` one confirmation stands
for L4.
`;

const APPROVALS = `
## Who approves what

Requests of others, by [the table](../packages/core/src/approval/approval-policy.ts) that the engine applies.

| role | approves |
| --- | --- |`;

/**
 * Writes the page docs/permissions.md.
 * @param {Readonly<Record<string, Permission>>} permissions
 * @param {readonly Role[]} roles
 * @param {(role: Role) => readonly string[]} approves what a role approves, as people call it
 */
export function permissionPage(permissions, roles, approves) {
  const head = ["procedure", "kind", ...roles, "key", "gesture", "what and why"];
  const lines = Object.entries(permissions).map(([path, row]) => {
    const marks = roles.map((role) => (row.roles.includes(role) ? "yes" : "–"));
    return [`\`${path}\``, row.kind, ...marks, row.scope ?? "–", row.level, row.why];
  });
  const table = [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`);
  const approvals = roles.map((role) => `| ${role} | ${approves(role).join(", ") || "–"} |`);
  return `${HEAD}\n${table.join("\n")}\n${APPROVALS}\n${approvals.join("\n")}\n`;
}
