"use client";
import { useEffect, useState } from "react";
import { Button } from "../components/button.tsx";

const KEY = "interlock.audit-searches";
const KEPT = 12;

function read(): readonly string[] {
  try {
    const list: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(list) ? list.filter((one) => typeof one === "string").slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

/** Searches that this browser keeps, to be asked again with one click. */
export function SavedSearches(props: { text: string; search: (text: string) => void }) {
  const { text, search } = props;
  // The server knows of none: what this browser keeps comes once the page is alive.
  const [list, setList] = useState<readonly string[]>([]);
  useEffect(() => setList(read()), []);
  const keep = (next: readonly string[]) => {
    setList(next);
    window.localStorage.setItem(KEY, JSON.stringify(next));
  };
  const isKept = list.includes(text);
  return (
    <fieldset className="audit-saved" aria-label="Saved searches">
      {list.map((one) => (
        <Button key={one} size="small" look="quiet" onClick={() => search(one)}>
          {one}
        </Button>
      ))}
      {text === "" ? null : (
        <Button
          size="small"
          onClick={() =>
            keep(isKept ? list.filter((one) => one !== text) : [text, ...list].slice(0, KEPT))
          }
        >
          {isKept ? "Forget this search" : "Save this search"}
        </Button>
      )}
    </fieldset>
  );
}
