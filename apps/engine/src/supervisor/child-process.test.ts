import { describe, expect, test } from "vitest";
import { explainEnd, foldingIn, readyPort } from "./child-process.ts";

describe("the line by which a child says that it is ready", () => {
  test.each([
    ['{"ready":true,"port":8001}', 8001],
    ["console: ready on http://localhost:3000", 3000],
    ["console: ready on https://desk.example:8443", 8443],
    ['{"listening":8010}', 8010],
    ['{"ready":false,"port":8001}', null],
    ['{"ready":true}', null],
    ['{"level":30,"msg":"ready"}', null],
    ["{not json", null],
    ["listening", null],
    ["null", null],
  ])("%s gives %s", (line, port) => {
    expect(readyPort(line)).toBe(port);
  });
});

describe("the line by which an engine says how far the fold of its journal is", () => {
  const far = { entries: 5, of: 9, seconds: 2.1, done: false };
  test.each([
    [JSON.stringify({ folding: far }), far],
    ['{"folding":{"entries":-1}}', null],
    ['{"folding":', null],
    ['{"ready":true,"port":1}', null],
  ])("%s gives %j", (line, expected) => {
    expect(foldingIn(line)).toEqual(expected);
  });
});

describe("how a child ended", () => {
  test.each([
    ["by force", { code: null, signal: "SIGKILL" as const, lastWords: ["something"] }, "SIGKILL"],
    ["in order", { code: 0, signal: null, lastWords: ["stopping"] }, "code 0"],
    ["without a word", { code: 3, signal: null, lastWords: [] }, "code 3"],
    [
      "with a sentence",
      { code: 1, signal: null, lastWords: ["config/x.json is missing."] },
      "config/x.json is missing.",
    ],
    [
      "with a logged error and a stack",
      {
        code: 1,
        signal: null,
        lastWords: [
          '{"level":30,"msg":"starting"}',
          '{"level":60,"msg":"The journal is damaged."}',
          "Error: boom",
          "    at main.ts:3",
          "Node.js v20.20.2",
        ],
      },
      "The journal is damaged. Error: boom",
    ],
    [
      "with a torn line",
      { code: 1, signal: null, lastWords: ['{"level":60,"ms'] },
      '{"level":60,"ms',
    ],
  ])("%s is said so", (_case, end, sentence) => {
    expect(explainEnd(end)).toBe(sentence);
  });
});
