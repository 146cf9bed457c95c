import { createHash } from "node:crypto";
import { actionText } from "@interlock/api/people/action-text";
import { hashToken, newRecoveryCode, newToken } from "../secret/one-time-text.ts";

/** What a command line waits for. */
export interface DeviceRequest {
  readonly userCode: string;
  readonly kind: "sign_in" | "confirm";
  /** What the command line says of itself. */
  readonly client: string;
  readonly ip: string | null;
  readonly expiresAt: number;
  /** Of what the page shows; of a confirmation, the hash that the confirmation is bound to. */
  readonly seenHash: string;
  readonly action: { readonly path: string; readonly input: unknown } | null;
  /** Of a confirmation: whose it is, and the session that it is for. */
  readonly owner: { readonly userId: string; readonly sessionId: string } | null;
  verdict: DeviceVerdict | null;
}

type DeviceVerdict =
  | { readonly kind: "refused" }
  | { readonly kind: "allowed"; readonly userId: string; readonly stepUpId: string | null };

const LIFE_MS = 5 * 60_000;
/** That wait at a time: more than people ask for, and little to keep. */
const REQUESTS_MAX = 200;

/** What is asked for, until it is answered and fetched, for 5 minutes; a restart forgets all of it. */
export class DeviceRequests {
  readonly #requests = new Map<string, DeviceRequest>();
  /** By the hash of the secret that only the command line has. */
  readonly #secrets = new Map<string, string>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A command line that nobody has signed in asks for it; the secret fetches what becomes of it. */
  signIn(client: string, ip: string | null): { readonly secret: string; readonly code: string } {
    const secret = newToken();
    const shown = { kind: "sign_in", client, ip, secret: hashToken(secret) };
    const code = this.#keep({
      kind: "sign_in",
      client,
      ip,
      seenHash: hashOf(JSON.stringify(shown)),
      action: null,
      owner: null,
    });
    this.#secrets.set(hashToken(secret), code);
    return { secret, code };
  }

  /** A command line of a person asks them to confirm one action. */
  confirm(
    action: NonNullable<DeviceRequest["action"]>,
    from: Pick<DeviceRequest, "client" | "ip" | "owner">,
  ): string {
    const seenHash = hashOf(actionText(action.path, action.input));
    return this.#keep({ kind: "confirm", ...from, seenHash, action });
  }

  /** The request of a code; null where there is none any more. */
  find(code: string): DeviceRequest | null {
    this.#sweep();
    return this.#requests.get(code) ?? null;
  }

  /** Looks what became of a sign-in; one that was answered is gone with it. */
  fetchSignIn(secret: string): DeviceRequest | null {
    const request = this.find(this.#secrets.get(hashToken(secret)) ?? "");
    if (request?.verdict != null) this.forget(request.userCode);
    return request;
  }

  forget(code: string): void {
    this.#requests.delete(code);
    for (const [secret, of] of this.#secrets) if (of === code) this.#secrets.delete(secret);
  }

  #keep(request: Omit<DeviceRequest, "userCode" | "expiresAt" | "verdict">): string {
    this.#sweep();
    const userCode = newRecoveryCode();
    const expiresAt = this.#now() + LIFE_MS;
    this.#requests.set(userCode, { ...request, userCode, expiresAt, verdict: null });
    const [oldest] = this.#requests.keys();
    if (this.#requests.size > REQUESTS_MAX && oldest !== undefined) this.forget(oldest);
    return userCode;
  }

  #sweep(): void {
    for (const { userCode, expiresAt } of this.#requests.values())
      if (expiresAt <= this.#now()) this.forget(userCode);
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
