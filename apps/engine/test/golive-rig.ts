import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import type { Evidence } from "@interlock/core/golive/evidence";
import { GATES } from "@interlock/core/golive/gate-table";
import { commandId, ticker } from "@interlock/core/ids";
import { DAY_MS, MINUTE_MS } from "@interlock/core/time";
import { gateReadings, pollBasis } from "../src/golive/gate-readings.ts";
import { evidenceHash } from "../src/golive/opened-evidence.ts";
import { ATTESTATION_FORMAT, type Attestor, buildersIn } from "../src/golive/attestation.ts";
import { strategiesHash } from "../src/golive/running-binding.ts";
import type { EngineStarted } from "../src/input.ts";
import type { ApprovalAsk } from "../src/operator/approval/approval-command.ts";
import type { CommandActor, CommandBody } from "../src/operator/operator-command.ts";
import type { EngineSettings } from "../src/settings.ts";
import { Rig, settings } from "./rig.ts";

/** The build that the rig runs. */
export const BUILD = "b".repeat(64);

export const ADA: CommandActor = { userId: "u1", name: "Ada", role: "owner" };
export const BEN: CommandActor = { userId: "u2", name: "Ben", role: "risk" };
export const CY: CommandActor = { userId: "u3", name: "Cy", role: "trader" };
export const DEE: CommandActor = { userId: "u4", name: "Dee", role: "ops" };

/** The same person, who has just used their passkey. */
export function proven(actor: CommandActor): CommandActor {
  return { ...actor, stepUp: { credentialId: `key-${actor.userId}`, at: 1_000, actionHash: "" } };
}

/** A key of a rehearsed CI or paper engine, made for the test. */
class Signer {
  readonly attestor: Attestor;
  readonly #secret: string;

