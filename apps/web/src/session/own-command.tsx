"use client";
import { createContext, type ReactNode, useContext } from "react";

const FlagsContext = createContext("");

/** Says to every page below which flags a command needs to reach this product. */
export function OwnCommandProvider(props: { flags: string; children: ReactNode }) {
  return <FlagsContext value={props.flags}>{props.children}</FlagsContext>;
}

/** A command line as a person can type it on the engine's machine, e.g. `words` "kill --mode cancel". */
export function OwnCommand({ words }: { words: string }) {
  return (
    <code>
      ./interlock {words}
      {useContext(FlagsContext)}
    </code>
  );
}
