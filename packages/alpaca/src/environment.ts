/**
 * Where the venue is and who we are there. Pure: it reads a plain object, never `process.env`.
 * The mode, the class of the key and the hosts must fit together before anything is sent; which account answers is
 * checked afterwards by the engine.
 */

/** What the process was started for. */
export type TradingMode = "sim" | "paper" | "live";

/** Market-data feeds that the stream can follow. */
export type MarketDataFeed = "iex" | "sip" | "test";

/** Key id and secret of one account. */
export interface AlpacaCredentials {
  readonly keyId: string;
  readonly secretKey: string;
}

/** Endpoints and credentials, complete and checked. URLs carry no trailing slash. */
export interface AlpacaEnvironment {
  readonly mode: TradingMode;
  readonly credentials: AlpacaCredentials;
  /** Trading REST, e.g. https://paper-api.alpaca.markets */
  readonly tradingUrl: string;
  /** Market data REST, e.g. https://data.alpaca.markets */
  readonly dataUrl: string;
  /** Trade updates with path, e.g. wss://paper-api.alpaca.markets/stream */
  readonly orderStreamUrl: string;
  /** Market data stream without path, e.g. wss://stream.data.alpaca.markets */
  readonly dataStreamUrl: string;
}

/** Either the environment, or every fault as one sentence that says what is wrong and what is allowed. */
export type EnvironmentReading =
  | { readonly ok: true; readonly environment: AlpacaEnvironment }
  | { readonly ok: false; readonly faults: readonly string[] };

type Variables = Readonly<Record<string, string | undefined>>;

interface Endpoint {
  readonly variable: string;
  readonly schemes: readonly [secure: string, plain: string];
  readonly defaults: Readonly<Record<TradingMode, string>>;
}

const LIVE_HOST = "api.alpaca.markets";
/** Where keys may go at all, whatever is configured. */
const ALPACA_HOST = /^(?:[a-z0-9-]+\.)+alpaca\.markets$/;
const PAPER_HOST = "paper-api.alpaca.markets";
const DATA = "https://data.alpaca.markets";
const DATA_STREAM = "wss://stream.data.alpaca.markets";

const ENDPOINTS: Readonly<
  Record<"tradingUrl" | "dataUrl" | "orderStreamUrl" | "dataStreamUrl", Endpoint>
> = {
  tradingUrl: {
    variable: "ALPACA_BASE_URL",
    schemes: ["https:", "http:"],
    defaults: {
      sim: "http://127.0.0.1:8010",
      paper: `https://${PAPER_HOST}`,
      live: `https://${LIVE_HOST}`,
    },
  },
  dataUrl: {
    variable: "ALPACA_DATA_URL",
    schemes: ["https:", "http:"],
    defaults: { sim: "http://127.0.0.1:8010", paper: DATA, live: DATA },
  },
  orderStreamUrl: {
    variable: "ALPACA_STREAM_URL",
    schemes: ["wss:", "ws:"],
    defaults: {
      sim: "ws://127.0.0.1:8010/stream",
      paper: `wss://${PAPER_HOST}/stream`,
      live: `wss://${LIVE_HOST}/stream`,
    },
  },
  dataStreamUrl: {
    variable: "ALPACA_DATA_STREAM_URL",
    schemes: ["wss:", "ws:"],
    defaults: { sim: "ws://127.0.0.1:8010", paper: DATA_STREAM, live: DATA_STREAM },
  },
};

/** Accepted by the simulated venue, and by nothing else, when no key is configured. */
const SIM_CREDENTIALS: AlpacaCredentials = {
  keyId: "PKSIMULATEDVENUE0001",
  secretKey: "simulated-venue-keeps-no-secrets",
};

/** Returns which kind of account a key opens, by its prefix: PK for paper, AK for live. */
export function keyClass(keyId: string): "paper" | "live" | "unknown" {
  if (keyId.startsWith("PK")) return "paper";
  return keyId.startsWith("AK") ? "live" : "unknown";
}

/** Returns which kind of account a number names: paper accounts begin with PA. */
export function accountClass(accountNumber: string): "paper" | "live" {
  return accountNumber.startsWith("PA") ? "paper" : "live";
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/.test(hostname);
}

/** Returns the full address of one market-data feed. */
export function marketDataStreamUrl(environment: AlpacaEnvironment, feed: MarketDataFeed): string {
  return `${environment.dataStreamUrl}/v2/${feed}`;
}

