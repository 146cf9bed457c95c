import { Alpaca, ApiError } from "@alpacahq/alpaca-trade-api";
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

/** The official SDK, unmodified; only its addresses are turned to the target. */
export class SdkClient implements ConformanceClient {
  readonly #target: Target;
  readonly #alpaca: Alpaca;

  constructor(target: Target) {
    this.#target = target;
    this.#alpaca = new Alpaca({
      keyId: target.keyId,
      secret: target.secretKey,
      paper: true,
      fetchApi: (input: string | URL | Request, init?: RequestInit) => {
        const url = new URL(input instanceof Request ? input.url : input);
        const base = url.host.startsWith("data.") ? target.dataUrl : target.tradingUrl;
        return fetch(base + url.pathname + url.search, init);
      },
    });
  }

  async account(): Promise<AccountSeen> {
    const account = await this.#alpaca.trading.account.getAccount();
    return {
      status: String(account.status),
      cash: account.cash ?? "",
      equity: account.equity ?? "",
      buyingPower: account.buyingPower ?? "",
    };
  }

  async isOpen(): Promise<boolean> {
    return (await this.#alpaca.trading.clock.legacyClock()).isOpen === true;
  }

  async calendar(from: string, to: string): Promise<DaySeen[]> {
    const period = { start: new Date(from), end: new Date(to) };
    const days = await this.#alpaca.trading.calendar.legacyCalendar(period);
    return days.map(({ date, open, close }) => ({
      date: new Date(date).toISOString().slice(0, 10),
      open,
      close,
    }));
  }

  async asset(symbol: string): Promise<Answered<AssetSeen>> {
    return answered(async () => {
      const { assets } = this.#alpaca.trading;
      const asset = await assets.getV2AssetsSymbolOrAssetId({ symbolOrAssetId: symbol });
      return { id: asset.id, symbol: asset.symbol, tradable: asset.tradable };
    });
  }

  async submit(order: OrderSent): Promise<Answered<OrderSeen>> {
    const request: Parameters<typeof this.orderApi.postOrder>[0]["postOrderRequest"] = {
      symbol: order.symbol,
      side: order.side,
      type: order.type,
      timeInForce: order.time_in_force,
      ...given({
        qty: order.qty,
        notional: order.notional,
        limitPrice: order.limit_price,
        stopPrice: order.stop_price,
        trailPercent: order.trail_percent,
        extendedHours: order.extended_hours,
        clientOrderId: order.client_order_id,
        orderClass: order.order_class,
        takeProfit:
          order.take_profit === undefined
            ? undefined
            : { limitPrice: order.take_profit.limit_price },
        stopLoss:
          order.stop_loss === undefined
            ? undefined
            : {
                stopPrice: order.stop_loss.stop_price,
                ...given({ limitPrice: order.stop_loss.limit_price }),
              },
      }),
    };
    return answered(async () => seen(await this.orderApi.postOrder({ postOrderRequest: request })));
  }

  async order(id: string): Promise<Answered<OrderSeen>> {
    return answered(async () =>
      seen(await this.orderApi.getOrderByOrderID({ orderId: id, nested: true })),
    );
  }

  async orderByClientId(id: string): Promise<Answered<OrderSeen>> {
    return answered(async () =>
      seen(await this.orderApi.getOrderByClientOrderId({ clientOrderId: id })),
    );
  }

  async orders(status: "open" | "closed" | "all"): Promise<OrderSeen[]> {
    return (await this.orderApi.getAllOrders({ status, limit: 100 })).map(seen);
  }

  async ordersAfter(id: string): Promise<Answered<OrderSeen[]>> {
    const query = { status: "all", direction: "asc", limit: 500, afterOrderId: id } as const;
    return answered(async () => (await this.orderApi.getAllOrders(query)).map(seen));
  }

  async replace(id: string, limitPrice: string): Promise<Answered<OrderSeen>> {
    const change = { orderId: id, patchOrderRequest: { limitPrice } };
    return answered(async () => seen(await this.orderApi.patchOrderByOrderId(change)));
  }

  async cancel(id: string): Promise<Answered<null>> {
    return answered(async () => {
      await this.orderApi.deleteOrderByOrderID({ orderId: id });
      return null;
    });
  }

  async cancelAll(): Promise<{ id: string; status: number }[]> {
    const lines = await this.orderApi.deleteAllOrders();
    return lines.map(({ id, status }) => ({ id: id ?? "", status: Number(status) }));
  }

  async position(symbol: string): Promise<Answered<PositionSeen>> {
    return answered(async () => {
      const { positions } = this.#alpaca.trading;
      const position = await positions.getOpenPosition({ symbolOrAssetId: symbol });
      return { symbol: position.symbol, qty: position.qty, side: position.side };
    });
  }

  async close(symbol: string): Promise<Answered<OrderSeen>> {
    const { positions } = this.#alpaca.trading;
    return answered(async () =>
      seen(await positions.deleteOpenPosition({ symbolOrAssetId: symbol })),
    );
  }

  async fills(): Promise<FillSeen[]> {
    return this.fillsPage(100, null);
  }

  async fillsPage(size: number, token: string | null): Promise<FillSeen[]> {
    const { accountActivities } = this.#alpaca.trading;
    const fills = await accountActivities.getAccountActivities({
      activityTypes: ["FILL"],
      pageSize: size,
      ...given({ pageToken: token ?? undefined }),
    });
    return fills.map((fill) => {
      const fields: Record<string, unknown> = { ...fill };
      const read = (name: string): string => {
        const value = fields[name];
        return typeof value === "string" ? value : "";
      };
      return {
        id: read("id"),
        orderId: read("orderId"),
        qty: read("qty"),
        price: read("price"),
        side: read("side"),
      };
    });
  }

  async bars({ symbol, timeframe, start, end, limit, pageToken }: BarsAsked): Promise<BarsSeen> {
    const page = await this.#alpaca.marketData.stocks.stockBarSingle({
      symbol,
      timeframe,
      start: new Date(start),
      end: new Date(end),
      limit,
      feed: "iex",
      ...given({ pageToken: pageToken ?? undefined }),
    });
    return {
      times: (page.bars ?? []).map(({ t }) => new Date(t).toISOString().replace(".000Z", "Z")),
      next: page.nextPageToken ?? null,
    };
  }

  async latestQuote(symbol: string): Promise<{ bid: number; ask: number }> {
    const { stocks } = this.#alpaca.marketData;
    const { quote } = await stocks.stockLatestQuoteSingle({ symbol, feed: "iex" });
    return { bid: quote.bp, ask: quote.ap };
  }

  async quoteOn(feed: string, symbol: string): Promise<Answered<null>> {
    const { stocks } = this.#alpaca.marketData;
    const asked = { symbol, feed } as Parameters<typeof stocks.stockLatestQuoteSingle>[0];
    return answered(async () => {
      await stocks.stockLatestQuoteSingle(asked);
      return null;
    });
  }

  async createWatchlist(name: string, symbols: readonly string[]): Promise<Answered<string>> {
    const createWatchlistRequest = { name, symbols: [...symbols] };
    return answered(async () => {
      const { watchlists } = this.#alpaca.trading;
      return (await watchlists.postWatchlist({ createWatchlistRequest })).id;
    });
  }

  async deleteWatchlist(id: string): Promise<Answered<null>> {
    return answered(async () => {
      await this.#alpaca.trading.watchlists.deleteWatchlistById({ watchlistId: id });
      return null;
    });
  }

  async listen(): Promise<Heard<UpdateSeen>> {
    const items: UpdateSeen[] = [];
    const stream = this.#alpaca.trading.stream({ url: this.#target.streamUrl });
    stream.onTradeUpdate(({ event, order }) => {
      items.push({
        event: String(event),
        orderId: String(order.id ?? ""),
        status: String(order.status ?? ""),
      });
    });
    stream.subscribeTradeUpdates();
    stream.connect();
    await stream.whenAuthenticated();
    return { items, close: () => stream.disconnect() };
  }

  async watchQuotes(symbol: string): Promise<Heard<QuoteSeen>> {
    const items: QuoteSeen[] = [];
    const stream = this.#alpaca.marketData.stockStream({ url: this.#target.dataStreamUrl });
    stream.onQuote((quote) => {
      items.push({ symbol: quote.symbol, bid: quote.bidPrice, ask: quote.askPrice });
    });
    stream.onConnect(() => stream.subscribeForQuotes([symbol]));
    stream.connect();
    await stream.whenAuthenticated();
    return { items, close: () => stream.disconnect() };
  }

  get orderApi(): Alpaca["trading"]["orders"] {
    return this.#alpaca.trading.orders;
  }
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined: the SDK takes no such fields. */
function given<T extends object>(fields: T): Given<T> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Given<T>;
}

async function answered<T>(ask: () => Promise<T>): Promise<Answered<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error: unknown) {
    if (!(error instanceof ApiError)) throw error;
    const code = typeof error.code === "number" ? error.code : null;
    return { ok: false, status: error.status ?? 0, code, message: error.message };
  }
}

type SdkOrder = Awaited<ReturnType<Alpaca["trading"]["orders"]["postOrder"]>>;

function seen(order: SdkOrder): OrderSeen {
  return {
    id: order.id ?? "",
    clientOrderId: order.clientOrderId ?? "",
    symbol: order.symbol ?? "",
    status: String(order.status),
    type: String(order.type),
    side: String(order.side),
    qty: order.qty ?? null,
    filledQty: order.filledQty ?? "",
    limitPrice: order.limitPrice ?? null,
    replaces: order.replaces ?? null,
    legs: order.legs?.length ?? 0,
  };
}
