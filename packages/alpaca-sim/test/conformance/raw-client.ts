import { WebSocket } from "ws";
import { asRecord } from "../running-venue.ts";
import type {
  AccountSeen,
  Answered,
  AssetSeen,
  BarsAsked,
  BarsSeen,
  ConformanceClient,
  DaySeen,
  FillSeen,
  Heard,
  OrderSeen,
  OrderSent,
  PositionSeen,
  QuoteSeen,
  Target,
  UpdateSeen,
} from "./conformance-client.ts";

type Fields = Record<string, unknown>;

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : text(value);
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(asRecord) : [];
}

function orderSeen(body: Fields): OrderSeen {
  return {
    id: text(body["id"]),
    clientOrderId: text(body["client_order_id"]),
    symbol: text(body["symbol"]),
    status: text(body["status"]),
    type: text(body["type"]),
    side: text(body["side"]),
    qty: textOrNull(body["qty"]),
    filledQty: text(body["filled_qty"]),
    limitPrice: textOrNull(body["limit_price"]),
    replaces: textOrNull(body["replaces"]),
    legs: list(body["legs"]).length,
  };
}

/** Plain HTTP and WebSocket, JSON throughout: what anyone's client does. */
export class RawClient implements ConformanceClient {
  readonly #target: Target;

  constructor(target: Target) {
    this.#target = target;
  }

  async account(): Promise<AccountSeen> {
    const body = await this.#get("/v2/account");
    return {
      status: text(body["status"]),
      cash: text(body["cash"]),
      equity: text(body["equity"]),
      buyingPower: text(body["buying_power"]),
    };
  }

