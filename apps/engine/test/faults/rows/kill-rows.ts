import type { FaultTable } from "../fault-row.ts";

/** K: what happens while trading is being stopped. */
export const KILL: FaultTable = {
  title: "The kill switch",
  rows: [
    {
      id: "K01",
      fault: "a kill while many orders are open",
      guarantee:
        "No order that adds risk begins to leave once the gate is closed; all that is open is canceled.",
    },
    {
      id: "K02",
      fault: "a kill with Postgres down",
      guarantee: "It works from the journal and its own latch, and the database is told later.",
    },
    {
      id: "K03",
      fault: "a kill with the console down",
      guarantee: "Command line and direct request reach the watchdog, without session or database.",
    },
    {
      id: "K04",
      fault: "a kill with the engine hung",
      guarantee: "The watchdog ends its process and cancels with a venue client of its own.",
    },
    {
      id: "K05",
      fault: "a kill while the venue fails",
      guarantee: "It is tried for ever, never called done, and what is left is named.",
    },
    {
      id: "K06",
      fault: "a kill asked for many times at once",
      guarantee: "There is one kill and one answer.",
    },
    {
      id: "K07",
      fault: "a fill during a kill",
      guarantee: "It is booked, and a flatten closes what is left and not a share more.",
    },
    {
      id: "K08",
      fault: "a restart while killed",
      guarantee: "The engine comes up halted and goes on until the kill is proven.",
    },
    {
      id: "K09",
      fault: "a kill of one symbol or one strategy",
      guarantee: "That part alone is stopped, canceled and closed; the rest trades on.",
    },
    {
      id: "K10",
      fault: "orders with legs that hold shares",
      guarantee: "The venue is asked for every leg, and each is canceled.",
    },
    {
      id: "K11",
      fault: "a flatten in a closed market",
      guarantee: "It says for when each position is queued, and is never called done.",
    },
    {
      id: "K12",
      fault: "a resume by somebody who saw an older kill",
      guarantee: "It is refused with the kill that came since.",
    },
    {
      id: "K14",
      fault: "an engine that lives and does not decide",
      guarantee: "Its sign of life comes from the decision loop: without it the watchdog kills.",
    },
  ],
};
