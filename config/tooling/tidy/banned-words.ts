import type { Offence } from "./offence.ts";
import type { SourceFile } from "./source-file.ts";

interface BannedWord {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly instead: string;
  /** Files in which the word is looked for; everywhere when absent. */
  readonly where?: RegExp;
}

const CODE = /\.(ts|tsx|mjs|js|cjs|css|sql|prisma)$/;
/** This list spells out what it bans, and its test proves each line. */
const OWN_FILES = /^config\/tooling\/tidy\/banned-words(\.test)?\.ts$/;

const BRITISH: readonly string[] = [
  "colours?|behaviours?|favour(s|ite)?|neighbours?|centres?|grey|catalogue|licence",
  "cancell(ed|ing)|labell(ed|ing)|modell(ed|ing)|travell(ed|ing)|whilst|judgement|analys(e|ed|ing)",
  "(serial|normal|initial|optim|organ|recogn|author|synchron)is(e|es|ed|ing|ation)",
  "(minim|maxim|summar|final|real|util|emphas|prior|standard)is(e|es|ed|ing|ation)",
];

/** Words that may not stand in the repository, and what to write instead. */
const BANNED: readonly BannedWord[] = [
  {
    rule: "leftover",
    pattern: /\b(TODO|FIXME|XXX|HACK)\b|\bnot (yet )?implemented\b/i,
    instead: "finish it, or leave it out and say so in the guide",
    where: CODE,
  },
  {
    rule: "pretence",
    pattern: /\b(stub(s|bed)?|dummy|dummies)\b|(?<!::)\bplaceholder\b(?!\s*[=:?}])/i,
    instead: "write the real thing",
    where: CODE,
  },
  {
    rule: "machine-path",
    pattern: /(^|[\s"'`(=:])\/(work|root|home|Users)\/[\w.-]/,
    instead: "write a path from the root of the checkout, or take it from the environment",
  },
  {
    rule: "package-host",
    pattern: /\b(registry\.npmjs\.org|npmjs\.com|deb\.debian\.org|pypi\.org|proxy\.golang\.org)\b/i,
    instead: "name the package, never the host that serves it",
  },
  {
    rule: "workplace-words",
    pattern: /\bissues? ?#?\d+\b|\b(claude|anthropic|chatgpt|copilot|openai|llm)\b/i,
    instead: "describe the reason itself",
  },
  {
    rule: "silenced-check",
    pattern: /eslint-disable|biome-ignore|@ts-ignore|@ts-nocheck|(v8|c8|istanbul) ignore/,
    instead:
      "repair the code; an exception is a line with a reason in config/tooling/tidy-exceptions.json",
  },
  {
    rule: "american-spelling",
    pattern: new RegExp(`\\b(${BRITISH.join("|")})\\b`, "i"),
    instead: "write the American spelling, as FIX and Alpaca do",
  },
];

/** Checks every line of a file for words that may not stand there. */
export function checkWords({ path, lines }: SourceFile): Offence[] {
  if (OWN_FILES.test(path)) return [];
  const applicable = BANNED.filter(({ where }) => where === undefined || where.test(path));
  return lines.flatMap((text, index) =>
    applicable.flatMap(({ rule, pattern, instead }) => {
      const found = pattern.exec(text);
      if (found === null) return [];
      return [{ rule, file: path, line: index + 1, message: `"${found[0].trim()}": ${instead}` }];
    }),
  );
}
