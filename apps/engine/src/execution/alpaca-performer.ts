import type { DrillKind } from "@interlock/core/golive/golive-book";
import type { IsoDate } from "@interlock/core/market/civil-date";
import { assertNever } from "@interlock/core/assert";
import type { ClientOrderId, Ticker } from "@interlock/core/ids";
import type { PositionList } from "@interlock/core/order/execution-report";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import type { TradingState } from "@interlock/core/risk/trading-state";
import type { UnixMs } from "@interlock/core/time";
import type { MarketDataFeed } from "@interlock/alpaca/environment";
import type { SubmitOutcome } from "@interlock/alpaca/rest/order-outcome";
import type { VenueAnswer, VenueFailure } from "@interlock/alpaca/rest/venue-answer";
import type { VenueClient } from "@interlock/alpaca/venue-client";
import type { Effect } from "../effect.ts";
import type { EffectPerformer } from "../engine.ts";
import type { InputBody, SubmitAnswer } from "../input.ts";

/**
 * Who writes the account, as the lease says: surely this engine only; nobody can say, e.g. because Postgres is silent;
 * or another engine, which is known and not merely feared.
 */
export type WriterStanding = "only" | "unsure" | "another";

/** What an engine asks of its venue. */
export type VenuePort = Pick<
  VenueClient,
  | "submitOrder"
  | "cancelOrder"
  | "cancelAllOrders"
  | "getOrderByClientOrderId"
  | "snapshot"
  | "latestQuotes"
  | "corporateActions"
  | "calendar"
  | "assets"
  | "bars"
  | "openOrders"
  | "positions"
  | "account"
>;

/** What performing effects needs. */
export interface PerformerPorts {
  readonly venue: VenuePort;
  /** Hands an answer to the engine as an input. */
  readonly accept: (body: InputBody) => void;
  /** Called after every answer, when nothing may be under way any more. */
  readonly answered: () => void;
  readonly venueNow: () => UnixMs;
  readonly orderMaxAgeMs: number;
  /** Our open orders, which a snapshot must account for even when the venue's lists leave them out. */
  readonly workingOrders: () => readonly ClientOrderId[];
  /** Last word before bytes leave: who writes the account. */
  readonly writer: () => WriterStanding;
  /** Last word on the gate, as the engine's books say now. Absent: it stands open, e.g. where nobody halts. */
  readonly gate?: (intent: OrderIntent) => TradingState;
  /** Wall-clock milliseconds for receipts of kills. Absent: they have none, e.g. where a run must repeat exactly. */
  readonly hostNow?: () => number;
  /**
   * Whether a request waits until the one before it is answered. Requests under way at once reach a venue in any order;
   * an exact replay needs the one in which they were decided. What a kill asks for never waits.
   */
  readonly oneAtATime: boolean;
  /** The feed that the market data stream follows. */
  readonly feed: MarketDataFeed;
  /** Breaks what a drill rehearses; absent where nothing can be broken. */
  readonly performDrill?: (drill: DrillKind) => void;
  readonly answerCommand: (answer: Extract<Effect, { kind: "answer_command" }>) => void;
  readonly raiseAlert: (alert: Extract<Effect, { kind: "raise_alert" }>) => void;
}

/** Carries effects to the venue through the adapter and brings the answers back as inputs. It decides nothing. */
export class VenuePerformer implements EffectPerformer {
  readonly #ports: PerformerPorts;
  #inFlight = 0;
  /** Settled when the last request that was asked for is answered. */
  #lastAnswer: Promise<unknown> = Promise.resolve();

