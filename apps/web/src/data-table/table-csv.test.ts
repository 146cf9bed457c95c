import { describe, expect, test } from "vitest";
import type { Column } from "./column.ts";
import { tableCsv } from "./table-csv.ts";

function csvOf(value: string | number | null, kind: Column<null>["kind"] = "text"): string {
  const column: Column<null> = { id: "x", label: "X", width: 1, kind, value: () => value };
  return tableCsv([null], [column]).split("\r\n")[1] ?? "";
}

describe("CSV", () => {
  test.each(["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx"])(
    "puts an apostrophe before %j, which a spreadsheet would run",
    (text) => {
      expect(csvOf(text).replaceAll('"', "")).toBe(`'${text}`);
    },
  );

  test.each(["-5.00", "12.5", "0"])("leaves the number %s a number", (text) => {
    expect(csvOf(text, "number")).toBe(text);
  });

  test("quotes commas, quotes and line breaks", () => {
    expect(csvOf('a "b", c')).toBe('"a ""b"", c"');
  });

  test("leaves the unknown empty", () => {
    expect(csvOf(null)).toBe("");
  });

  test("writes an instant twice, in UTC and in New York", () => {
    const column: Column<number> = {
      id: "at",
      label: "Time",
      width: 1,
      kind: "time",
      value: (at) => at,
    };
    expect(tableCsv([Date.UTC(2026, 10, 23, 19, 3, 22, 418)], [column])).toBe(
      "Time (UTC),Time (ET)\r\n2026-11-23T19:03:22.418Z,2026-11-23 14:03:22.418 EST\r\n",
    );
  });

  test("leaves out columns that only act", () => {
    expect(csvOf("x", "action")).toBe("");
  });
});
