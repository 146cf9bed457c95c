import type { FaultTable } from "../fault-row.ts";

/** D: Postgres, which is a projection of the journal, fails or lies. */
export const DATABASE: FaultTable = {
  title: "Postgres",
  rows: [
    {
      id: "D01",
      fault: "away at the start",
      guarantee: "The engine starts, takes no new risk until it is back, and says so.",
    },
    {
      id: "D02",
      fault: "lost while trading",
      guarantee:
        "New risk is refused once the projection lags; kill and cancels work; afterwards every row is there once.",
    },
    {
      id: "D03",
      fault: "seconds slow",
      guarantee:
        "Orders never wait for it; new risk is refused once the projection lags, and nothing piles up.",
    },
    {
      id: "D04",
      fault: "connections used up by the console's questions",
      guarantee:
        "Only the console's questions wait and are refused; projector and lease have their own.",
    },
    {
      id: "D05",
      fault: "a full disk",
      guarantee:
        "A person is told at 80 % and 90 %. With Postgres' own disk full new risk is refused, a kill works, and the rows follow by themselves; with the journal's, the engine stops with the system's words, loses nothing, and starts again by itself.",
    },
    {
      id: "D06",
      fault: "the answer to a commit is lost",
      guarantee:
        "The checkpoint tells whether it happened: no row is lost and none is there twice.",
    },
    {
      id: "D07",
      fault: "a deadlock, a lock or a serialization failure",
      guarantee: "The batch is written again, whole; nothing of it reaches the venue's side.",
    },
    {
      id: "D08",
      fault: "a transaction that takes too long",
      guarantee: "It is ended by the server, nothing of it stays, and the caller is told.",
    },
    {
      id: "D09",
      fault: "a fail-over to a server that lacks the last commits",
      guarantee: "The rows follow again from the journal, from the checkpoint that the server has.",
    },
    {
      id: "D10",
      fault: "a transaction left open",
      guarantee: "The server ends it, its locks are free, and the pool goes on.",
    },
    {
      id: "D11",
      fault: "an execution that is in the table already",
      guarantee: "It is there once for ever, in whichever month it is reported again.",
    },
    {
      id: "D12",
      fault: "an audit row edited, deleted or added by hand",
      guarantee:
        "The running product finds it within a minute, tells a person and shows it red; verify-audit names the entry, too, although all triggers were off.",
    },
    {
      id: "D13",
      fault: "a restored backup that is older than the venue's account",
      guarantee:
        "The start fetches what the venue did since, books every fill once, uses no id again, and stays halted until a person has looked.",
    },
    {
      id: "D14",
      fault: "a migration that was interrupted, or a newer schema",
      guarantee: "The start is refused, and the migration named.",
    },
    {
      id: "D15",
      fault: "a number that its column cannot hold exactly",
      guarantee: "It is refused, never rounded.",
    },
    {
      id: "D16",
      fault: "a connection that is open and dead",
      guarantee: "A statement ends at its deadline and the pool heals; no new risk meanwhile.",
    },
  ],
};