  async isOpen(): Promise<boolean> {
    return (await this.#get("/v2/clock"))["is_open"] === true;
  }

  async calendar(from: string, to: string): Promise<DaySeen[]> {
    const answer = await this.#trade("GET", `/v2/calendar?start=${from}&end=${to}`);
    return list(answer.ok ? answer.value : []).map((day) => ({
      date: text(day["date"]),
      open: text(day["open"]),
      close: text(day["close"]),
    }));
  }

  async asset(symbol: string): Promise<Answered<AssetSeen>> {
    const answer = await this.#trade("GET", `/v2/assets/${symbol}`);
    return mapped(answer, (body) => ({
      id: text(body["id"]),
      symbol: text(body["symbol"]),
      tradable: body["tradable"] === true,
    }));
  }

  async submit(order: OrderSent): Promise<Answered<OrderSeen>> {
    return mapped(await this.#trade("POST", "/v2/orders", order), orderSeen);
  }

  async order(id: string): Promise<Answered<OrderSeen>> {
    return mapped(await this.#trade("GET", `/v2/orders/${id}?nested=true`), orderSeen);
  }

  async orderByClientId(id: string): Promise<Answered<OrderSeen>> {
    const path = `/v2/orders:by_client_order_id?client_order_id=${encodeURIComponent(id)}`;
    return mapped(await this.#trade("GET", path), orderSeen);
  }

  async orders(status: string): Promise<OrderSeen[]> {
    const answer = await this.#trade("GET", `/v2/orders?status=${status}&limit=100`);
    return list(answer.ok ? answer.value : []).map(orderSeen);
  }

  async ordersAfter(id: string): Promise<Answered<OrderSeen[]>> {
    const query = `status=all&direction=asc&limit=500&after_order_id=${id}`;
    const answer = await this.#trade("GET", `/v2/orders?${query}`);
    return answer.ok ? { ok: true, value: list(answer.value).map(orderSeen) } : answer;
  }

  async replace(id: string, limitPrice: string): Promise<Answered<OrderSeen>> {
    const body = { limit_price: limitPrice };
    return mapped(await this.#trade("PATCH", `/v2/orders/${id}`, body), orderSeen);
  }

  async cancel(id: string): Promise<Answered<null>> {
    return mapped(await this.#trade("DELETE", `/v2/orders/${id}`), () => null);
  }

  async cancelAll(): Promise<{ id: string; status: number }[]> {
    const answer = await this.#trade("DELETE", "/v2/orders");
    return list(answer.ok ? answer.value : []).map(({ id, status }) => ({
      id: text(id),
      status: Number(status),
    }));
  }

  async position(symbol: string): Promise<Answered<PositionSeen>> {
    return mapped(await this.#trade("GET", `/v2/positions/${symbol}`), (body) => ({
      symbol: text(body["symbol"]),
      qty: text(body["qty"]),
      side: text(body["side"]),
    }));
  }

  async close(symbol: string): Promise<Answered<OrderSeen>> {
    return mapped(await this.#trade("DELETE", `/v2/positions/${symbol}`), orderSeen);
  }

  async fills(): Promise<FillSeen[]> {
    return this.fillsPage(100, null);
  }

  async fillsPage(size: number, token: string | null): Promise<FillSeen[]> {
    const query = new URLSearchParams({ page_size: String(size) });
    if (token !== null) query.set("page_token", token);
    const answer = await this.#trade("GET", `/v2/account/activities/FILL?${query}`);
    return list(answer.ok ? answer.value : []).map((fill) => ({
      id: text(fill["id"]),
      orderId: text(fill["order_id"]),
      qty: text(fill["qty"]),
      price: text(fill["price"]),
      side: text(fill["side"]),
    }));
  }

  async bars({ symbol, pageToken, limit, ...asked }: BarsAsked): Promise<BarsSeen> {
    const query = new URLSearchParams({ ...asked, limit: String(limit), feed: "iex" });
    if (pageToken !== null) query.set("page_token", pageToken);
    const url = `${this.#target.dataUrl}/v2/stocks/${symbol}/bars?${query}`;
    const body = asRecord(valueOf(await this.#ask("GET", url)));
    return {
      times: list(body["bars"]).map(({ t }) => text(t)),
      next: textOrNull(body["next_page_token"]),
    };
  }

  async latestQuote(symbol: string): Promise<{ bid: number; ask: number }> {
    const url = `${this.#target.dataUrl}/v2/stocks/${symbol}/quotes/latest?feed=iex`;
    const quote = asRecord(asRecord(valueOf(await this.#ask("GET", url)))["quote"]);
    return { bid: Number(quote["bp"]), ask: Number(quote["ap"]) };
  }

  async quoteOn(feed: string, symbol: string): Promise<Answered<null>> {
    const url = `${this.#target.dataUrl}/v2/stocks/${symbol}/quotes/latest?feed=${feed}`;
    return mapped(await this.#ask("GET", url), () => null);
  }

  async createWatchlist(name: string, symbols: readonly string[]): Promise<Answered<string>> {
    const answer = await this.#trade("POST", "/v2/watchlists", { name, symbols });
    return mapped(answer, (body) => text(body["id"]));
  }

  async deleteWatchlist(id: string): Promise<Answered<null>> {
    return mapped(await this.#trade("DELETE", `/v2/watchlists/${id}`), () => null);
  }

  async listen(): Promise<Heard<UpdateSeen>> {
    const { streamUrl, keyId, secretKey } = this.#target;
    const stream = new RawStream<UpdateSeen>(streamUrl, (message) => {
      if (message["stream"] !== "trade_updates") return null;
      const data = asRecord(message["data"]);
      const order = asRecord(data["order"]);
      return {
        event: text(data["event"]),
        orderId: text(order["id"]),
        status: text(order["status"]),
      };
    });
    await stream.opened();
    stream.send({ action: "authenticate", data: { key_id: keyId, secret_key: secretKey } });
    stream.send({ action: "listen", data: { streams: ["trade_updates"] } });
    await stream.until((message) => message["stream"] === "listening");
    return stream;
  }

  async watchQuotes(symbol: string): Promise<Heard<QuoteSeen>> {
    const { dataStreamUrl, keyId, secretKey } = this.#target;
    const stream = new RawStream<QuoteSeen>(dataStreamUrl, (message) =>
      message["T"] === "q"
        ? { symbol: text(message["S"]), bid: Number(message["bp"]), ask: Number(message["ap"]) }
        : null,
    );
    await stream.opened();
    stream.send({ action: "auth", key: keyId, secret: secretKey });
    stream.send({ action: "subscribe", quotes: [symbol] });
    await stream.until((message) => message["T"] === "subscription");
    return stream;
  }

  async #get(path: string): Promise<Fields> {
    return asRecord(valueOf(await this.#trade("GET", path)));
  }

  async #trade(method: string, path: string, body?: unknown): Promise<Answered<unknown>> {
    return this.#ask(method, this.#target.tradingUrl + path, body);
  }

  async #ask(method: string, url: string, body?: unknown): Promise<Answered<unknown>> {
    const { keyId, secretKey } = this.#target;
    const response = await fetch(url, {
      method,
      headers: { "APCA-API-KEY-ID": keyId, "APCA-API-SECRET-KEY": secretKey },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const content = await response.text();
    const value: unknown = content === "" ? null : JSON.parse(content);
    if (response.ok) return { ok: true, value };
    const { code, message } = asRecord(value);
    const known = typeof code === "number" ? code : null;
    return { ok: false, status: response.status, code: known, message: text(message) };
  }
}

function mapped<T>(answer: Answered<unknown>, read: (body: Fields) => T): Answered<T> {
  return answer.ok ? { ok: true, value: read(asRecord(answer.value)) } : answer;
}

function valueOf(answer: Answered<unknown>): unknown {
  if (answer.ok) return answer.value;
  throw new Error(`${answer.status} ${answer.message}`);
}

/** One connection; keeps what `read` makes of its messages. */
class RawStream<T> implements Heard<T> {
  readonly items: T[] = [];
  readonly #socket: WebSocket;
  readonly #messages: Fields[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(url: string, read: (message: Fields) => T | null) {
    this.#socket = new WebSocket(url);
    this.#socket.on("message", (data: Buffer) => {
      const value: unknown = JSON.parse(data.toString());
      for (const message of Array.isArray(value) ? list(value) : [asRecord(value)]) {
        this.#messages.push(message);
        const item = read(message);
        if (item !== null) this.items.push(item);
      }
      for (const ask of this.#waiting) ask();
    });
  }

  async opened(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.once("open", () => resolve());
      this.#socket.once("error", reject);
    });
  }

  send(message: unknown): void {
    this.#socket.send(JSON.stringify(message));
  }

  async until(takes: (message: Fields) => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const ask = (): void => {
        if (!this.#messages.some(takes)) return;
        this.#waiting.delete(ask);
        resolve();
      };
      this.#waiting.add(ask);
      ask();
    });
  }

  close(): void {
    this.#socket.close();
  }
}
