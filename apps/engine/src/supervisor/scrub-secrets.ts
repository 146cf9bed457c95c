/** Variables whose value is a secret, by their name. */
const SECRET_NAME = /SECRET|TOKEN|PASSWORD|PASSPHRASE|WEBHOOK|API_KEY|_KEY_ID$|SMTP_URL/;
/** A shorter value would be found in ordinary words. */
const SECRET_LENGTH_MIN = 8;

/** What is a secret by its form, wherever it comes from. What is found after "$1" is replaced. */
const FORMS: readonly RegExp[] = [
  /(\b[a-z][a-z0-9+]*:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/gi,
  /(\bilk_(?:sim|paper|live)_[0-9a-f]{8}_)[A-Za-z0-9_-]{20,}/g,
  /(\bticket\.)[A-Za-z0-9_-]{20,}/g,
  /(interlock\.session_token=)[^;\s"']+/g,
  /(interlock_kill=)[^;\s"']+/g,
  /(\bBearer )[A-Za-z0-9._~+/=-]{8,}/gi,
  /([?&#]token=)[^&\s"']+/g,
  /("(?:secretKey|password|authorization|cookie|apca-api-secret-key)"\s*:\s*")[^"]+/gi,
];

const HIDDEN = "[hidden]";

/** Replaces secrets in a text. */
export type Scrub = (text: string) => string;

/** Makes what hides the secrets of these variables, and everything that has the form of one. */
export function makeScrub(variables: Readonly<Record<string, string | undefined>>): Scrub {
  const values = Object.entries(variables)
    .flatMap(([name, value = ""]) => (SECRET_NAME.test(name) ? [value.trim()] : []))
    .concat(passwordIn(variables["DATABASE_URL"]))
    .filter((value) => value.length >= SECRET_LENGTH_MIN)
    .sort((one, other) => other.length - one.length);
  return (text) => {
    let shown = text;
    for (const value of values) shown = shown.replaceAll(value, HIDDEN);
    for (const form of FORMS) shown = shown.replace(form, `$1${HIDDEN}`);
    return shown;
  };
}

function passwordIn(url: string | undefined): string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { password } = new URL(url);
  return [password, decodeURIComponent(password)];
}

/** A line that is longer is passed on in pieces. */
const LINE_BYTES_MAX = 256 * 1024;

/** Passes a stream on in whole lines, scrubbed: a secret that comes in two pieces is one by then. */
export class LineScrubber {
  readonly #scrub: Scrub;
  readonly #write: (chunk: Buffer) => void;
  #held: Buffer[] = [];
  #size = 0;

  constructor(scrub: Scrub, write: (chunk: Buffer) => void) {
    this.#scrub = scrub;
    this.#write = write;
  }

  take(chunk: Buffer): void {
    const end = chunk.lastIndexOf(0x0a) + 1;
    this.#hold(chunk.subarray(0, end));
    if (end > 0) this.flush();
    this.#hold(chunk.subarray(end));
    if (this.#size > LINE_BYTES_MAX) this.flush();
  }

  /** Passes on what is left, at the stream's end. */
  flush(): void {
    if (this.#size === 0) return;
    const text = Buffer.concat(this.#held).toString("utf8");
    this.#held = [];
    this.#size = 0;
    this.#write(Buffer.from(this.#scrub(text)));
  }

  #hold(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#held.push(piece);
    this.#size += piece.length;
  }
}