  constructor(ports: PerformerPorts) {
    this.#ports = ports;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  perform(effect: Effect): void {
    switch (effect.kind) {
      case "submit_order":
        return this.#ask(() => this.#submit(effect.order));
      case "cancel_order":
        return this.#ask(() => this.#cancel(effect), effect.urgent);
      case "cancel_all_orders":
        return this.#ask(() => this.#cancelAll(), true);
      case "look_up_order":
        return this.#ask(() => this.#lookUp(effect.clientOrderId));
      case "request_snapshot":
        return this.#ask(() => this.#snapshot(effect));
      case "list_open_orders":
        return this.#ask(() => this.#openOrders(effect.askedAt));
      case "ask_account":
        return this.#ask(() => this.#account());
      case "request_quotes":
        return this.#ask(() => this.#latestQuotes(effect.symbols));
      case "request_corporate_actions":
        return this.#ask(() => this.#corporateActions(effect));
      case "request_calendar":
        return this.#ask(() => this.#calendar(effect));
      case "request_assets":
        return this.#ask(() => this.#assets(effect.symbols));
      case "request_daily_bars":
        return this.#ask(() => this.#dailyBars(effect));
      case "sweep_venue":
        return this.#ask(() => this.#sweep(effect.killId), true);
      case "note_kill_gate":
        return this.#ask(
          async () => ({
            kind: "kill_gate_closed",
            killId: effect.killId,
            ...this.#hostAt(),
          }),
          true,
        );
      case "perform_drill":
        return this.#ports.performDrill?.(effect.drill);
      case "answer_command":
        return this.#ports.answerCommand(effect);
      case "raise_alert":
        return this.#ports.raiseAlert(effect);
      default:
        return assertNever(effect);
    }
  }

  /** When something of a kill happened, for its receipt; nothing where nobody measures. */
  #sentAt(): { readonly sentAt?: number } {
    const at = this.#ports.hostNow?.();
    return at === undefined ? {} : { sentAt: at };
  }

  #hostAt(): { readonly hostAt?: number } {
    const at = this.#ports.hostNow?.();
    return at === undefined ? {} : { hostAt: at };
  }

  /** Runs a request; its answer becomes an input before anybody is told that it is no longer under way. */
  #ask(request: () => Promise<InputBody>, urgent = false): void {
    this.#inFlight += 1;
    const waits = this.#ports.oneAtATime && !urgent;
    const answer = (waits ? this.#lastAnswer.then(request) : request())
      .then((body) => this.#ports.accept(body))
      .finally(() => {
        this.#inFlight -= 1;
        this.#ports.answered();
      });
    if (waits) this.#lastAnswer = answer;
  }

  async #submit(order: ApprovedOrder): Promise<InputBody> {
    const { clientOrderId } = order.intent;
    const refusal = this.#refusalToSend(order);
    if (refusal !== null) return answerOf(clientOrderId, { outcome: "not_sent", reason: refusal });
    let sentAt = this.#sendingTime(order);
    // Asked again when a connection is free: by then a kill may have come, or the order may be too old.
    const lastWord = () => {
      sentAt = this.#sendingTime(order);
      return this.#refusalToSend(order);
    };
    const answer = toAnswer(await this.#ports.venue.submitOrder(order, lastWord));
    const sent = answer.outcome === "not_sent" ? {} : { sentAt };
    return { ...answerOf(clientOrderId, answer), ...sent };
  }

  /** In an exact replay the tape waits while anything is under way: no market time passes until an order has left. */
  #sendingTime({ approvedAt }: ApprovedOrder): UnixMs {
    return this.#ports.oneAtATime ? approvedAt : this.#ports.venueNow();
  }

  /**
   * Beside another engine only a kill is sent: two that close one position make the account short. While nobody can say
   * who writes, closing stays possible, and new risk does not. Nor does what adds risk pass a gate that was closed
   * after its approval. An order decided too long ago meets another market.
   */
  #refusalToSend(order: ApprovedOrder): string | null {
    const standing = this.#ports.writer();
    if (standing === "another" && order.intent.purpose !== "flatten") return ANOTHER_WRITES;
    if (standing !== "only" && !order.reducing)
      return "this engine does not hold the account's lease";
    const gate = this.#ports.gate?.(order.intent) ?? "active";
    if (gate !== "active" && !order.reducing)
      return `trading is ${gate} since it was approved: no order that adds risk leaves`;
    const age = this.#ports.venueNow() - order.approvedAt;
    return age > this.#ports.orderMaxAgeMs ? `approved ${age} ms ago, too old to be sent` : null;
  }

  async #cancel(effect: Extract<Effect, { kind: "cancel_order" }>): Promise<InputBody> {
    const { venueOrderId, urgent } = effect;
    if (!urgent && this.#ports.writer() === "another")
      return {
        kind: "cancel_answered",
        venueOrderId,
        outcome: "refused",
        message: ANOTHER_WRITES,
      };
    const sent = this.#sentAt();
    const { outcome, message, keyRefused } = await this.#ports.venue.cancelOrder(
      venueOrderId,
      urgent ? "kill" : "cancel",
    );
    return {
      kind: "cancel_answered",
      venueOrderId,
      outcome,
      message,
      ...(keyRefused && { keyRefused }),
      ...(urgent ? sent : {}),
    };
  }

  async #cancelAll(): Promise<InputBody> {
    const sent = this.#sentAt();
    const answer = await this.#ports.venue.cancelAllOrders("kill");
    return answer.ok
      ? { kind: "cancel_all_answered", outcome: "accepted", message: "", ...sent }
      : {
          kind: "cancel_all_answered",
          outcome: "unknown",
          message: answer.failure.message,
          ...sent,
          ...keyRefusedBy(answer.failure),
        };
  }

  async #lookUp(clientOrderId: ClientOrderId): Promise<InputBody> {
    const evidence = await this.#ports.venue.getOrderByClientOrderId(clientOrderId);
    return { kind: "order_looked_up", clientOrderId, evidence };
  }

  async #snapshot(effect: Extract<Effect, { kind: "request_snapshot" }>): Promise<InputBody> {
    const { purpose, fillsBooked, since } = effect;
    const answer = await this.#ports.venue.snapshot({
      since,
      workingOrders: this.#ports.workingOrders(),
    });
    if (!answer.ok) return failedQuery("snapshot", answer.failure);
    return {
      kind: "venue_snapshot",
      purpose,
      fillsBookedBefore: fillsBooked,
      snapshot: answer.value,
    };
  }

  async #openOrders(askedAt: UnixMs): Promise<InputBody> {
    const answer = await this.#ports.venue.openOrders();
    if (!answer.ok) return failedQuery("orders", answer.failure);
    return { kind: "open_orders_listed", askedAt, openOrders: answer.value.orders };
  }

  async #account(): Promise<InputBody> {
    const answer = await this.#ports.venue.account();
    if (!answer.ok) return failedQuery("account", answer.failure);
    return { kind: "account_answered", account: answer.value };
  }

  async #latestQuotes(symbols: readonly Ticker[]): Promise<InputBody> {
    const { venue, feed, raiseAlert } = this.#ports;
    const answer = await venue.latestQuotes({ symbols, feed });
    if (!answer.ok) return failedQuery("quotes", answer.failure);
    for (const sentence of answer.value.refused)
      raiseAlert({ kind: "raise_alert", severity: "warning", sentence });
    return { kind: "latest_quotes", quotes: answer.value.quotes };
  }

  async #calendar({ from, to }: { from: IsoDate; to: IsoDate }): Promise<InputBody> {
    const answer = await this.#ports.venue.calendar(from, to);
    if (!answer.ok) return failedQuery("calendar", answer.failure);
    return { kind: "calendar_listed", from, to, days: answer.value };
  }

  async #assets(symbols: readonly Ticker[]): Promise<InputBody> {
    const answer = await this.#ports.venue.assets(symbols);
    if (!answer.ok) return failedQuery("assets", answer.failure);
    return { kind: "assets_listed", assets: answer.value };
  }

  /** Of the whole market, where the day is over: what one exchange traded is a small part of it. */
  async #dailyBars(effect: Extract<Effect, { kind: "request_daily_bars" }>): Promise<InputBody> {
    const { symbols, from: startAt, to: endAt } = effect;
    const feed = this.#ports.feed === "test" ? "test" : "sip";
    const terms = { timeframe: "1Day", feed, adjustment: "split" } as const;
    const answer = await this.#ports.venue.bars({ symbols, startAt, endAt, ...terms });
    if (!answer.ok) return failedQuery("daily_bars", answer.failure);
    return { kind: "daily_bars_listed", symbols, bars: answer.value.bars };
  }

  async #corporateActions(
    effect: Extract<Effect, { kind: "request_corporate_actions" }>,
  ): Promise<InputBody> {
    const { symbols, from, to } = effect;
    const answer = await this.#ports.venue.corporateActions({ symbols, from, to });
    if (!answer.ok) {
      const reason = answer.failure.message;
      return { kind: "venue_query_failed", what: "corporate_actions", reason };
    }
    return { kind: "corporate_actions_listed", symbols, from, to, ...answer.value };
  }

  /**
   * Asks for positions after the orders: a fill between the answers shows as a position, never as neither. Orders alone
   * are an answer too: they can be canceled whatever is held.
   */
  async #sweep(killId: string): Promise<InputBody> {
    const { venue } = this.#ports;
    const orders = await venue.openOrders("kill");
    if (!orders.ok) return failedQuery("sweep", orders.failure);
    const held = await venue.positions("kill");
    if (!held.ok && held.failure.kind === "unauthorized") return failedQuery("sweep", held.failure);
    const { orders: openOrders, unreadable } = orders.value;
    return {
      kind: "venue_swept",
      killId,
      ...this.#hostAt(),
      openOrders,
      ...(unreadable.length > 0 && { unreadable }),
      ...holdingsOf(held),
    };
  }
}