  constructor(id: string, may: Attestor["may"]) {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const spki = publicKey.export({ format: "der", type: "spki" }).toString("base64");
    this.attestor = { id, publicKey: spki, may };
    this.#secret = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  }

  sign(statement: string): Extract<CommandBody, { kind: "golive_attest" }> {
    const signature = sign(null, Buffer.from(statement), createPrivateKey(this.#secret));
    const signed = { statement, signature: signature.toString("base64"), keyId: this.attestor.id };
    // As the edge looks them up: on this desk everybody is known.
    const named = buildersIn(statement).map((id) => [id, `Builder ${id.slice(0, 4)}`]);
    return {
      kind: "golive_attest",
      ...signed,
      knownBuilders: Object.fromEntries(named) as Record<string, string>,
    };
  }
}

export const CI = new Signer("ci", "ci");
export const PAPER = new Signer("paper", "paper");

/** Where a statement says that it was measured: in paper, with the strategies that the rig runs. */
export const PAPER_ORIGIN = { environment: "paper", strategies: strategiesHash(settings()) };

/** Whoever built what the rig runs: none of those above. */
export const BUILDER = "3f0d8c52-8a0b-4f6e-9f4e-2b7d5c1a9e60";

/** What a statement carries of a backtest's report. */
const BACKTEST = {
  backtest: {
    recordsHash: "c".repeat(64),
    configHash: "config",
    dataHash: "d".repeat(64),
    lookAheadCompared: 7,
    recursionCompared: 7,
  },
};

/** A statement of measurements that all passed, but for what a test wants otherwise. */
export function statement(
  names: readonly string[],
  change: Partial<Evidence> = {},
  origin: object = PAPER_ORIGIN,
): string {
  const evidence = names.map((name) => ({
    name,
    measuredAt: 0,
    build: BUILD,
    passed: true,
    value: name === "feed" ? settings().feed : "ok",
    sentence: `${name} passed.`,
    ...(name === "backtest" ? BACKTEST : {}),
    ...change,
  }));
  return JSON.stringify({ format: ATTESTATION_FORMAT, issuer: "test", ...origin, evidence });
}

/** Settings of a live account, with the keys that may attest. */
export function liveSettings(change: Partial<EngineSettings> = {}): EngineSettings {
  const attestors = [CI.attestor, PAPER.attestor];
  const productionCeilings = settings().limitCeilings;
  return settings({ environment: "live", attestors, productionCeilings, ...change });
}

const CI_SAYS = ["tests", "benchmark", "backtest"];
const PAPER_SAYS = [
  "kill_halt",
  "paper_record",
  "breakers",
  "drift",
  "execution_quality",
  "feed",
  "kill_cancel",
  "kill_flatten",
  "crash_drill",
  "stream_drill",
  "restore_drill",
];

/** An engine on a live account that people bring to live trading, or not. */
export class GoLiveRig extends Rig {
  #said = 0;

  /** Starts on a live account and finishes recovery. */
  live(change: Partial<EngineStarted> = {}): this {
    return this.ready({
      settings: liveSettings(),
      build: BUILD,
      accountNumber: "A1",
      venueKey: { fingerprint: "0123456789ab", keyClass: "live" },
      ...change,
    });
  }

  /** Starts again as the engine did, with what a test wants otherwise: a restart proves its launch by its journal. */
  again(change: Partial<EngineStarted> = {}): this {
    const { launch } = this.state.golive;
    const proven = launch === null ? {} : { launchProven: launch.launchId };
    this.start({
      settings: this.state.settings ?? liveSettings(),
      build: this.state.build,
      accountId: this.state.accountId,
      accountNumber: this.state.accountNumber,
      instance: this.state.instance,
      ...proven,
      ...change,
    });
    this.snapshot();
    return this;
  }

  say(body: CommandBody, actor: CommandActor = ADA): string {
    this.#said += 1;
    const id = commandId(`g-${this.#said}`);
    const command = { commandId: id, actor, via: "console" as const, body };
    this.give({ kind: "command", command, hostAt: 1_000 });
    const answer = this.asked("answer_command").at(-1);
    return `${answer?.accepted === true ? "yes" : "no"}: ${answer?.sentence ?? ""}`;
  }

  /** The verdict of a gate now. */
  gate(id: string): string {
    const found = gateReadings(this.state, this.time).find(({ gate }) => gate.id === id);
    return found?.verdict ?? "there is no such gate";
  }

  /** Gates that do not pass now. */
  get open(): readonly string[] {
    return GATES.map(({ id }) => id).filter((id) => !["green", "amber"].includes(this.gate(id)));
  }

  get basis(): string {
    return pollBasis(this.state, this.time);
  }

  /** Measures what a gate reads, as the parts of the engine that measure it do. */
  measure(name: Evidence["name"], change: Partial<Evidence> = {}): void {
    const words = { value: "ok", sentence: `${name} is in order.`, by: "the host", source: "host" };
    const evidence = { name, build: "", passed: true, ...words, ...change };
    this.give({ kind: "evidence", evidence });
  }

  /** Brings every gate to green, by the ways that there are. */
  allGreen(): this {
    this.sessions(5);
    const { build, settings: running } = this.state;
    const strategies = strategiesHash(running ?? liveSettings());
    const origin = { ...PAPER_ORIGIN, strategies };
    this.say(CI.sign(statement(CI_SAYS, { build, builders: [BUILDER] }, origin)));
    this.say(PAPER.sign(statement(PAPER_SAYS, { build, measuredAt: this.time }, origin)));
    this.tighten();
    for (const name of ["alerts", "clock", "disk", "audit_chain"] as const) this.measure(name);
    for (const runbook of ["kill-switch", "live-demotion", "broker-outage", "restore"])
      this.say({ kind: "golive_read_runbook", runbook });
    return this.pass(2 * MINUTE_MS);
  }

  /** A person puts limits in force: a line a little tighter. */
  tighten(key = "maxOpenOrders"): string {
    const values = { [key]: String(Number(this.state.limits?.values[key as "maxOpenOrders"]) - 1) };
    const baseVersion = this.state.limits?.version ?? 0;
    return this.say({
      kind: "change_limits",
      baseVersion,
      values,
      reason: "a first week is small",
    });
  }

  /** Asks for a looser limit, has another person agree, and applies it. */
  loosen(key = "maxOpenOrders"): string {
    const values = { [key]: String(Number(this.state.limits?.values[key as "maxOpenOrders"]) + 1) };
    const baseVersion = this.state.limits?.version ?? 0;
    return this.agree({
      kind: "change_limits",
      baseVersion,
      values,
      reason: "there is more to trade",
    });
  }

  /** Asks, has Ben approve, and applies, each with a passkey of their own. */
  agree(ask: ApprovalAsk, asker: CommandActor = ADA): string {
    const reason = "the evidence is complete";
    const asked = this.say({ kind: "request_approval", ask, reason }, proven(asker));
    const request = this.state.approvals.live.at(-1);
    if (!asked.startsWith("yes") || request === undefined) return asked;
    const of = { approvalId: request.id, seenHash: request.proposedHash };
    const decided = { kind: "decide_approval" as const, verdict: "approve" as const, ...of };
    const approved = this.say({ ...decided, reason: "seen and agreed" }, proven(BEN));
    if (!approved.startsWith("yes")) return approved;
    const standing = { u1: "owner", u2: "risk", u3: "trader", u4: "ops" };
    return this.say({ kind: "apply_approval", ...of, standing }, proven(asker));
  }

  /** Opens the evidence of gates as it is now: of those named, or of all. */
  look(ids: readonly string[] = GATES.map(({ id }) => id), actor: CommandActor = ADA): string[] {
    return gateReadings(this.state, this.time)
      .filter(({ gate }) => ids.includes(gate.id))
      .map((reading) => {
        const evidence = evidenceHash(reading);
        return this.say({ kind: "golive_open_evidence", gate: reading.gate.id, evidence }, actor);
      });
  }

  /** Lets market days go by on which the books are compared. */
  sessions(count: number): this {
    for (let day = 0; day < count; ) {
      this.time += DAY_MS;
      const before = this.state.day?.date;
      for (const symbol of this.views.markets.keys()) this.quote(symbol, "100.00", "100.02");
      this.give({ kind: "clock" });
      this.snapshot();
      this.snapshot();
      if (this.state.day?.date !== before) day += 1;
    }
    return this;
  }

  /** Every station says go, each by its own person. */
  poll(): this {
    const people = { strategy: CY, risk: BEN, ops: DEE, data: DEE } as const;
    for (const station of ["strategy", "risk", "ops", "data"] as const)
      this.say(
        { kind: "golive_vote", station, go: true, comment: "", basis: this.basis },
        people[station],
      );
    return this;
  }

  declare(actor: CommandActor = ADA): string {
    const reason = "the evidence is complete";
    return this.agree({ kind: "golive_declare", basis: this.basis, reason }, actor);
  }

  /** Evidence, poll, declaration and countdown. */
  launched(): this {
    this.allGreen().poll();
    const said = this.declare();
    if (!said.startsWith("yes")) throw new Error(`${said} ${this.open.join(" ")}`);
    this.pass(61_000);
    return this.fresh();
  }

  /** Brings quotes of this moment, and nothing else that would keep an order back. */
  fresh(): this {
    this.snapshot();
    this.assets();
    for (const symbol of this.views.markets.keys()) this.quote(symbol, "100.00", "100.02");
    return this;
  }

  /** Whether an order that adds risk passes now, or the codes that refuse it. */
  risks(symbol = "SPY"): string {
    this.time += 1_000;
    this.fresh();
    const sent = this.asked("submit_order").length;
    const denied = this.told("order_denied").length;
    this.wish(ticker(symbol), 1);
    if (this.asked("submit_order").length > sent) return "sent";
    const [found] = this.told("order_denied").slice(denied);
    const held = this.state.trading.holds.map(({ reason }) => reason).join("; ");
    return found === undefined
      ? `no order: ${held}`
      : `${found.denials.map(({ code }) => code).join(" ")}: ${held}`;
  }
}
