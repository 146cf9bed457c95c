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

/** Who would vote, and what else is known of them. */
export interface Voter {
  readonly by: StationVote["by"];
  readonly station: Station;
  /** Ids of the people who built what is to go live. */
  readonly builders: readonly string[];
  /** Whether one person may hold all stations: where nobody else is there. */
  readonly alone: boolean;
}

/** Says why somebody may not vote for a station; null where they may. */
export function voteObstacle(voter: Voter, votes: readonly StationVote[]): string | null {
  const { by, station, builders, alone } = voter;
  const roles = STATION_ROLES[station];
  if (!roles.includes(by.role))
    return `The station ${station} is held by the role ${roles.join(" or ")}; you are ${by.role}.`;
  if (alone) return null;
  if (station === "risk" && builders.includes(by.userId))
    return "Whoever built what goes live cannot hold the station risk: another person must.";
  const other = station === "risk" ? "strategy" : station === "strategy" ? "risk" : null;
  const holds = votes.find((vote) => vote.station === other && vote.by.userId === by.userId);
  return holds === undefined
    ? null
    : `You hold the station ${holds.station}: the stations strategy and risk need two people.`;
}

/** Says why the poll is not go; null where every station says go on the basis given. */
export function pollObstacle(votes: readonly StationVote[], basis: string): string | null {
  for (const station of STATIONS) {
    const vote = votes.find((one) => one.station === station);
    if (vote === undefined) return `The station ${station} has not voted.`;
    if (!vote.go) return `The station ${station} says no-go: ${vote.comment}`;
    if (vote.basis !== basis) return `The station ${station} voted on other gates: it votes anew.`;
  }
  return null;
}

/** Returns the votes with one entered in the place of the station's last. */
export function withVote(votes: readonly StationVote[], vote: StationVote): StationVote[] {
  return [...votes.filter(({ station }) => station !== vote.station), vote];
}
