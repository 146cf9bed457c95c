import { describe, expect, it } from "vitest";
import { at, VenueBench } from "../../../test/open-venue.ts";

function bench(quote = "10.00x300 10.02x500"): VenueBench {
  return new VenueBench().quote(quote);
}

describe("an order that is marketable when it arrives", () => {
  it("takes the displayed size at the displayed price", () => {
    const venue = bench();
    venue.order({ qty: "500" });
    expect(venue.happened).toEqual(["new o1", "fill o1 500@10.02"]);
  });

  it("takes no more than is displayed and waits for the rest", () => {
    const venue = bench();
    venue.order({ qty: "700" });
    expect(venue.happened).toEqual(["new o1", "partial_fill o1 500@10.02"]);
  });

  it("takes displayed size once, however often the same quote is shown", () => {
    const venue = bench();
    venue.order({ qty: "700" });
    venue.quote("10.00x300 10.02x500").quote("9.99x100 10.02x500");
    expect(venue.happened).toHaveLength(2);
  });

  it.each([
    ["another size", "10.00x300 10.02x400", "fill o1 200@10.02"],
    ["another price", "10.00x300 10.03x500", "fill o1 200@10.03"],
  ])("takes again when the side is refilled with %s", (_name, quote, filled) => {
    const venue = bench();
    venue.order({ qty: "700" });
    venue.quote(quote);
    expect(venue.happened.at(-1)).toBe(filled);
  });

  it("is not filled a second time from size that an earlier order took", () => {
    const venue = bench();
    venue.order({ qty: "400" });
    venue.order({ qty: "200" });
    expect(venue.happened.at(-1)).toBe("partial_fill o2 100@10.02");
  });

  it("pays no more than its limit and not more than the quote", () => {
    const venue = bench();
    venue.order({ type: "limit", limit_price: "10.05" });
    expect(venue.happened.at(-1)).toBe("fill o1 100@10.02");
  });

  it("sells at the bid", () => {
    const venue = bench();
    venue.order({ side: "sell" });
    expect(venue.happened.at(-1)).toBe("fill o1 100@10");
  });

  it("fills a fraction of a share", () => {
    const venue = bench();
    venue.order({ qty: "0.125" });
    expect(venue.happened.at(-1)).toBe("fill o1 0.125@10.02");
  });
});

describe("an order that rests", () => {
  it("is hit at its own limit when the far side reaches it", () => {
    const venue = bench();
    venue.order({ type: "limit", limit_price: "10.01" });
    venue.quote("9.98x300 9.99x60");
    expect(venue.happened.at(-1)).toBe("partial_fill o1 60@10.01");
  });

  it("is filled at its limit, up to the print's size, when a print goes through it", () => {
    const venue = bench();
    venue.order({ type: "limit", limit_price: "10.01" });
    venue.print("10.00x40");
    expect(venue.happened.at(-1)).toBe("partial_fill o1 40@10.01");
  });

  it.each([
    ["at its limit", "10.01x40"],
    ["outside the quote", "9.99x40"],
  ])("is not filled by a print %s", (_name, print) => {
    const venue = bench();
    venue.order({ type: "limit", limit_price: "10.01" });
    venue.print(print);
    expect(venue.happened).toEqual(["new o1"]);
  });

  it("shares a print with other orders by price, then time", () => {
    const venue = bench("10.00x300 10.10x500");
    venue.order({ type: "limit", limit_price: "10.03" });
    venue.order({ type: "limit", limit_price: "10.05" });
    venue.order({ type: "limit", limit_price: "10.03" });
    venue.print("10.01x150");
    expect(venue.happened.slice(3)).toEqual(["fill o2 100@10.05", "partial_fill o1 50@10.03"]);
  });

  it("fills a better-priced order first from displayed size", () => {
    const venue = bench("10.00x300 10.10x500");
    venue.order({ type: "limit", limit_price: "10.03" });
    venue.order({ type: "limit", limit_price: "10.05" });
    venue.quote("9.90x100 10.01x150");
    expect(venue.happened.slice(2)).toEqual(["fill o2 100@10.05", "partial_fill o1 50@10.03"]);
  });

  it("stays at the displayed price while it never stood away from the market", () => {
    const venue = bench();
    venue.order({ qty: "700", type: "limit", limit_price: "10.05" });
    venue.quote("10.00x300 10.03x500");
    expect(venue.happened.at(-1)).toBe("fill o1 200@10.03");
  });
});

