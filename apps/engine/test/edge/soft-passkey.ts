import {
  createHash,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import type {
  Assertion,
  Attestation,
  CreationOptions,
  AssertionOptions,
} from "@interlock/api/people/ceremony";

const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 } as const;

/** What a case wants a device to do otherwise than a good one. */
export interface Misbehavior {
  readonly origin?: string;
  /** The device did not check who uses it. */
  readonly unverified?: boolean;
  /** What its counter says. */
  readonly counter?: number;
}

/**
 * A passkey in software, as a security key would be: it keeps a P-256 key, counts its uses, and signs what a browser
 * hands it. Real bytes of WebAuthn, so that the server checks what it would check of a device.
 */
export class SoftPasskey {
  readonly id = randomBytes(32);
  readonly #origin: string;
  readonly #key: KeyObject;
  readonly #public: KeyObject;
  #counter = 0;

  constructor(origin: string) {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#origin = origin;
    this.#key = privateKey;
    this.#public = publicKey;
  }

  get name(): string {
    return this.id.toString("base64url");
  }

  /** What `navigator.credentials.create` gives. */
  create({ challenge, rp }: CreationOptions, odd: Misbehavior = {}): Attestation {
    const authData = Buffer.concat([
      this.#authData(rp.id ?? "", odd, FLAGS.attested),
      this.#credential(),
    ]);
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3]),
      cborText("fmt"),
      cborText("none"),
      cborText("attStmt"),
      Buffer.from([0xa0]),
      cborText("authData"),
      cborBytes(authData),
    ]);
    return {
      ...this.#names(),
      response: {
        clientDataJSON: this.#clientData("webauthn.create", challenge, odd).toString("base64url"),
        attestationObject: attestationObject.toString("base64url"),
        transports: ["usb"],
      },
    };
  }

  /** What `navigator.credentials.get` gives. */
  get({ challenge, rpId }: AssertionOptions, odd: Misbehavior = {}): Assertion {
    this.#counter = odd.counter ?? this.#counter + 1;
    const authData = this.#authData(rpId ?? "", odd, 0);
    const clientData = this.#clientData("webauthn.get", challenge, odd);
    const signature = createSign("sha256")
      .update(Buffer.concat([authData, createHash("sha256").update(clientData).digest()]))
      .sign(this.#key);
    return {
      ...this.#names(),
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: signature.toString("base64url"),
      },
    };
  }

  #names() {
    return { id: this.name, rawId: this.name, type: "public-key" as const };
  }

  #clientData(type: string, challenge: string, { origin = this.#origin }: Misbehavior): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #authData(rpId: string, { unverified = false }: Misbehavior, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    const seen = FLAGS.present | (unverified ? 0 : FLAGS.verified) | flags;
    return Buffer.concat([
      createHash("sha256").update(rpId).digest(),
      Buffer.from([seen]),
      counter,
    ]);
  }

  /** AAGUID, id and public key as COSE. */
  #credential(): Buffer {
    const { x = "", y = "" } = this.#public.export({ format: "jwk" });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const cose = Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      cborBytes(Buffer.from(x, "base64url")),
      Buffer.from([0x22]),
      cborBytes(Buffer.from(y, "base64url")),
    ]);
    return Buffer.concat([Buffer.alloc(16), length, this.id, cose]);
  }
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

function cborBytes(bytes: Buffer): Buffer {
  const { length } = bytes;
  const head = length < 256 ? [0x58, length] : [0x59, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
}
