import type { EnquiryPort } from "@interlock/api/enquiry-port";
import type { LedgerClient } from "@interlock/db/read/ledger-client";
import type { WhatIfOrder, WhatIfOutcome } from "../../risk/what-if.ts";
import type { EdgeBook } from "../follow/edge-book.ts";
import { levelOf } from "../view/limits/limit-level.ts";
import type { LimitsNow } from "../view/limits/limit-usage.ts";
import { readWhatIf, whatIfVerdict } from "./what-if-view.ts";
import type { History } from "../http/history.ts";
import { limitImpact } from "./limit-impact-answer.ts";
import { orExplain } from "../http/or-explain.ts";
import { SignalHistory } from "./signal-history.ts";

/** What answers are made from. */
export interface EnquiryParts {
  readonly book: EdgeBook;
  readonly ledger: LedgerClient;
  readonly history: History;
  readonly now: () => LimitsNow;
  /** Asks the trading thread what risk would say. */
  readonly whatIf: (order: WhatIfOrder) => Promise<WhatIfOutcome>;
}

/** Why, why not, and what if: answered from the database, the edge's book and the trading thread's own gate. */
export function makeEnquiries(parts: EnquiryParts): EnquiryPort {
  const { book, ledger, now } = parts;
  const signals = new SignalHistory(ledger, parts.history);
  return {
    signals: (query) => orExplain(signals.list(query, now().venueTime)),
    signalSummary: (filter) => orExplain(signals.summary(filter, book.state, now().venueTime)),
    signal: (id) => orExplain(signals.dossier(id, now().venueTime)),
    whatIf: async (asked) => {
      const { settings } = book.state;
      if (settings === null)
        return refusal("The engine has not started yet: ask again in a moment.");
      const reading = readWhatIf(asked, settings);
      if (!reading.ok) return { faults: reading.faults, verdict: null };
      try {
        const outcome = await parts.whatIf(reading.order);
        if ("unjudged" in outcome) return refusal(outcome.unjudged);
        const verdict = whatIfVerdict(outcome, reading.order.symbol, settings.symbols);
        return { faults: [], verdict };
      } catch {
        return refusal(
          "The engine did not answer: nothing can be said of what it would do now. Look at System health.",
        );
      }
    },
    limitImpact: ({ level, values }) =>
      limitImpact({ book, ledger, now: now().venueTime }, { level: levelOf(level), values }),
  };
}

/** A fault of no field: the question was well put. */
function refusal(sentence: string) {
  return { faults: [{ field: "", sentence }], verdict: null };
}
