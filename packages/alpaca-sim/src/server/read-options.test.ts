import { describe, expect, it } from "vitest";
import { readOptions } from "./read-options.ts";
import { DEFAULT_OPTIONS } from "./venue-server-options.ts";

const SATURDAY = Date.parse("2026-11-21T12:00:00Z");

function read(
  args: readonly string[],
  environment: Record<string, string> = {},
): ReturnType<typeof readOptions> {
  return readOptions(args, environment, SATURDAY);
}

describe("the options of a venue process", () => {
  it("are the usual ones, on a generated tape of the next market day", () => {
    expect(read(["--generate"])).toEqual({
      ok: true,
      value: {
        ...DEFAULT_OPTIONS,
        tape: {
          kind: "generated",
          firstDate: "2026-11-23",
          symbols: ["SPY", "AAPL", "MSFT", "IBM"],
          days: null,
          activity: 1,
        },
      },
    });
  });

  it("come from flags, in both forms, and from the environment where a flag is absent", () => {
    const args = [
      "--data",
      "days",
      "--date=2013-10-08",
      "--symbols",
      "SPY,BRK.B",
      "--speed",
      "max",
      "--no-hold-for-client",
    ];
    const environment = {
      ALPACA_SIM_SPEED: "5",
      ALPACA_SIM_FROM: "09:30",
      ALPACA_SIM_CASH: "2500.50",
    };
    expect(read(args, environment)).toMatchObject({
      value: {
        speed: "max",
        fromMinute: 570,
        cash: 2_500_500_000,
        holdForClient: false,
        tape: {
          kind: "recorded",
          path: "days",
          date: "2013-10-08",
          symbols: ["SPY", "BRK.B"],
          gapMinutes: 15,
        },
      },
    });
  });

  it.each<[string[], string]>([
    [[], "say what to play: --data DIR or --generate"],
    [["--generate", "--data", "x"], "choose either --data DIR or --generate"],
    [["--generate", "--fast"], '"--fast" is not known; known are --generate'],
    [["--generate", "fast"], '"fast" is not known'],
    [["--generate", "--port"], "--port needs a value"],
    [
      ["--generate", "--port", "65536"],
      '--port is "65536"; allowed is a whole number from 0 to 65535',
    ],
    [["--generate", "--speed", "0"], '--speed is "0"; allowed is a number above 0'],
    [["--generate", "--speed", "-1"], '--speed is "-1"; allowed is a number above 0'],
    [["--generate", "--speed", "NaN"], '--speed is "NaN"; allowed is a number above 0'],
    [["--generate", "--symbols", "spy"], '--symbols is "spy"; allowed is ticker symbols'],
    [["--generate", "--symbols", "SPY,SPY"], '--symbols is "SPY,SPY"; allowed is ticker symbols'],
    [["--generate", "--date", "2026-02-30"], '--date is "2026-02-30"; allowed is a date'],
    [["--generate", "--from", "03:59"], '--from is "03:59"; allowed is a time in New York'],
    [
      ["--generate", "--window-ms", "70"],
      '--window-ms is "70"; allowed is a number of milliseconds that divides',
    ],
    [["--generate", "--cash", "-5"], '--cash is "-5"; allowed is dollars above 0'],
    [
      ["--generate", "--feeds", "otc"],
      '--feeds is "otc"; allowed is feeds among iex, sip, delayed_sip, test',
    ],
    [["--generate", "--days", "0"], '--days is "0"; allowed is a whole number from 1 to 10000'],
    [["--generate", "--activity", "0"], '--activity is "0"; allowed is a factor'],
    [["--generate", "--account-id", "me"], '--account-id is "me"; allowed is a UUID'],
    [["--generate", "--updates", "xml"], '--updates is "xml"; allowed is json-binary or json-text'],
    [
      ["--generate", "--acknowledge-as", "ok"],
      '--acknowledge-as is "ok"; allowed is pending_new, accepted or new',
    ],
  ])("are refused in one sentence: %j", (args, sentence) => {
    const options = read(args);
    expect(options.ok ? "" : options.error).toContain(sentence);
    expect(options.ok ? "" : options.error).not.toContain("\n");
  });

  it("name the variable's value when the environment is wrong", () => {
    expect(read(["--generate"], { ALPACA_SIM_HOLD_FOR_CLIENT: "maybe" })).toEqual({
      ok: false,
      error: '--hold-for-client is "maybe"; allowed is yes or no',
    });
  });
});