function readUrl(text: string, endpoint: Endpoint, faults: string[]): URL | null {
  const [secure, plain] = endpoint.schemes;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== secure && url.protocol !== plain)) {
    faults.push(
      `${endpoint.variable} "${text}" is not an address: write ${secure}//host, or ${plain}//127.0.0.1:port.`,
    );
    return null;
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    faults.push(`${endpoint.variable} must hold no user name, password, query or fragment.`);
    return null;
  }
  if (url.protocol === plain && !isLoopback(url.hostname)) {
    faults.push(
      `${endpoint.variable} "${text}" sends keys unencrypted: use ${secure}// for any host but this machine.`,
    );
    return null;
  }
  return url;
}

function checkHost(url: URL, endpoint: Endpoint, mode: TradingMode): string | null {
  const host = url.hostname;
  if (mode === "sim" && !isLoopback(host)) {
    return `${endpoint.variable} points at ${host}: in sim only this machine is allowed, e.g. 127.0.0.1.`;
  }
  if (mode !== "sim" && !isLoopback(host) && !ALPACA_HOST.test(host)) {
    return `${endpoint.variable} points at ${host}, which is not Alpaca's: keys go to hosts of alpaca.markets, and to this machine, only.`;
  }
  if (mode === "paper" && host === LIVE_HOST) {
    return `${endpoint.variable} points at live trading (${host}) in paper mode: use ${PAPER_HOST}.`;
  }
  if (mode === "live" && host === PAPER_HOST) {
    return `${endpoint.variable} points at paper trading (${host}) in live mode: use ${LIVE_HOST}.`;
  }
  return null;
}

function readEndpoint(
  name: keyof typeof ENDPOINTS,
  from: { variables: Variables; mode: TradingMode; faults: string[] },
): string {
  const endpoint = ENDPOINTS[name];
  const text = from.variables[endpoint.variable]?.trim() || endpoint.defaults[from.mode];
  const url = readUrl(text, endpoint, from.faults);
  if (url === null) return "";
  const fault = checkHost(url, endpoint, from.mode);
  if (fault !== null) from.faults.push(fault);
  const path = url.pathname.replace(/\/+$/, "");
  if (name === "orderStreamUrl")
    return `${url.protocol}//${url.host}${path === "" ? "/stream" : path}`;
  if (name === "dataStreamUrl") {
    return `${url.protocol}//${url.host}${path.replace(/\/v2(\/(iex|sip|test))?$/, "")}`;
  }
  return `${url.protocol}//${url.host}${path}`;
}

/** Says why a key does not fit the mode; null when it does. */
function keyFault(keyId: string, mode: TradingMode): string | null {
  if (keyId === "") return `ALPACA_API_KEY is missing: set the key id of your ${mode} account.`;
  const kind = keyClass(keyId);
  if (mode === "live") {
    if (kind === "live") return null;
    return "ALPACA_API_KEY is not a live key (AK…) but the mode is live: use a live key, or mode paper.";
  }
  if (kind === "live") {
    return `ALPACA_API_KEY is a live key (AK…) but the mode is ${mode}: use a paper key (PK…).`;
  }
  if (mode === "sim" || kind === "paper") return null;
  return "ALPACA_API_KEY does not look like a paper key: paper keys begin with PK.";
}

function firstOf(variables: Variables, names: readonly string[]): string {
  const given = names.map((name) => variables[name]?.trim() ?? "");
  return given.find((value) => value !== "") ?? "";
}

function readCredentials(
  variables: Variables,
  mode: TradingMode,
  faults: string[],
): AlpacaCredentials {
  const keyId = firstOf(variables, ["ALPACA_API_KEY", "APCA_API_KEY_ID"]);
  const secretKey = firstOf(variables, ["ALPACA_SECRET_KEY", "APCA_API_SECRET_KEY"]);
  if (mode === "sim" && keyId === "" && secretKey === "") return SIM_CREDENTIALS;
  const fault = keyFault(keyId, mode);
  if (fault !== null) faults.push(fault);
  if (secretKey === "") {
    faults.push("ALPACA_SECRET_KEY is missing: set the secret that belongs to ALPACA_API_KEY.");
  }
  return { keyId, secretKey };
}

/**
 * Reads endpoints and credentials from environment-like variables. Missing endpoints take Alpaca's address for the
 * mode (`sim`: port 8010 of this machine); `sim` needs no key. Collects all faults, secrets never among them.
 */
export function readAlpacaEnvironment(variables: Variables, mode: TradingMode): EnvironmentReading {
  const faults: string[] = [];
  const from = { variables, mode, faults };
  const environment: AlpacaEnvironment = {
    mode,
    credentials: readCredentials(variables, mode, faults),
    tradingUrl: readEndpoint("tradingUrl", from),
    dataUrl: readEndpoint("dataUrl", from),
    orderStreamUrl: readEndpoint("orderStreamUrl", from),
    dataStreamUrl: readEndpoint("dataStreamUrl", from),
  };
  return faults.length === 0 ? { ok: true, environment } : { ok: false, faults };
}
