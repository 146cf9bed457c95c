import { randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import type { Actor } from "@interlock/api/actor";
import type {
  DeviceAnswer,
  DevicePort,
  DeviceState,
  DeviceView,
} from "@interlock/api/devices/device-port";
import { PERMISSIONS } from "@interlock/api/permissions";
import type { DatabasePool } from "@interlock/db/create-pool";
import { lacksConfirmation } from "../people/fresh-enough.ts";
import { noteOf, type NotePerson } from "../person-notes.ts";
import { Throttle } from "../throttle.ts";
import { type DeviceRequest, DeviceRequests } from "./device-requests.ts";

/** What command lines are signed in with. */
export interface DeviceGround {
  readonly pool: DatabasePool;
  readonly note: NotePerson;
  readonly isFullLadder: () => boolean;
  readonly now?: () => number;
}

/** What became of a sign-in that a command line waits for. */
export type DeviceEntry =
  | { readonly kind: "waiting" }
  | { readonly kind: "refused"; readonly sentence: string }
  | { readonly kind: "signed_in"; readonly userId: string; readonly way: "device" };

/** Sign-ins that one address may begin in a minute. */
const BEGUN_MAX = 10;

/**
 * Lets a person sign a command line in, and confirm its single actions, at a browser where they are known. The code in
 * the terminal and on the page is the same, so that nobody confirms what another asks. A confirmation is a passkey's,
 * for exactly the action that the page shows and for the session of that command line, once, within 5 minutes.
 */
export class DeviceDesk implements DevicePort {
  readonly #ground: DeviceGround;
  readonly #requests: DeviceRequests;
  readonly #throttle = new Throttle({ max: BEGUN_MAX, now: () => performance.now() });

  constructor(ground: DeviceGround) {
    this.#ground = ground;
    this.#requests = new DeviceRequests(ground.now ?? Date.now);
  }

  /** A command line asks to be signed in; null where its address asks too often. */
  begin(client: string, { ip = null }: { readonly ip?: string | null | undefined }) {
    if (this.#throttle.take(ip ?? "unknown") !== "allowed") return null;
    return this.#requests.signIn(client, ip);
  }

  /** Looks whether somebody has signed it in. */
  finish(secret: string): DeviceEntry {
    const request = this.#requests.fetchSignIn(secret);
    if (request === null) return { kind: "refused", sentence: OVER };
    const { verdict } = request;
    if (verdict === null) return { kind: "waiting" };
    if (verdict.kind === "refused")
      return { kind: "refused", sentence: "It was refused at the browser." };
    return { kind: "signed_in", userId: verdict.userId, way: "device" };
  }

  find(actor: Actor, userCode: string): DeviceView | null {
    const request = this.#open(actor, userCode);
    return request === null ? null : viewOf(request);
  }

  async allow(
    actor: Actor,
    { userCode, seenHash }: { readonly userCode: string; readonly seenHash: string },
  ): Promise<DeviceAnswer> {
    const request = this.#open(actor, userCode);
    if (request === null) return no(OVER);
    if (request.seenHash !== seenHash) return no("What asks has changed: look at it again.");
    if (actor.atCommandLine === true) return no("This is for a browser: open the page there.");
    const lacking = await this.#lacking(actor, request);
    if (lacking !== null) return lacking;
    const stepUpId = request.kind === "confirm" ? await this.#lend(actor, request) : null;
    // Somebody else may have answered it, or its time may have ended, while the database was asked.
    if (this.#open(actor, userCode) !== request) return no(OVER);
    request.verdict = { kind: "allowed", userId: actor.userId, stepUpId };
    const detail = request.kind === "sign_in" ? "signed in" : `for ${request.action?.path ?? ""}`;
    this.#ground.note(noteOf(actor, "device_allowed", { about: request.client, detail }));
    return { accepted: true, sentence: "It goes on at the command line." };
  }

  refuse(actor: Actor, userCode: string): DeviceAnswer {
    const request = this.#open(actor, userCode);
    if (request === null) return no(OVER);
    request.verdict = { kind: "refused" };
    return { accepted: true, sentence: "The command line is told that it may not." };
  }

  ask(actor: Actor, { path, input }: { readonly path: string; readonly input: string }) {
    if (!Object.hasOwn(PERMISSIONS, path) || path.startsWith("devices."))
      throw new TRPCError({ code: "BAD_REQUEST", message: `${path} is nothing to confirm.` });
    const { userId, session } = actor;
    const userCode = this.#requests.confirm(
      { path, input: parsed(input) },
      {
        client: session.device ?? "a program",
        ip: session.ip,
        owner: { userId, sessionId: session.id },
      },
    );
    return { userCode };
  }

  answer(actor: Actor, userCode: string): DeviceState {
    const request = this.#requests.find(userCode);
    if (request === null || request.owner?.sessionId !== actor.session.id) return { state: "over" };
    const { verdict } = request;
    if (verdict === null) return { state: "waiting" };
    this.#requests.forget(userCode);
    if (verdict.kind === "refused" || verdict.stepUpId === null) return { state: "refused" };
    return { state: "allowed", stepUpId: verdict.stepUpId };
  }

  /** A request that still waits, and for this person. */
  #open(actor: Actor, userCode: string): DeviceRequest | null {
    const request = this.#requests.find(userCode);
    if (request === null || request.verdict !== null) return null;
    return request.owner === null || request.owner.userId === actor.userId ? request : null;
  }

  /** An action is confirmed by a passkey and by nothing else; a sign-in as other acts about oneself are. */
  #lacking(actor: Actor, { kind }: DeviceRequest): Promise<DeviceAnswer | null> {
    const recentSignInSuffices = kind === "sign_in" && !this.#ground.isFullLadder();
    return lacksConfirmation(this.#ground.pool, actor, { recentSignInSuffices });
  }

  /**
   * The passkey that allowed it counts for the command line's session and that action alone, from when it was used: a
   * confirmation is not younger than its passkey.
   */
  async #lend({ userId, stepUp }: Actor, { owner, seenHash }: DeviceRequest): Promise<string> {
    const stepUpId = randomUUID();
    await this.#ground.pool.query(
      `insert into step_up (id, "userId", "sessionId", "credentialId", "actionHash", at)
       values ($1, $2, $3, $4, $5, to_timestamp($6::double precision / 1000))`,
      [stepUpId, userId, owner?.sessionId, stepUp?.credentialId, seenHash, stepUp?.at],
    );
    return stepUpId;
  }
}

const OVER = "Nothing asks by this code any more: it was answered, or its 5 minutes are over.";

function viewOf({ action, ...request }: DeviceRequest): DeviceView {
  const { userCode, kind, client, ip, expiresAt, seenHash } = request;
  return {
    ...{ userCode, kind, client, ip, expiresAt, seenHash },
    action: action === null ? null : actionView(action),
  };
}

function actionView({ path, input }: NonNullable<DeviceRequest["action"]>): DeviceView["action"] {
  const what = Object.entries(PERMISSIONS).find(([name]) => name === path)?.[1].why ?? "";
  const fields = typeof input === "object" && input !== null ? input : {};
  const approvalId = "approvalId" in fields ? String(fields.approvalId) : null;
  return { path, what, input: JSON.stringify(input, null, 2), approvalId };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new TRPCError({ code: "BAD_REQUEST", message: "input must be JSON." });
  }
}

function no(sentence: string): DeviceAnswer {
  return { accepted: false, sentence };
}