describe("a market that is no market", () => {
  it.each([
    ["locked", "10.02x300 10.02x500"],
    ["crossed", "10.03x300 10.02x500"],
    ["without a bid", "- 10.02x500"],
    ["without an offer", "10.00x300 -"],
  ])("fills nothing while it is %s, and fills once it is regular", (_name, quote) => {
    const venue = new VenueBench().print("10.01x100").quote(quote);
    venue.order();
    expect(venue.happened).toEqual(["new o1"]);
    venue.quote("10.00x300 10.04x500");
    expect(venue.happened.at(-1)).toBe("fill o1 100@10.04");
  });

  it("does not let a print fill or elect while it is crossed", () => {
    const venue = bench();
    venue.order({ type: "limit", limit_price: "10.01" });
    venue.order({ type: "stop", stop_price: "10.10" });
    venue.quote("10.03x300 10.02x500").print("10.02x100");
    expect(venue.happened).toEqual(["new o1", "new o2"]);
  });
});

describe("times in force", () => {
  it("cancels what immediate-or-cancel could not fill", () => {
    const venue = bench();
    venue.order({ qty: "700", time_in_force: "ioc" });
    expect(venue.happened.slice(1)).toEqual(["partial_fill o1 500@10.02", "canceled o1"]);
  });

  it("fills fill-or-kill whole or not at all", () => {
    const venue = bench();
    venue.order({ qty: "501", time_in_force: "fok" });
    venue.order({ qty: "500", time_in_force: "fok" });
    expect(venue.happened).toEqual(["new o1", "canceled o1", "new o2", "fill o2 500@10.02"]);
  });

  it("cancels both in a market that is locked", () => {
    const venue = bench().quote("10.02x300 10.02x500");
    venue.order({ time_in_force: "fok" });
    venue.order({ time_in_force: "ioc" });
    expect(venue.happened).toEqual(["new o1", "canceled o1", "new o2", "canceled o2"]);
  });
});

describe("stops", () => {
  it("elects a sell stop by a print at the stop and sells at the bid", () => {
    const venue = bench("10.00x300 10.02x500");
    venue.order();
    venue.order({ side: "sell", type: "stop", stop_price: "9.95" });
    venue.quote("9.95x80 9.97x100").print("9.95x10");
    expect(venue.happened.slice(2)).toEqual(["new o2", "partial_fill o2 80@9.95"]);
  });

  it("does not elect by a print outside the best bid and offer", () => {
    const venue = bench();
    venue.order({ type: "stop", stop_price: "10.10" });
    venue.print("10.15x100");
    expect(venue.happened).toEqual(["new o1"]);
  });

  it("binds an elected buy stop to 4 % above its stop", () => {
    const venue = bench();
    venue.order({ type: "stop", stop_price: "10.10" });
    venue.quote("10.10x100 10.60x100").print("10.20x10");
    expect(venue.happened).toEqual(["new o1"]);
    venue.quote("10.10x100 10.50x100");
    expect(venue.happened.at(-1)).toBe("fill o1 100@10.5");
  });

  it("binds an elected buy stop from $50.00 up to 2.5 % above its stop", () => {
    const venue = new VenueBench().quote("50.00x100 50.02x100");
    venue.order({ type: "stop", stop_price: "50.10" });
    venue.quote("50.10x100 51.36x100").print("50.20x10");
    expect(venue.happened).toEqual(["new o1"]);
    venue.quote("50.10x100 51.35x100");
    expect(venue.happened.at(-1)).toBe("fill o1 100@51.35");
  });

  it("turns an elected stop-limit into a limit", () => {
    const venue = bench();
    venue.order({ type: "stop_limit", stop_price: "10.10", limit_price: "10.12" });
    venue.quote("10.09x100 10.20x100").print("10.15x10");
    venue.quote("10.09x100 10.11x30");
    expect(venue.happened.slice(1)).toEqual(["partial_fill o1 30@10.12"]);
  });

  it("does not work in extended hours", () => {
    const venue = bench();
    venue.order({ type: "stop", stop_price: "10.10", time_in_force: "gtc" });
    venue.clock(at("16:30")).quote("10.09x100 10.20x100").print("10.15x10");
    expect(venue.happened).toEqual(["new o1"]);
  });
});

describe("partial fills by chance", () => {
  it("take a part of a size that the seed decides, and the rest at later quotes", () => {
    const play = (): string[] => {
      const venue = new VenueBench({ partialFills: 1 }).quote("10.00x900 10.02x900");
      venue.order();
      for (let cents = 1; cents <= 9; cents++) venue.quote(`10.0${cents}x900 10.2${cents}x900`);
      return venue.happened;
    };
    const happened = play();
    expect(happened[1]).toMatch(/^partial_fill o1 \d{1,2}@10\.02$/);
    expect(happened.length).toBeGreaterThan(3);
    expect(play()).toEqual(happened);
  });
});
