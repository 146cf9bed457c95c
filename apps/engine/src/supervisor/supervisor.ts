import { join } from "node:path";
import { describeFolding, type Folding } from "../run/process/folding.ts";
import { engineHeldBecause } from "../watchdog/kill/engine-hold.ts";
import { type Child, type ChildPlan, startChild } from "./child-process.ts";
import { identifyProcess, type ProcessIdentity } from "./process-identity.ts";
import { RotatingLog } from "./rotating-log.ts";
import { type ChildName, writeChildrenFile } from "./run-files.ts";
import {
  newSupervisor,
  type Outcome,
  type SupervisorAction,
  type SupervisorEvent,
  type SupervisorState,
  superviseStep,
} from "./supervisor-machine.ts";

/** What a supervisor runs. */
export interface SupervisorOptions {
  readonly dataDir: string;
  readonly plans: readonly ChildPlan[];
  /** Told what a person should read. */
  readonly say: (sentence: string) => void;
  /** Told as each child gets ready for the first time. */
  readonly started: (child: ChildName) => void;
  /** Called once everything is ready. */
  readonly ready: () => void;
}

const TICK_MS = 100;

/** Starts children, keeps them running and ends them, as the state machine says. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #children = new Map<ChildName, Child>();
  readonly #identities: Partial<Record<ChildName, ProcessIdentity>> = {};
  readonly #logs = new Map<ChildName, RotatingLog>();
  #state: SupervisorState;
  #folded: Folding | null = null;
  #finish: (outcome: Outcome) => void = () => {};

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#state = newSupervisor(options.plans.map((plan) => plan.name));
  }

  /** Runs until everything has ended; returns how. */
  run(): Promise<Outcome> {
    const timer = setInterval(() => this.#tick(), TICK_MS);
    return new Promise<Outcome>((resolve) => {
      this.#finish = (outcome) => {
        clearInterval(timer);
        for (const log of this.#logs.values()) log.close();
        resolve(outcome);
      };
      this.#give({ kind: "begin" });
    });
  }

  /** Ends everything in order. */
  stop(outcome: Outcome): void {
    this.#give({ kind: "stop", outcome });
  }

  /** Ends everything by force. */
  stopNow(): void {
    this.#give({ kind: "stop_now" });
  }

  /** How long the engine's last start took to fold the journal; null where that was within two seconds. */
  get folded(): Folding | null {
    return this.#folded;
  }

  /** The living processes. */
  get pids(): Readonly<Partial<Record<ChildName, number>>> {
    return Object.fromEntries(
      Object.entries(this.#identities).map(([name, { pid }]) => [name, pid]),
    );
  }

  #tick(): void {
    this.#give({ kind: "tick", engineHeld: engineHeldBecause(this.#options.dataDir) ?? "" });
  }

  #give(event: SupervisorEvent): void {
    const { state, actions } = superviseStep(this.#state, event, performance.now());
    this.#state = state;
    for (const action of actions) this.#perform(action);
  }

  #perform(action: SupervisorAction): void {
    switch (action.kind) {
      case "spawn":
        return this.#spawn(action.child, action.halted);
      case "signal":
        return this.#children.get(action.child)?.signal(action.signal);
      case "announce":
        return this.#options.ready();
      case "say":
        return this.#options.say(action.sentence);
      case "finish":
        return this.#finish(action.outcome);
    }
  }

  #spawn(name: ChildName, halted: string): void {
    const plan = this.#options.plans.find((one) => one.name === name);
    if (plan === undefined) return;
    const env = halted === "" ? plan.env : { ...plan.env, INTERLOCK_START_HALTED: halted };
    const child = startChild({ ...plan, env }, this.#log(name), {
      ready: () => {
        if (this.#state.phase === "starting") this.#options.started(name);
        this.#give({ kind: "ready", child: name });
      },
      alive: () => this.#give({ kind: "alive", child: name }),
      folding: (folding) => {
        this.#options.say(describeFolding(folding));
        if (folding.done) this.#folded = folding;
        this.#give({ kind: "moves", child: name });
      },
      exited: (detail) => {
        this.#note(name, null);
        this.#give({ kind: "exited", child: name, detail });
      },
    });
    this.#children.set(name, child);
    this.#note(name, child.pid === undefined ? null : identifyProcess(child.pid));
    // Somebody may have begun to close positions between the last look and the start: then it must not live.
    if (name === "engine" && engineHeldBecause(this.#options.dataDir) !== null)
      child.signal("SIGKILL");
  }

  /** The watchdog finds the engine's process by this file. */
  #note(name: ChildName, identity: ProcessIdentity | null): void {
    if (identity === null) delete this.#identities[name];
    else this.#identities[name] = identity;
    try {
      writeChildrenFile(this.#options.dataDir, this.#identities);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#options.say(
        `run/children.json cannot be written (${why}): the watchdog may not find the engine's process.`,
      );
    }
  }

  #log(name: ChildName): RotatingLog {
    const known = this.#logs.get(name);
    if (known !== undefined) return known;
    const log = new RotatingLog(join(this.#options.dataDir, "logs", `${name}.log`));
    this.#logs.set(name, log);
    return log;
  }
}