function holdingsOf(
  held: VenueAnswer<PositionList>,
): Pick<SweptBody, "positions" | "unreadPositions" | "positionsUnread"> {
  if (!held.ok) return { positions: [], positionsUnread: held.failure.message };
  const { positions, unreadable } = held.value;
  return { positions, ...(unreadable.length > 0 && { unreadPositions: unreadable }) };
}

type SweptBody = Extract<InputBody, { readonly kind: "venue_swept" }>;
type FailedQuery = Extract<InputBody, { readonly kind: "venue_query_failed" }>;

function failedQuery(what: FailedQuery["what"], failure: VenueFailure): FailedQuery {
  return {
    kind: "venue_query_failed",
    what,
    reason: failure.message,
    ...keyRefusedBy(failure),
  };
}

function keyRefusedBy({ kind }: VenueFailure): { readonly keyRefused?: true } {
  return kind === "unauthorized" ? { keyRefused: true } : {};
}

const ANOTHER_WRITES = "another engine writes this account: only a kill is sent";

function answerOf(
  clientOrderId: ClientOrderId,
  answer: SubmitAnswer,
): Extract<InputBody, { kind: "submit_answered" }> {
  return { kind: "submit_answered", clientOrderId, answer };
}

/** Codes under which the adapter says that nothing left. */
const NOT_SENT_CODES: readonly string[] = ["rate_budget", "not_sent"];

function toAnswer(outcome: SubmitOutcome): SubmitAnswer {
  switch (outcome.outcome) {
    case "accepted": {
      const { order, raw, deviations } = outcome;
      return { outcome: "accepted", order, raw, deviations };
    }
    case "rejected": {
      const { code, message, raw } = outcome;
      if (NOT_SENT_CODES.includes(code)) return { outcome: "not_sent", reason: message };
      return { outcome: "rejected", code, message, raw };
    }
    case "unknown":
      return outcome;
    default:
      return assertNever(outcome);
  }
}
