"use client";
import type { ProcedurePath } from "@interlock/api/permissions";
import { useRefusal } from "./viewer-provider.tsx";

/** Why the buttons of an act cannot be pressed by this person, once beside all of them; nothing where they can. */
export function RoleRefusal({ of, id }: { of: ProcedurePath; id?: string }) {
  const refusal = useRefusal(of);
  return refusal === null ? null : (
    <p className="refusal" id={id}>
      {refusal}
    </p>
  );
}
