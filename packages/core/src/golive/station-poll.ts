import type { UnixMs } from "../time.ts";
import { type Station, STATIONS } from "./gate-table.ts";
import type { LaunchPerson } from "./launch.ts";

/** What a station says. */
export interface StationVote {
  readonly station: Station;
  readonly go: boolean;
  readonly comment: string;
  readonly by: LaunchPerson & { readonly role: string };
  readonly at: UnixMs;
  /** The gates and the binding that were voted on: a vote is for nothing else. */
  readonly basis: string;
}

/** Roles that may hold each station. */
export const STATION_ROLES: Readonly<Record<Station, readonly string[]>> = {
  strategy: ["trader", "owner"],
  risk: ["risk", "owner"],
  ops: ["ops", "owner"],
  data: ["ops", "trader", "owner"],
};

/** What is known of who may hold which station. */
export interface PollGround {
  /** Ids of the people who built what is to go live; empty where nobody said. */
  readonly builders: readonly string[];
  /** Whether one person may hold all stations: where nobody else is there. */
  readonly alone: boolean;
}

/** Who would say what. */
export type Voter = Pick<StationVote, "by" | "station" | "go">;

/** Says why somebody may not vote for a station; null where they may. */
export function voteObstacle(
  { by, station, go }: Voter,
  votes: readonly StationVote[],
  ground: PollGround,
): string | null {
  const roles = STATION_ROLES[station];
  if (!roles.includes(by.role))
    return `The station ${station} is held by the role ${roles.join(" or ")}; you are ${by.role}.`;
  if (ground.alone) return null;
  // Anybody may say no: only who says go to the risk must be somebody else.
  const dependent = go && station === "risk" ? dependence(by.userId, ground) : null;
  if (dependent !== null) return dependent;
  const other = station === "risk" ? "strategy" : station === "strategy" ? "risk" : null;
  const holds = votes.find((vote) => vote.station === other && vote.by.userId === by.userId);
  return holds === undefined
    ? null
    : `You hold the station ${holds.station}: the stations strategy and risk need two people.`;
}

/** Says why somebody is not shown to be another person than who built it; null where they are. */
function dependence(userId: string, { builders, alone }: PollGround): string | null {
  if (alone) return null;
  if (builders.length === 0)
    return "Nobody is shown to be another person than who built what goes live: the attestation of its tests names no builder. Sign it anew with --builder, and attest it.";
  if (!builders.includes(userId)) return null;
  return "Whoever built what goes live cannot hold the station risk: another person must.";
}

/**
 * Says why the poll is not go; null where every station says go on the basis given, and who said it for the risk is
 * still shown to be another person than who built it.
 */
export function pollObstacle(
  votes: readonly StationVote[],
  basis: string,
  ground: PollGround,
): string | null {
  for (const station of STATIONS) {
    const vote = votes.find((one) => one.station === station);
    if (vote === undefined) return `The station ${station} has not voted.`;
    if (!vote.go) return `The station ${station} says no-go: ${vote.comment}`;
    if (vote.basis !== basis) return `The station ${station} voted on other gates: it votes anew.`;
    const dependent = station === "risk" ? dependence(vote.by.userId, ground) : null;
    if (dependent !== null) return `The station risk votes anew. ${dependent}`;
  }
  return null;
}

/** Returns the votes with one entered in the place of the station's last. */
export function withVote(votes: readonly StationVote[], vote: StationVote): StationVote[] {
  return [...votes.filter(({ station }) => station !== vote.station), vote];
}
