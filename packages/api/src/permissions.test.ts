import { describe, expect, test } from "vitest";
import { appRouter } from "./app-router.ts";
import { PERMISSIONS, type Permission, refusalOfRole } from "./permissions.ts";

const ROWS: readonly (readonly [string, Permission])[] = Object.entries(PERMISSIONS);

/** Every procedure by its path: flat at run time, whatever its type says. */
const PROCEDURES = appRouter._def.procedures as unknown as Readonly<
  Record<string, { readonly _def: { readonly meta?: { path: string }; readonly type: string } }>
>;

describe("permissions", () => {
  test("are of exactly the procedures that are served, each built from the row of its own path", () => {
    const served = Object.entries(PROCEDURES).map(
      ([
        path,
        {
          _def: { meta, type },
        },
      ]) => {
        return { path, row: meta?.path, kind: type };
      },
    );
    const rows = ROWS.map(([path, { kind }]) => ({ path, row: path, kind }));
    const byPath = (one: { path: string }, other: { path: string }) =>
      one.path < other.path ? -1 : 1;
    expect(served.sort(byPath)).toEqual(rows.sort(byPath));
  });

  test("let everybody look, and nobody but those who decide start anything", () => {
    for (const [path, { kind, roles, level }] of ROWS) {
      if (kind !== "mutation") expect(level, path).toBe("L0");
      if (level === "L4") expect(roles, path).not.toContain("viewer");
      expect(roles, path).toContain("owner");
    }
  });

  test("give no API key what asks a person for a passkey", () => {
    for (const [path, { level, scope }] of ROWS) {
      if (level === "L3" || level === "L4") expect(scope, path).toBeNull();
    }
  });

  test("refuse with the roles that may, and the one that asks", () => {
    expect(refusalOfRole("kill.resume", "trader")).toBe(
      "This needs the role risk or owner; you are signed in as trader.",
    );
    expect(refusalOfRole("kill.resume", "risk")).toBeNull();
  });
});
