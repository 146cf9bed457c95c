import { noOrderSamples, type OrderSamples } from "../risk/breakers/order-samples.ts";
import type { ClientOrderId } from "../ids.ts";
import type { UnixMs } from "../time.ts";
import type { Evidence, EvidenceName } from "./evidence.ts";
import type { GateId } from "./gate-table.ts";
import type { GateWaiver } from "./gate-waiver.ts";
import type { Launch, LaunchPerson } from "./launch.ts";
import type { StationVote } from "./station-poll.ts";
import type { TrackRecord } from "./track-record.ts";

/** What is rehearsed. A restore happens beside the engine, and breaks nothing. */
export type DrillKind = "crash" | "stream_loss" | "restore";

/** A drill of the whole engine that waits for its end. */
export interface DrillUnderWay {
  readonly drill: "crash" | "stream_loss";
  readonly by: string;
  readonly begunAt: UnixMs;
  /** Fills booked and shares held when it began, to be found again. */
  readonly fillsBooked: number;
  readonly positions: Readonly<Record<string, number>>;
  /** Orders sent before it: none of them may be sent again. */
  readonly orders: number;
  /** Orders at work when it began, by our ids: each must be found again, once; absent in journals of before. */
  readonly working?: readonly ClientOrderId[];
  /** When new risk was refused because of it; null before. */
  readonly heldAt: UnixMs | null;
}

/** That somebody looked into a gate's evidence as it was then, by a hash of it. */
export interface GateOpening {
  readonly gate: GateId;
  readonly evidence: string;
  readonly by: LaunchPerson;
  readonly at: UnixMs;
}

/** Everything about live trading that the journal knows. One owner updates it in place. */
export interface GoLiveBook {
  /** The latest launch, standing or ended. */
  launch: Launch | null;
  /** Launches before it, the latest 20, oldest first. */
  past: Launch[];
  launches: number;
  votes: StationVote[];
  /** Why votes were cleared last, and when; null before. */
  cleared: { readonly at: UnixMs; readonly why: string } | null;
  /** Who opened what a gate rests on, of each gate and person the latest. */
  opened: GateOpening[];
  waivers: GateWaiver[];
  waiverCount: number;
  evidence: Partial<Record<EvidenceName, Evidence>>;
  track: TrackRecord | null;
  drill: DrillUnderWay | null;
  /** What orders met since the launch began. */
  samples: OrderSamples;
  /** The venue key in use, and since when we know it. */
  key: { readonly fingerprint: string; readonly keyClass: string; readonly since: UnixMs } | null;
}

/** Returns the book of an account that was never live. */
export function emptyGoLiveBook(): GoLiveBook {
  return {
    launch: null,
    past: [],
    launches: 0,
    votes: [],
    cleared: null,
    opened: [],
    waivers: [],
    waiverCount: 0,
    evidence: {},
    track: null,
    drill: null,
    samples: noOrderSamples(),
    key: null,
  };
}
