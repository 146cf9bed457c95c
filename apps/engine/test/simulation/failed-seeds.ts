/** A seed that once found something, and what. Every one of them is run again with every test. */
export interface FailedSeed {
  readonly seed: string;
  readonly found: string;
}

/** Seeds draw other faults once the simulation itself changes: the sentence says what to look for then. */
export const FAILED_SEEDS: readonly FailedSeed[] = [
  {
    seed: "1063",
    found:
      "A stop-loss that fires under a kill which removed the protective stops rests until a person resumes: the auditor took that for one that never ends.",
  },
  {
    seed: "1403",
    found:
      "Fills that were never heard of and never booked: cancels that the venue refused, and the questions after each, used up the requests that the comparison needed.",
  },
  {
    seed: "5521",
    found:
      "A comparison that was made again every two seconds while fills came in used up the requests of the next one.",
  },
  {
    seed: "20095",
    found:
      "Shares that the venue had executed of an order that was given up, and whose report was lost, were neither in the position nor in the open orders.",
  },
  {
    seed: "30182",
    found: "A stop-loss that fired in a halt after a crash loop rested without a word.",
  },
  {
    seed: "50178",
    found:
      "Realized profit depends on the order in which buys and sells are booked: the auditor took our order for the venue's.",
  },
  {
    seed: "40280",
    found:
      "Answers that an order is not known, asked for before it arrived, were held against its first fill.",
  },
  {
    seed: "1002579",
    found:
      "An execution of ours that was in the venue's log before its order was in the lists beside it was booked as another program's, and its order never ended.",
  },
  {
    seed: "5084",
    found:
      "An execution that the venue took back made its whole log of executions unreadable: no comparison ended any more.",
  },
  {
    seed: "5175",
    found:
      "An order that was replaced while it was being canceled never ended once its successor had ended before it was known.",
  },
  {
    seed: "1000728",
    found:
      "The auditor counted an order among the open ones that everybody had given up and that had not reached the venue.",
  },
  {
    seed: "2006705",
    found:
      "A flatten was proven by a look that had been asked before a very late order filled: our own books showed a position by then.",
  },
  {
    seed: "2009642",
    found:
      "An order whose execution was taken back worked on at the venue, and our books had it filled: it counted nowhere and was not canceled.",
  },
  {
    seed: "2003190",
    found:
      "An order that reached the venue a night late traded as one of another day: a break that waits for a person, and none came.",
  },
  {
    seed: "3006150",
    found:
      "An order ended as replaced while the venue's log had not listed executions of it: those shares counted nowhere.",
  },
  {
    seed: "3003320",
    found:
      "The auditor judged an approval by another program's order that the same answer showed only after it.",
  },
  {
    seed: "4000881",
    found:
      "A kill was proven by a look that had been asked before an order given up for lost reached the venue: our own books showed it working by then.",
  },
  {
    seed: "4005526",
    found:
      "The auditor left an execution of another program out that a person had taken over with the position before the log listed it.",
  },
  {
    seed: "4007065",
    found:
      "The journal said that an order under cancel was being replaced, which its books had refused: what took its place was taken for ours.",
  },
  {
    seed: "4009204",
    found:
      "An order was replaced before anybody knew that it had arrived: some fills of its successor were booked to nobody, then the rest was waited for as ours.",
  },
  {
    seed: "5002355",
    found:
      "An answer that came after the night was journaled as a step of an order that the new day had dropped.",
  },
  {
    seed: "5004135",
    found:
      "An execution of the evening that the log listed late was looked for only hours later in the morning: the wait grew with its age.",
  },
  {
    seed: "5006267",
    found: "A simulation ended while the comparison that was due was on its way.",
  },
  {
    seed: "5007669",
    found:
      "The auditor took shares for held that the broker gave back, by taking an execution back after the proof of a flatten.",
  },
  {
    seed: "9000082",
    found: "A trailing stop that fired at the entry's own price wrote down a loss of minus zero.",
  },
  {
    seed: "11006138",
    found:
      "A stop-loss asked again and again to close shares that the broker had taken back, and closed none of the others.",
  },
  {
    seed: "13001581",
    found:
      "The auditor had a stop at the broker know of an order that worked again, for an execution of it was taken back.",
  },
  {
    seed: "13009857",
    found:
      "A person adopted the venue's side of before a fill that had moved it, and closed shares that nobody held on one comparison's word.",
  },
  {
    seed: "18002126",
    found:
      "A simulation closed its market while others were asked for a resume, and had the stop-loss that it freed find nobody to trade with.",
  },
];
