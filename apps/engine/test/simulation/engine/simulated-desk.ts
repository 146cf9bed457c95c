import { Random } from "@interlock/alpaca-sim/venue/random";
import { DEFAULT_POLICY } from "@interlock/core/approval/approval-policy";
import { SECOND_MS } from "@interlock/core/time";
import type {
  ApprovalAsk,
  EngineApproval,
} from "../../../src/operator/approval/approval-command.ts";
import type { CommandActor, CommandBody } from "../../../src/operator/operator-command.ts";
import type { EngineSettings } from "../../../src/settings.ts";
import type { Surroundings } from "../surroundings.ts";
import type { EngineProcess } from "./engine-process.ts";

/** In every sixteenth seed what raises risk needs other people; no seed that once failed is among them. */
const DESK = { every: 16, from: 14 };
const LOOK_MS = 700;
const REASON = "a simulated reason of the desk";
const EXPIRY_MS = 20 * SECOND_MS;

type Person = CommandActor & { readonly passkey: string };

const PEOPLE: readonly Person[] = [
  { userId: "u1", name: "Ada", role: "owner", passkey: "Ada's key" },
  { userId: "u2", name: "Bo", role: "risk", passkey: "Bo's key" },
  { userId: "u3", name: "Cy", role: "trader", passkey: "Cy's key" },
  { userId: "u4", name: "Dee", role: "viewer", passkey: "Dee's key" },
];

const LOOSER: readonly Readonly<Record<string, string>>[] = [
  { maxOrderQuantity: "9000", maxPositionQuantity: "9500" },
  { maxOpenOrders: "50" },
  { maxOrdersPerMinute: "300" },
  { maxGrossExposure: "90000" },
];

/** Tells whether people agree with each other in this seed. */
export function hasDesk(seed: string): boolean {
  return Number(seed) % DESK.every === DESK.from;
}

/** Returns settings with the whole ladder where the seed has a desk. */
export function withDesk(settings: EngineSettings, seed: string): EngineSettings {
  if (!hasDesk(seed)) return settings;
  const expiryMs = { ...DEFAULT_POLICY.expiryMs, limits: EXPIRY_MS, resume: EXPIRY_MS };
  return { ...settings, approvals: { ...DEFAULT_POLICY, ladder: "full", expiryMs } };
}

/** What the people of a desk act by. */
export interface DeskHands {
  readonly engine: () => EngineProcess | null;
  readonly give: (body: CommandBody, actor: CommandActor) => void;
}

/**
 * People who ask, agree, refuse, edit, take back and apply, and now and then try what nobody may: their own request,
 * the wrong role, no passkey, another's words. Their chance is their own.
 */
export class SimulatedDesk {
  readonly #surroundings: Surroundings;
  readonly #hands: DeskHands;
  readonly #random: Random;

  constructor(surroundings: Surroundings, seed: string, hands: DeskHands) {
    this.#surroundings = surroundings;
    this.#hands = hands;
    this.#random = new Random(`${seed}, desk`);
  }

  start(): void {
    this.#surroundings.scheduler.every(LOOK_MS, () => {
      const state = this.#hands.engine()?.state;
      if (state === undefined) return true;
      const { live } = state.approvals;
      const found = live[this.#random.below(Math.max(1, live.length))];
      if (found === undefined) this.#ask();
      else if (this.#surroundings.isCalm) this.#settle(found);
      else this.#treat(found);
      return true;
    });
  }

  /** Asks for what the person at the console would do alone elsewhere. */
  ask(ask: ApprovalAsk): void {
    this.#give({ kind: "request_approval", ask, reason: REASON }, this.#somebody());
  }

  #ask(): void {
    if (this.#surroundings.isCalm || this.#random.unit() > 0.15) return;
    const ask = this.#looser();
    // Bare, it is refused: nobody loosens alone.
    if (this.#random.unit() < 0.2) this.#give(ask, this.#somebody());
    else this.ask(ask);
  }

  #looser(): Extract<CommandBody, { readonly kind: "change_limits" }> {
    const baseVersion = this.#hands.engine()?.state.limits?.version ?? 0;
    const values = LOOSER[this.#random.below(LOOSER.length)] ?? {};
    return { kind: "change_limits", baseVersion, values, reason: REASON };
  }

  /** Two people who want it done: the one agrees, the other applies. */
  #settle(found: EngineApproval): void {
    const other = PEOPLE.find(({ userId }) => userId !== found.requester.userId);
    if (other === undefined) return;
    if (found.state === "approved") this.#apply(found, other);
    else if (found.state === "waiting") this.#decide(found, other, "approve");
    else this.#takeBack(found);
  }

  #treat(found: EngineApproval): void {
    const chance = this.#random.unit();
    const somebody = this.#somebody();
    if (chance < 0.35) this.#decide(found, somebody, "approve");
    else if (chance < 0.4) this.#decide(found, somebody, "decline");
    else if (chance < 0.7) this.#apply(found, somebody);
    else if (chance < 0.8) this.#edit(found);
    else if (chance < 0.84) this.#takeBack(found);
  }

  #decide(found: EngineApproval, by: Person, verdict: "approve" | "decline"): void {
    const { id: approvalId, proposedHash } = found;
    const seenHash = this.#random.unit() < 0.1 ? "another" : proposedHash;
    this.#give({ kind: "decide_approval", approvalId, seenHash, verdict, reason: REASON }, by);
  }

  /** Now and then somebody who agreed has been suspended since. */
  #apply({ id, proposedHash, decisions }: EngineApproval, by: Person): void {
    const gone = this.#random.unit() < 0.1 && !this.#surroundings.isCalm;
    const roles = decisions.map(({ by: { userId, role } }) => [userId, gone ? null : role]);
    const standing = Object.fromEntries(roles) as Record<string, string | null>;
    this.#give({ kind: "apply_approval", approvalId: id, seenHash: proposedHash, standing }, by);
  }

  #edit({ id, proposedHash, subject, requester }: EngineApproval): void {
    const ask = subject.kind === "limits" ? this.#looser() : subject.act;
    if (!("reason" in ask)) return;
    const body = { kind: "edit_approval", approvalId: id, seenHash: proposedHash, ask } as const;
    this.#give({ ...body, reason: REASON }, this.#personOf(requester.userId));
  }

  #takeBack({ id, requester }: EngineApproval): void {
    const by = this.#personOf(requester.userId);
    this.#give({ kind: "cancel_approval", approvalId: id, reason: REASON }, by);
  }

  #give(body: CommandBody, { passkey, ...actor }: Person): void {
    const calm = this.#surroundings.isCalm;
    const isProven = calm || this.#random.unit() > 0.1;
    const credentialId = calm || this.#random.unit() > 0.05 ? passkey : (PEOPLE[0]?.passkey ?? "");
    const stepUp = { credentialId, at: this.#surroundings.scheduler.now, actionHash: "simulated" };
    this.#hands.give(body, isProven ? { ...actor, stepUp } : actor);
  }

  #somebody(): Person {
    return this.#personOf(`u${1 + this.#random.below(PEOPLE.length)}`);
  }

  #personOf(userId: string): Person {
    const found = PEOPLE.find((one) => one.userId === userId);
    if (found === undefined) throw new Error(`nobody is ${userId}`);
    return found;
  }
}
