import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect } from "vitest";
import { confirmed } from "./confirmed.ts";
import type { ConsoleClient } from "./console-client.ts";
import { EdgeStage } from "./edge-stage.ts";

export const REASON = "they look after the limits from now on";
export const SOON = { timeout: 10_000, interval: 20 };

/** Two owners, and where they sit at this moment. */
export interface Desk {
  readonly stage: EdgeStage;
  readonly owner: ConsoleClient;
  readonly other: ConsoleClient;
}

/** Opens a desk of two owners under the whole ladder before the tests of a file, and closes it after them. */
export function ownersDesk(sit: (desk: Desk) => void): void {
  let stage: EdgeStage | null = null;
  beforeAll(async () => {
    stage = await EdgeStage.withLadder({ journalsPeople: true });
    sit({ stage, owner: await stage.person("owner"), other: await stage.person("owner") });
  });
  afterAll(() => stage?.close());
}

/** What people do at a desk to ask for more authority and to agree to it, each step confirmed by a passkey. */
export function agreeing(desk: () => Desk) {
  const me = async (who: ConsoleClient) => (await who.trpc.session.me.query()).email;
  async function row(email: string) {
    const [found] = await desk().stage.sql(`
      select id, role, "suspendedAt" is not null as suspended, "raisedAloneBy" as alone
        from identity."user" where email = '${email}'`);
    return found as { id: string; role: string; suspended: boolean; alone: string | null };
  }
  const idOf = async (who: ConsoleClient) => (await row(await me(who))).id;

  /** The request as somebody sees it once the edge has followed the journal to it. */
  async function seen(who: ConsoleClient, approvalId: string, state: string) {
    const get = () => who.trpc.approvals.get.query({ approvalId });
    await expect.poll(() => get().catch(() => null), SOON).toMatchObject({ state });
    return get();
  }

  async function approve(who: ConsoleClient, approvalId: string, passkey?: string) {
    const { proposedHash: seenHash } = await seen(who, approvalId, "waiting");
    const input = { approvalId, seenHash, reason: REASON };
    const path = "approvals.approve";
    const sure = await confirmed(desk().stage, who, {
      path,
      input,
      ...(passkey ? { passkey } : {}),
    });
    return sure.approvals.approve.mutate({ commandId: randomUUID(), ...input });
  }

  async function apply(who: ConsoleClient, approvalId: string) {
    const { proposedHash: seenHash } = await seen(who, approvalId, "approved");
    const input = { approvalId, seenHash };
    const sure = await confirmed(desk().stage, who, { path: "approvals.carryOut", input });
    return sure.approvals.carryOut.mutate({ commandId: randomUUID(), ...input });
  }

  async function setRole(
    who: ConsoleClient,
    input: { userId: string; role: "risk" | "viewer" | "trader"; reason?: string },
  ) {
    const sure = await confirmed(desk().stage, who, { path: "people.setRole", input });
    return sure.people.setRole.mutate(input);
  }

  /** What the journal holds about a request that the edge carried out. */
  const carried = (id: string) =>
    desk()
      .stage.rig.told("approval_carried")
      .filter(({ approvalId }) => approvalId === id);

  async function agreed(id: string): Promise<void> {
    expect(await approve(desk().other, id)).toMatchObject({ accepted: true });
    expect(await apply(desk().owner, id)).toMatchObject({ accepted: true });
    await expect.poll(() => carried(id), SOON).toHaveLength(1);
  }

  return { me, row, idOf, seen, approve, apply, setRole, carried, agreed };
}
