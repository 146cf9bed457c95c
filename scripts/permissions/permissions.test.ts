import { expect, test } from "vitest";
import { PERMISSIONS } from "../../packages/api/src/permissions.ts";
import { role } from "../../packages/api/src/view/scalars.ts";
import { permissionPage } from "./permission-page.mjs";
import { approves, readPermissionPage } from "./run-permissions.mjs";

test("docs/permissions.md is what the table says: write it with npm run permissions -- --write", async () => {
  expect(readPermissionPage()).toBe(permissionPage(PERMISSIONS, role.options, await approves()));
});
