import { z } from "zod";
import { environment, unixMs } from "./scalars.ts";

/** A name with its value, as people compare them. */
const fact = z.object({ name: z.string(), value: z.string() });

const evidence = z.object({
  name: z.string(),
  value: z.string(),
  sentence: z.string(),
  by: z.string(),
  source: z.string(),
  measuredAt: unixMs,
});

const gateView = z.object({
  id: z.string(),
  name: z.string(),
  threshold: z.string(),
  verdict: z.enum(["green", "amber", "red", "unknown"]),
  value: z.string(),
  /** Why the verdict is what it is. */
  sentence: z.string(),
  measuredAt: unixMs.nullable(),
  /** When it goes stale by itself; null: not by time, or never measured. */
  validUntil: unixMs.nullable(),
  owner: z.string(),
  waivable: z.boolean(),
  evidence: z.array(evidence),
  /** Names what it shows now: who opens it says that they saw this. */
  evidenceHash: z.string(),
  /** Who opened it as it is now, by their ids. */
  openedBy: z.array(z.string()),
});

const stationView = z.object({
  station: z.enum(["strategy", "risk", "ops", "data"]),
  /** Roles that may hold it. */
  roles: z.array(z.string()),
  /** Names of those who built what would go live and so never hold it; of the station risk alone. */
  builtBy: z.array(z.string()),
  vote: z.object({ go: z.boolean(), comment: z.string(), by: z.string(), at: unixMs }).nullable(),
});

const launchView = z.object({
  launchId: z.string(),
  stage: z.enum(["counting", "in_force", "aborted", "demoted", "voided", "expired"]),
  rehearsal: z.boolean(),
  binding: z.array(fact),
  director: z.string(),
  stations: z.array(fact),
  fourEyes: z.boolean(),
  approvalId: z.string().nullable(),
  declaredAt: unixMs,
  goAt: unixMs,
  expiresAt: unixMs,
  launchedOn: z.string().nullable(),
  endedAt: unixMs.nullable(),
  endedWhy: z.string(),
});

const waiverView = z.object({
  waiverId: z.string(),
  gate: z.string(),
  reason: z.string(),
  by: z.string(),
  byId: z.string(),
  askedAt: unixMs,
  expiresAt: unixMs,
  approvedBy: z.string().nullable(),
});

/** Everything about going live, as the engine judges it at this moment. Times on the venue's clock. */
const goliveView = z.object({
  environment,
  accountNumber: z.string(),
  now: unixMs,
  /** What would be launched now. */
  subject: z.array(fact),
  /** Names the verdicts and the subject: votes and requests are for exactly this. */
  basis: z.string(),
  gates: z.array(gateView),
  /** One person may answer for everything: then they open the evidence of each gate first. */
  alone: z.boolean(),
  stations: z.array(stationView),
  /** Why votes were cleared last; null where they never were. */
  cleared: z.object({ at: unixMs, why: z.string() }).nullable(),
  /** Why a launch cannot be asked for now; null where it can. */
  obstacle: z.string().nullable(),
  /** A request for approval that is open. */
  request: z
    .object({
      approvalId: z.string(),
      state: z.string(),
      requester: z.string(),
      /** Names what is proposed: who decides or applies it says that they saw this. */
      seenHash: z.string(),
    })
    .nullable(),
  launch: launchView.nullable(),
  past: z.array(launchView),
  /** The share of the limits on each canary day, in bps, and where we stand. */
  ladder: z.array(z.number()),
  canary: z.object({ day: z.number().int(), capBps: z.number() }).nullable(),
  /** What demotes a launch by itself while the ladder lasts. */
  demotions: z.array(fact),
  waivers: z.array(waiverView),
  runbooks: z.array(
    z.object({ name: z.string(), readBy: z.string().nullable(), readAt: unixMs.nullable() }),
  ),
  drill: z.object({ drill: z.string(), by: z.string(), begunAt: unixMs }).nullable(),
  readiness: z.object({
    ready: z.boolean(),
    score: z.number().int(),
    formula: z.string(),
    categories: z.array(
      z.object({
        station: z.string(),
        score: z.number().int(),
        green: z.number().int(),
        amber: z.number().int(),
        red: z.number().int(),
        unknown: z.number().int(),
      }),
    ),
    notCovered: z.array(z.string()),
  }),
});
export type GoLiveView = z.infer<typeof goliveView>;

/** What every page shows of a launch; null where there never was one. */
export const launchBanner = z
  .object({
    launchId: z.string(),
    stage: launchView.shape.stage,
    rehearsal: z.boolean(),
    at: unixMs,
    /** The configuration that was approved, in short. */
    snapshot: z.string(),
    why: z.string(),
  })
  .nullable();
export type LaunchBanner = z.infer<typeof launchBanner>;
