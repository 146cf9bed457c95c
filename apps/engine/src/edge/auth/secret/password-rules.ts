/** Lengths that a password may have, in characters. */
const LENGTH_MIN = 12;
const LENGTH_MAX = 256;
/** Fewer different characters than this are a pattern, not a password. */
const VARIETY_MIN = 5;

/** What most passwords that are guessed first are made of. */
const COMMON = [
  "password",
  "passwort",
  "passw",
  "qwerty",
  "qwertz",
  "azerty",
  "letmein",
  "welcome",
  "iloveyou",
  "admin",
  "administrator",
  "monkey",
  "dragon",
  "football",
  "baseball",
  "superman",
  "batman",
  "sunshine",
  "princess",
  "master",
  "shadow",
  "trustno",
  "login",
  "secret",
  "changeme",
  "default",
  "abc",
  "asdf",
  "zxcvbn",
  "interlock",
  "trading",
  "alpaca",
  "owner",
  "test",
  "user",
  "root",
  "hello",
  "money",
] as const;

const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "qazwsxedcrfvtgbyhnujmikolp",
  "1q2w3e4r5t6y7u8i9o0p",
];

const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** Of whom a password must say nothing. */
export interface PasswordOwner {
  readonly name: string;
  readonly email: string;
}

/**
 * Returns why a password is refused, as a sentence, or null. After NIST SP 800-63B: length instead of kinds of
 * characters, and none of those that are guessed first, nor the person's own name.
 */
export function passwordFault(password: string, { name, email }: PasswordOwner): string | null {
  if (password.length < LENGTH_MIN)
    return `The password has ${password.length} characters: it needs at least ${LENGTH_MIN}. A few words make a good one.`;
  if (password.length > LENGTH_MAX)
    return `The password has ${password.length} characters: at most ${LENGTH_MAX} are taken.`;
  const plain = password.toLowerCase();
  if (new Set(plain).size < VARIETY_MIN || isSequence(plain))
    return "The password is a simple pattern, which is guessed first: choose a few words instead.";
  if (isCommon(plain))
    return "The password is a common one with additions, which is guessed first: choose a few words instead.";
  const own = [...name.split(/\s+/), email.split("@", 1)[0] ?? ""].map((part) =>
    part.toLowerCase(),
  );
  if (own.some((part) => part.length >= 4 && rest(plain, [part]).length < LENGTH_MIN / 2))
    return "The password is your name or e-mail address with additions: choose a few words instead.";
  return null;
}

function isSequence(plain: string): boolean {
  return ROWS.some((row) => {
    const both = [row + row, [...(row + row)].reverse().join("")];
    return both.some((line) => line.includes(plain));
  });
}

/** A common word, written in any of the usual ways, and little else. */
function isCommon(plain: string): boolean {
  const folded = [...plain].map((one) => LEET[one] ?? one).join("");
  return [plain, folded].some((text) => lettersLeft(rest(text, COMMON)) < 4 && hasOne(text));
}

function hasOne(text: string): boolean {
  return COMMON.some((word) => text.includes(word));
}

function rest(text: string, words: readonly string[]): string {
  return words.reduce((left, word) => left.replaceAll(word, ""), text);
}

function lettersLeft(text: string): number {
  return text.replaceAll(/[^\p{L}]/gu, "").length;
}
