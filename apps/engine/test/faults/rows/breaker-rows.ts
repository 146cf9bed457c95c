import type { FaultTable } from "../fault-row.ts";

/** R and K: losses, breakers and strategies that go wrong. */
export const BREAKERS: FaultTable = {
  title: "Breakers and strategies",
  rows: [
    {
      id: "R08",
      fault:
        "the day's loss reaches its limit, by marks or realized, over a restart, midnight or a change of clocks",
      guarantee:
        "New risk stops within a second, and only a person ends that: no restart, no new day, no clock does.",
    },
    {
      id: "R09",
      fault: "a restart while equity is below its high-water mark",
      guarantee:
        "The mark is in the journal: the drawdown goes on counting from it, and one fat print never raises it.",
    },
    {
      id: "R17",
      fault: "a strategy throws, or never returns",
      guarantee:
        "One that throws is disabled alone, with its error; the others go on. One that never returns stops the decision loop until the watchdog ends the engine: the next start knows its name and runs none of its code until a person enables it.",
    },
    {
      id: "K13",
      fault: "a figure moves about the threshold of a breaker",
      guarantee:
        "It trips once and stays so, with one alert; a warning is said again only after the figure fell ten points below it.",
    },
  ],
};
