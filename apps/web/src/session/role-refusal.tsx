"use client";
import type { ProcedurePath } from "@interlock/api/permissions";
import { useRefusal } from "./viewer-provider.tsx";

interface RoleRefusalProps {
  readonly of: ProcedurePath;
  /** What cannot be done, as the beginning of the sentence, e.g. "Closing a position". */
  readonly what: string;
  readonly id?: string;
}

/** Why the buttons of an act cannot be pressed by this person, once beside all of them; nothing where they can. */
export function RoleRefusal({ of, what, id }: RoleRefusalProps) {
  const refusal = useRefusal(of);
  return refusal === null ? null : (
    <p className="refusal role-refusal" id={id}>
      {refusal.replace(/^This /, `${what} `)}
    </p>
  );
}
