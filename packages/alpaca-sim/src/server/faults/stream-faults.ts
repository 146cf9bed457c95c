import type { WireMarketDataRequest } from "@interlock/alpaca/wire/market-data-stream";

const SYMBOL_LISTS = [
  "trades",
  "quotes",
  "bars",
  "updatedBars",
  "dailyBars",
  "statuses",
  "lulds",
  "imbalances",
] as const;

/** Codes with which a sign-in to market data can be made to fail. */
export const SIGN_IN_CODES = [402, 404, 406, 409, 500] as const;
export type SignInCode = (typeof SIGN_IN_CODES)[number];

/** What streams do wrong besides what they send: by name of the stream, `stream` for trade updates. */
export class StreamFaults {
  readonly muted = new Set<string>();
  readonly refusing = new Set<string>();
  readonly #signIns = new Map<string, { readonly code: SignInCode; left: number }>();
  #omitted: ReadonlySet<string> = new Set();

  /** Makes the next sign-ins to a stream fail. */
  failSignIns(stream: string, code: SignInCode, times: number): void {
    this.#signIns.set(stream, { code, left: times });
  }

  /** Returns the code with which this sign-in fails; null when it is judged as usual. */
  takeSignIn(stream: string): SignInCode | null {
    const fault = this.#signIns.get(stream);
    if (fault === undefined || fault.left === 0) return null;
    fault.left -= 1;
    return fault.code;
  }

  /** Names the symbols that subscriptions lose on their way; an empty list for none. */
  omit(symbols: readonly string[]): void {
    this.#omitted = new Set(symbols);
  }

  /** Returns a request as it arrives: without the symbols that get lost. */
  thin(request: WireMarketDataRequest): WireMarketDataRequest {
    if (this.#omitted.size === 0) return request;
    const keep = (symbols: string[] | undefined): string[] =>
      (symbols ?? []).filter((symbol) => !this.#omitted.has(symbol));
    const lists = SYMBOL_LISTS.map((name) => [name, keep(request[name])] as const);
    return { ...request, ...Object.fromEntries(lists) };
  }

  /** Returns what is in force. */
  list(): Record<string, unknown> {
    const signIns = [...this.#signIns].filter(([, { left }]) => left > 0);
    return {
      muted: [...this.muted],
      refusing: [...this.refusing],
      sign_ins: Object.fromEntries(signIns),
      omitted: [...this.#omitted],
    };
  }

  /** Ends all of it. */
  clear(): void {
    this.muted.clear();
    this.refusing.clear();
    this.#signIns.clear();
    this.#omitted = new Set();
  }
}
