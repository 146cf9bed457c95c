import { clientOrderId, commandId } from "@interlock/core/ids";
import type { KillMode } from "@interlock/core/kill/kill-terms";
import { type Break, evidenceIdOf } from "@interlock/core/reconciliation/break";
import { isOpen, type Order } from "@interlock/core/order/order";
import { isBreaker } from "@interlock/core/risk/breakers/breaker";
import { endsByEvidence } from "@interlock/core/risk/trading-state";
import type { ApprovalAsk } from "../../../src/operator/approval/approval-command.ts";
import type {
  CommandActor,
  CommandBody,
  OperatorCommand,
} from "../../../src/operator/operator-command.ts";
import type { EngineProcess } from "./engine-process.ts";
import { SYMBOLS } from "../venue/simulated-market.ts";
import type { Surroundings } from "../surroundings.ts";

const ACTOR = { userId: "u1", name: "Ada", role: "owner" };
const ADOPTABLE: readonly Break["kind"][] = ["position", "cash", "external_execution"];
const KILL_MODES: readonly KillMode[] = ["halt", "cancel", "flatten"];
const LIMIT_CHANGES: readonly Readonly<Record<string, string>>[] = [
  { maxOrderQuantity: "30", maxPositionQuantity: "30" },
  { maxOrderQuantity: "90", maxPositionQuantity: "120" },
  { maxOrderQuantity: "500", maxPositionQuantity: "500" },
  { maxOrderNotional: "2500", maxPositionNotional: "2500" },
  { maxOrderNotional: "9000", maxPositionNotional: "12000" },
  { maxOpenOrders: "2" },
  { maxOpenOrders: "12" },
  { maxOrdersPerMinute: "5" },
  { maxOrdersPerMinute: "60" },
  { maxGrossExposure: "12000" },
  { maxGrossExposure: "40000" },
];
/** What no person may have: above a ceiling, or no limit at all. */
const FORBIDDEN_LIMITS: readonly Readonly<Record<string, string>>[] = [
  { maxGrossExposure: "500001" },
  { maxOpenOrders: "201" },
  { maxOrdersPerMinute: "-5" },
  { maxPositionQuantity: "NaN" },
];
const ASK_AGAIN_MS = 15_000;
const SETTLE_MS = 10_000;

/** A person at the console who asks for anything at any time, and asks again with the same id when nothing comes. */
export class SimulatedOperator {
  readonly #surroundings: Surroundings;
  readonly #engine: () => EngineProcess | null;
  /** Asks others for what nobody does alone; null where a person may. */
  #ask: ((ask: ApprovalAsk) => void) | null = null;
  readonly #answers = new Map<string, boolean>();
  readonly #unanswered = new Map<string, OperatorCommand>();
  #given = 0;

  constructor(surroundings: Surroundings, engine: () => EngineProcess | null) {
    this.#surroundings = surroundings;
    this.#engine = engine;
  }

