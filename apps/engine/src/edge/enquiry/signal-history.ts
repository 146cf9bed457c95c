import type { EnquiryPort } from "@interlock/api/enquiry-port";
import type { Page } from "@interlock/api/view/page";
import type { SignalDossier, SignalSummary, SignalView } from "@interlock/api/view/signals-view";
import { closesAt } from "@interlock/db/read/closes-at";
import type { LedgerClient } from "@interlock/db/read/ledger-client";
import {
  type SignalDecisionRow,
  signalDecisionOf,
  signalDecisionsPage,
  signalFunnel,
} from "@interlock/db/read/signal-decisions";
import { nextSessionStart } from "@interlock/core/market/next-session";
import { CHECKS } from "@interlock/core/risk/check-table";
import type { UnixMs } from "@interlock/core/time";
import type { EngineState } from "../../state.ts";
import { CAUSE_LABELS, laterInstants, signalView } from "./signal-view.ts";
import type { History } from "../http/history.ts";

type Query<M extends keyof EnquiryPort> = Parameters<EnquiryPort[M]>[0];

/** Every signal of the past with what was decided about it: read from Postgres, never from the trading thread. */
export class SignalHistory {
  readonly #ledger: LedgerClient;
  readonly #orders: History;

  constructor(ledger: LedgerClient, orders: History) {
    this.#ledger = ledger;
    this.#orders = orders;
  }

  /** A page of signals, newest first; `now` is the venue's time. */
  async list(query: Query<"signals">, now: UnixMs): Promise<Page<SignalView>> {
    const { rows, nextCursor } = await signalDecisionsPage(this.#ledger, query);
    return { rows: await this.#views(rows, now), nextCursor };
  }

  /** How far the signals of a filter came, and what the configuration in force lets a filter name. */
  async summary(
    filter: Query<"signalSummary">,
    state: Pick<EngineState, "settings" | "limits">,
    now: UnixMs,
  ): Promise<SignalSummary> {
    const sessions = state.limits?.values.sessions ?? [];
    const next = nextSessionStart(now, sessions);
    return {
      ...(await signalFunnel(this.#ledger, filter)),
      choices: choicesOf(state),
      nextEvaluationAt: next === now ? null : next,
    };
  }

  /** One signal with the whole life of its order; null when the database does not know it. */
  async dossier(signalId: string, now: UnixMs): Promise<SignalDossier | null> {
    const row = await signalDecisionOf(this.#ledger, signalId);
    if (row === null) return null;
    const [signal] = await this.#views([row], now);
    if (signal === undefined) return null;
    const order = row.order === null ? null : await this.#orders.dossier(row.order.clientOrderId);
    return { signal, order };
  }

  /** The later prices of a whole page are one question. */
  async #views(rows: readonly SignalDecisionRow[], now: UnixMs): Promise<SignalView[]> {
    const asked = rows.flatMap((row) =>
      laterInstants(row).map((at) => ({ row, symbol: row.symbol, at })),
    );
    const closes = await closesAt(this.#ledger, asked);
    return rows.map((row) =>
      signalView(
        row,
        closes.filter((_, index) => asked[index]?.row === row),
        now,
      ),
    );
  }
}

function choicesOf({ settings }: Pick<EngineState, "settings">): SignalSummary["choices"] {
  const strategies = settings?.strategies ?? [];
  return {
    strategies: strategies.map(({ id }) => id),
    symbols: [...new Set(strategies.flatMap(({ symbols }) => symbols))].sort(),
    codes: [
      ...CHECKS.map(({ code, label }) => ({ code, label })),
      ...Object.entries(CAUSE_LABELS).map(([code, label]) => ({ code, label })),
    ],
  };
}
