import fc from "fast-check";
import { expect, test } from "vitest";
import { bindingFaults } from "@interlock/core/golive/launch-binding";
import { MINUTE_MS } from "@interlock/core/time";
import { runningBinding } from "../../src/golive/running-binding.ts";
import { ADA, BEN, CY, GoLiveRig, liveSettings, proven } from "../golive-rig.ts";

/** What people, upgrades and time do to an engine in live, in whatever order. */
const STEPS: Readonly<Record<string, (rig: GoLiveRig) => void>> = {
  wish: (rig) => void rig.risks(),
  other: (rig) => void rig.risks("IBM"),
  poll: (rig) => void rig.poll(),
  declare: (rig) => void rig.declare(),
  bare: (rig) =>
    void rig.say({ kind: "golive_declare", basis: rig.basis, reason: "now, please" }, proven(BEN)),
  minute: (rig) => void rig.pass(61_000),
  hour: (rig) => void rig.pass(60 * MINUTE_MS),
  measure: (rig) => rig.measure("disk"),
  spoil: (rig) => rig.measure("disk", { passed: false }),
  tighten: (rig) => void rig.tighten(),
  loosen: (rig) => void rig.loosen(),
  demote: (rig) => void rig.say({ kind: "golive_demote", launchId: idOf(rig), reason: "" }, CY),
  abort: (rig) => void rig.say({ kind: "golive_abort", launchId: idOf(rig), reason: "" }, CY),
  restart: (rig) => void rig.again(),
  upgrade: (rig) => void rig.again({ build: "c".repeat(64) }),
  downgrade: (rig) => void rig.again({ build: "b".repeat(64) }),
  configure: (rig) => void rig.again({ settings: liveSettings({ configHash: "d".repeat(64) }) }),
  unproven: (rig) => void rig.again({ launchProven: "launch-0" }),
  resume: (rig) => void rig.say({ kind: "resume", reason: "we want to trade" }, proven(ADA)),
};

/** How an engine stands when the steps begin: without a launch, with one, or with an order that one let pass. */
const START_NAMES = ["closed", "launched", "trading"] as const;
const STARTS: Readonly<Record<(typeof START_NAMES)[number], (rig: GoLiveRig) => void>> = {
  closed: () => undefined,
  launched: (rig) => void rig.launched(),
  trading: (rig) => expect(rig.launched().risks()).toBe("sent"),
};

const idOf = ({ state }: GoLiveRig): string => state.golive.launch?.launchId ?? "none";

/** Looks at every approved order in the moment in which it was approved. */
class Watched extends GoLiveRig {
  readonly wrong: string[] = [];

  override give(body: Parameters<GoLiveRig["give"]>[0]): ReturnType<GoLiveRig["give"]> {
    const given = super.give(body);
    for (const effect of given.effects) {
      if (effect.kind !== "submit_order" || effect.order.reducing) continue;
      const { launch } = this.state.golive;
      if (launch === null || launch.launchedOn === null || this.time < launch.goAt)
        this.wrong.push("an order without a launch that began");
      else if (launch.stage === "in_force")
        this.wrong.push(...bindingFaults(launch.binding, runningBinding(this.state)));
      // The same input may end it after the order, e.g. by what the order before it filled at.
      else if (!given.records.some(({ kind }) => kind === "launch_ended"))
        this.wrong.push(`an order under a launch that is ${launch.stage}`);
    }
    return given;
  }
}

test("no sequence of commands, changes, restarts and time reaches an order that adds risk without a launch in force for exactly what runs", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...Object.keys(STEPS)), { minLength: 1, maxLength: 14 }),
      fc.constantFrom(...START_NAMES),
      (steps, start) => {
        const rig = new Watched().live();
        STARTS[start](rig);
        for (const step of steps) STEPS[step]?.(rig);
        expect(rig.wrong).toEqual([]);
      },
    ),
    // The example is tried in every run: whatever the seed, an order under a launch is looked at.
    { numRuns: 60, examples: [[["restart", "wish"], "trading"]] },
  );
}, 60_000);
