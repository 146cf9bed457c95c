/** A request without a usable answer. `sent` is false only when no byte of it can have left. */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly sent: boolean;

  constructor(message: string, sent: boolean) {
    super(message);
    this.sent = sent;
  }
}

/** Failures to open a connection: nothing was sent. The same codes of a read or a write say nothing of the kind. */
const CONNECT_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "EADDRNOTAVAIL",
]);

/** Failures before a connection can be tried, or before it may be trusted: nothing was sent, whatever was called. */
const UNSENT_CODES: ReadonlySet<string> = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

function textOf(error: unknown, field: "code" | "syscall"): string {
  if (typeof error !== "object" || error === null || !(field in error)) return "";
  return String(Reflect.get(error, field));
}

/** Tells whether an error proves that nothing was sent. Each address of a host is tried: all must have failed so. */
function provesUnsent(error: unknown): boolean {
  if (error instanceof AggregateError)
    return error.errors.length > 0 && error.errors.every(provesUnsent);
  const code = textOf(error, "code");
  if (CONNECT_CODES.has(code)) return textOf(error, "syscall") === "connect";
  return UNSENT_CODES.has(code);
}

function codeOf(error: unknown): string {
  return textOf(error instanceof AggregateError ? error.errors[0] : error, "code");
}

/** Says what became of a request to `host` that ended in an error, where `totalMs` was its deadline. */
export function explainFailure(error: unknown, host: string, totalMs: number): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === "UND_ERR_ABORTED" || (error instanceof Error && error.name === "AbortError")) {
    return new HttpFailure(`no answer from ${host} within ${totalMs} ms`, true);
  }
  const words = code === "" ? message : `${code} ${message}`;
  return new HttpFailure(`${host}: ${words}`, !provesUnsent(error));
}
