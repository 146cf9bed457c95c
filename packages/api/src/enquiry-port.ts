import type { z } from "zod";
import type * as input from "./enquiry-input.ts";
import type { limitsPreview } from "./procedure-input.ts";
import type { LimitImpact } from "./view/limit-impact-view.ts";
import type { Page } from "./view/page.ts";
import type { SignalDossier, SignalSummary, SignalView } from "./view/signals-view.ts";
import type { WhatIfAnswer } from "./view/what-if-view.ts";

/** Why and why not, and what if: questions to the engine that send, journal and count nothing. */
export interface EnquiryPort {
  signals(query: z.infer<typeof input.signalsQuery>): Promise<Page<SignalView>>;
  signalSummary(filter: z.infer<typeof input.signalsFilter>): Promise<SignalSummary>;
  signal(signalId: string): Promise<SignalDossier | null>;
  whatIf(order: z.infer<typeof input.whatIfQuery>): Promise<WhatIfAnswer>;
  limitImpact(change: z.infer<typeof limitsPreview>): Promise<LimitImpact>;
}
