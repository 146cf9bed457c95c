import type { RiskCheckView } from "@interlock/api/view/order-view";
import type { SignalDossier } from "@interlock/api/view/signals-view";

/** A question that a signal meets on its way, and the answer. */
export interface CascadeStep {
  readonly question: string;
  readonly answer: "yes" | "no" | "unknown" | "not_asked" | "not_reached";
  readonly detail: string;
}

const DATA_CHECKS = [
  "reference_quote",
  "quote_age",
  "market_condition",
  "valuation",
  "projection_lag",
];
const SESSION_CHECKS = [
  "session",
  "trading_state",
  "golive_approval",
  "after_resume",
  "trading_halt",
  "symbol_permission",
  "restricted_symbol",
  "allowed_symbol",
  "untradable_asset",
  "short_sale",
];

/** Returns the questions in their order: an order wanted, data fresh, trading possible, limits kept, broker agreed. */
export function cascadeSteps({ signal, order }: SignalDossier): readonly CascadeStep[] {
  const wants = signal.decision !== "suppressed";
  const wanted: CascadeStep = {
    question: "Does it ask for an order?",
    answer: wants ? "yes" : "no",
    detail: wants
      ? `${signal.order?.side} ${signal.order?.quantity} ${signal.symbol}`
      : signal.outcome,
  };
  if (!wants) return [wanted];
  const checks = order?.checks ?? [];
  const data = checks.filter(({ check }) => DATA_CHECKS.includes(check));
  const session = checks.filter(({ check }) => SESSION_CHECKS.includes(check));
  const others = checks.filter((check) => !data.includes(check) && !session.includes(check));
  return [
    wanted,
    judged("Is the data fresh?", data),
    judged("May we trade it now?", session),
    judged("Do the limits allow it?", others),
    brokerStep(signal),
  ];
}

function judged(question: string, checks: readonly RiskCheckView[]): CascadeStep {
  const failed = checks.filter(({ passed }) => !passed);
  if (checks.length === 0)
    return { question, answer: "unknown", detail: "The checks of this order could not be read." };
  if (failed.length > 0)
    return { question, answer: "no", detail: failed.map(({ sentence }) => sentence).join(" ") };
  const applied = checks.filter((check) => check.applied).length;
  if (applied === 0)
    return { question, answer: "not_asked", detail: "An order toward flat passes without it." };
  const skipped = checks.length - applied;
  const rest = skipped === 0 ? "" : `, ${skipped} not applicable`;
  return { question, answer: "yes", detail: `${applied} passed${rest}` };
}

function brokerStep({ decision, outcome, order }: SignalDossier["signal"]): CascadeStep {
  const question = "What did the broker say?";
  if (decision === "denied" || order === null)
    return { question, answer: "not_reached", detail: "It never left." };
  const refused = order.status === "rejected";
  const waiting = order.status === "pending_submit" || order.status === "submit_unknown";
  return { question, answer: refused ? "no" : waiting ? "unknown" : "yes", detail: outcome };
}