  /** Commands that were given and never answered. */
  get unanswered(): readonly string[] {
    return [...this.#unanswered.keys()];
  }

  start(): void {
    this.#surroundings.perMinute(
      () => this.#surroundings.faults.commands,
      () => this.give(this.#draw()),
    );
  }

  /** Ends what a person's word ends. */
  resume(): void {
    if (this.#isHeldByPerson()) this.give(this.#resumption());
  }

  /** Takes the venue's side of every break that evidence does not end, again and again, and resumes. */
  settle(): void {
    this.#surroundings.scheduler.every(SETTLE_MS, () => {
      const inTheWay = this.#orderInTheWay;
      if (inTheWay !== undefined)
        this.give({ kind: "cancel_order", clientOrderId: inTheWay.clientOrderId });
      else if (this.#adoptable.length > 0) this.give(this.#adoption(false));
      else this.resume();
      return true;
    });
  }

  /** Whether a break is open that only a person ends. */
  get seesBreak(): boolean {
    return this.#adoptable.length > 0;
  }

  answered(id: string, accepted: boolean): void {
    this.#answers.set(id, accepted);
    this.#unanswered.delete(id);
  }

  /** From here on what lets trading go on is asked of others, who are there. */
  joinDesk(ask: (ask: ApprovalAsk) => void): void {
    this.#ask = ask;
  }

  /** Gives a command, and gives it again until it is answered. */
  give(body: CommandBody, actor?: CommandActor): void {
    const letsGo = body.kind === "resume" || body.kind === "rearm_breaker";
    if (this.#ask !== null && actor === undefined && letsGo) return this.#ask(body);
    this.#given += 1;
    const command: OperatorCommand = {
      commandId: commandId(`c-${this.#given}`),
      actor: actor ?? this.#actor(),
      via: "console",
      body,
    };
    this.#unanswered.set(command.commandId, command);
    this.#send(command);
  }

  /** At a desk the person shows a passkey with everything. */
  #actor(): CommandActor {
    if (this.#ask === null) return ACTOR;
    const { now } = this.#surroundings.scheduler;
    return { ...ACTOR, stepUp: { credentialId: "Ada's key", at: now, actionHash: "simulated" } };
  }

  #send(command: OperatorCommand): void {
    if (!this.#unanswered.has(command.commandId)) return;
    const hostAt = this.#ask === null ? {} : { hostAt: this.#surroundings.scheduler.now };
    this.#engine()?.give({ kind: "command", command, ...hostAt });
    this.#surroundings.scheduler.after(ASK_AGAIN_MS, () => this.#send(command));
  }

  #draw(): CommandBody {
    const { random } = this.#surroundings;
    if (this.#isHeldByPerson() && random.unit() < 0.7) return this.#resumption();
    const chance = random.unit();
    if (chance < 0.3) {
      const mode = KILL_MODES[random.below(KILL_MODES.length)] ?? "halt";
      return { kind: "kill", mode, reason: "simulated", includeStops: random.unit() < 0.3 };
    }
    if (chance < 0.35) return { kind: "resume", reason: "looked at it, and it is safe" };
    if (this.#adoptable.length > 0 && chance < 0.6) return this.#adoption(random.unit() < 0.3);
    if (chance < 0.65) return this.#drawLimits();
    return this.#drawOfSymbol(chance);
  }

  #drawOfSymbol(chance: number): CommandBody {
    const { random } = this.#surroundings;
    if (chance < 0.9) {
      const symbol = SYMBOLS[random.below(SYMBOLS.length)] ?? SYMBOLS[0];
      if (symbol !== undefined)
        return { kind: "close_position", symbol, percent: random.unit() < 0.5 ? 100 : 40 };
    }
    return { kind: "cancel_order", clientOrderId: this.#someOrder() };
  }

  /** What a person gives first: the word for what only breakers hold is a breaker's own. */
  #resumption(): CommandBody {
    const reason = "looked at it, and it is safe";
    const holds = this.#engine()?.state.trading.holds ?? [];
    const held = holds.map(({ source }) => source).filter((source) => !endsByEvidence(source));
    const breaker = held.find(isBreaker);
    return breaker !== undefined && held.every(isBreaker)
      ? { kind: "rearm_breaker", breaker, reason }
      : { kind: "resume", reason };
  }

  /** Whether trading is held by something that a person can end. */
  #isHeldByPerson(): boolean {
    const holds = this.#engine()?.state.trading.holds ?? [];
    return holds.some(({ source }) => !endsByEvidence(source));
  }

  /** Breaks that a person may end; an order's own ends by evidence. */
  get #adoptable(): readonly Break[] {
    const breaks = Object.values(this.#engine()?.state.breaks ?? {});
    return breaks.filter(({ kind }) => ADOPTABLE.includes(kind));
  }

  /** An order that may still move what is to be adopted, e.g. one that waits for the next open: it goes first. */
  get #orderInTheWay(): Order | undefined {
    const symbols = this.#adoptable.map(({ symbol }) => symbol);
    const orders = Object.values(this.#engine()?.state.orders ?? {});
    return orders.find((order) => isOpen(order) && symbols.includes(order.symbol));
  }

  /** A person who looks at a break and takes the venue's side; an outdated one saw it before it changed. */
  #adoption(isOutdated: boolean): CommandBody {
    const all = this.#adoptable;
    const found = all[this.#surroundings.random.below(Math.max(1, all.length))];
    const evidenceId = found === undefined ? "" : evidenceIdOf(found);
    return {
      kind: "adopt_break",
      breakId: found?.breakId ?? "none",
      evidenceId: isOutdated ? `${evidenceId}9` : evidenceId,
      reason: "the venue's side is right, I have looked",
    };
  }

  #drawLimits(): CommandBody {
    const { random } = this.#surroundings;
    const forbidden = random.unit() < 0.2;
    const changes = forbidden ? FORBIDDEN_LIMITS : LIMIT_CHANGES;
    const outdated = random.unit() < 0.1 ? 1 : 0;
    return {
      kind: "change_limits",
      baseVersion: (this.#engine()?.state.limits?.version ?? 0) - outdated,
      values: changes[random.below(changes.length)] ?? {},
      reason: "a change that is simulated",
    };
  }

  #someOrder() {
    const ids = Object.keys(this.#engine()?.state.orders ?? {});
    return clientOrderId(ids[this.#surroundings.random.below(Math.max(1, ids.length))] ?? "none");
  }
}
