import type { FaultTable } from "../fault-row.ts";

/** C: the process ends, at any instruction. */
export const CRASHES: FaultTable = {
  title: "Crashes",
  rows: [
    {
      id: "C01",
      fault: "kill -9 before the record of an order is durable",
      guarantee: "The order never existed: neither in the journal nor at the venue.",
    },
    {
      id: "C02",
      fault: "kill -9 between the durable record and the first byte to the venue",
      guarantee:
        "The next start asks the venue by our id, finds nothing, and ends the order unsent; it is never sent late.",
    },
    {
      id: "C03",
      fault: "kill -9 after the request left, before its answer",
      guarantee:
        "The order counts in full from the first moment of the next start, and the venue's evidence settles it; it is sent once.",
    },
    {
      id: "C04",
      fault: "kill -9 after the answer came, before it is durable",
      guarantee: "As before the answer: found by our id, and no second order.",
    },
    {
      id: "C05",
      fault: "kill -9 between reading a fill and its durable record",
      guarantee: "The fill is read again from the venue's log of executions and booked once.",
    },
    {
      id: "C06",
      fault: "kill -9 between a fill and the position that follows from it",
      guarantee:
        "There is no between: at every entry of the journal positions are the sum of the fills.",
    },
    {
      id: "C07",
      fault: "kill -9 in the middle of a kill's cancels",
      guarantee:
        "The next start is still halted and goes on canceling until the venue shows nothing.",
    },
    {
      id: "C08",
      fault: "the fate of a replace is unknown",
      guarantee: "The larger of the old and the new order counts until the venue says which.",
    },
    {
      id: "C09",
      fault: "kill -9 during a change of limits",
      guarantee: "The old or the new version is in force, whole, with its author; never a mixture.",
    },
    {
      id: "C10",
      fault: "kill -9 while a start compares its books",
      guarantee: "The next start compares again; nothing was sent meanwhile.",
    },
    {
      id: "C11",
      fault: "three crashes within five minutes",
      guarantee: "The engine starts halted and stays so until a person resumes it.",
    },
    {
      id: "C12",
      fault: "SIGTERM in the middle of a burst",
      guarantee:
        "What is under way is answered, the journal is closed, and the next start goes on.",
    },
    {
      id: "C13",
      fault: "the system ends the process for want of memory",
      guarantee:
        "A person is told at 80 % of what the process may have. Then as any kill -9 at any moment: nothing is lost and nothing sent twice.",
    },
    {
      id: "C14",
      fault: "the process is stopped for longer than its lease and then goes on",
      guarantee:
        "It knows by its own clock that the lease has ended, adds no risk, and compares its books before it trades again.",
    },
    {
      id: "C15",
      fault: "two engines on one account",
      guarantee:
        "The second is refused by name; one that lost the lease sends nothing that adds risk.",
    },
    {
      id: "C16",
      fault: "loss of power",
      guarantee:
        "What was acknowledged is on the disk: journal, tape, and a server that syncs every commit.",
    },
  ],
};
