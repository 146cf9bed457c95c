"use client";
import { useEffect, useState } from "react";
import { editLines, type LimitEdit } from "./limit-edit.ts";

type Schema = typeof import("./limit-schema.ts");

export interface LimitFaults {
  /** What is wrong with each edited value, by key. */
  readonly byKey: Readonly<Record<string, string>>;
  /** The values were judged: until then nothing may be applied. */
  readonly judged: boolean;
}

const NONE: Readonly<Record<string, string>> = {};

/** Judges an edit by the schema of the form, which loads with the first edit. */
export function useLimitFaults(edit: LimitEdit | null): LimitFaults {
  const [schema, setSchema] = useState<Schema | null>(null);
  const editing = edit !== null;
  useEffect(() => {
    if (editing) void import("./limit-schema.ts").then(setSchema);
  }, [editing]);
  const removable = edit?.level.kind !== "account";
  if (edit === null || schema === null) return { byKey: NONE, judged: edit === null };
  return { byKey: schema.limitFaults(editLines(edit), edit.values, removable), judged: true };
}
