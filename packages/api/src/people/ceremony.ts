import { z } from "zod";

/**
 * What browser and server say to each other when a passkey is made or used: the JSON forms of WebAuthn Level 3, with
 * the fields that we use. Bytes are base64url.
 */

const bytes = z.string().min(1).max(16_384);

/** A passkey that the browser offers, as it names it. */
interface CredentialName {
  readonly id: string;
  readonly type: string;
  readonly transports?: string[];
}

/** What a browser is asked to sign with one of the person's passkeys. */
export interface AssertionOptions {
  readonly challenge: string;
  readonly timeout?: number;
  readonly rpId?: string;
  readonly allowCredentials?: CredentialName[];
  readonly userVerification?: "required" | "preferred" | "discouraged";
}

/** What a browser is asked to make a passkey for. */
export interface CreationOptions {
  readonly rp: { readonly id?: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly challenge: string;
  readonly pubKeyCredParams: { readonly type: "public-key"; readonly alg: number }[];
  readonly timeout?: number;
  readonly excludeCredentials?: CredentialName[];
  readonly authenticatorSelection?: {
    readonly residentKey?: "required" | "preferred" | "discouraged";
    readonly requireResidentKey?: boolean;
    readonly userVerification?: "required" | "preferred" | "discouraged";
  };
  readonly attestation?: "none";
}

/** A ceremony that has begun; its challenge is good for one answer, for five minutes. */
export interface Ceremony<T> {
  readonly challengeId: string;
  readonly options: T;
}

const credential = { id: bytes, rawId: bytes, type: z.literal("public-key") };

/** Reads what a browser signed. */
export const assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: z.string().max(512).exactOptional(),
  }),
});
export type Assertion = z.infer<typeof assertion>;

/** Reads the passkey that a browser made. */
export const attestation = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z.array(z.string().max(32)).max(8).exactOptional(),
  }),
});
export type Attestation = z.infer<typeof attestation>;
