import type { FaultTable } from "../fault-row.ts";

/** W: what people, pages and programs do to the console and its API. */
export const CONSOLE: FaultTable = {
  title: "Console and API",
  rows: [
    {
      id: "W01",
      fault: "a kill by another page: a form, text, an image's address",
      guarantee: "It is refused, noted in the audit trail, and does nothing.",
    },
    {
      id: "W02",
      fault: "a page of a sibling domain or another port, with the cookie",
      guarantee: "It is refused: the origins that may ask are a list.",
    },
    {
      id: "W03",
      fault: "headers that skip middleware or claim another address; an upgrade to another host",
      guarantee: "They open nothing; every procedure asks for itself who calls.",
    },
    {
      id: "W04",
      fault: "a socket of another page, without a session, or with a ticket in its address",
      guarantee:
        "It is refused; a ticket opens one socket of its own session, once, and is never in an address.",
    },
    {
      id: "W05",
      fault: "a session is revoked while its socket is open",
      guarantee: "The socket is closed within five seconds, and nothing more is taken from it.",
    },
    {
      id: "W06",
      fault: "a stale tab approves what has changed since",
      guarantee: "It is refused with what changed.",
    },
    {
      id: "W07",
      fault: "a command is sent again, or its id with other content",
      guarantee:
        "The same gets the first answer and has one effect; the other is refused and does nothing.",
    },
    {
      id: "W08",
      fault: "a passkey's assertion is sent again",
      guarantee: "It is refused: each is good for one action, once.",
    },
    {
      id: "W09",
      fault: "two people change the same limit",
      guarantee: "One wins; the other is shown the difference.",
    },
    {
      id: "W10",
      fault: "somebody approves what they asked for, by another session or way",
      guarantee: "It is refused: people count, not sessions.",
    },
    {
      id: "W11",
      fault: "ids of others, and fields that are not a command's",
      guarantee: "They are refused by name; a command takes only what belongs to it.",
    },
    {
      id: "W12",
      fault: "a batch of 10,000, a body of 5 MB, deep JSON, a prototype",
      guarantee: "They are refused at once, at a cost that the others do not notice.",
    },
    {
      id: "W13",
      fault: "a thousand consoles",
      guarantee: "99 of 100 see a change within a second; trading is another thread.",
    },
    {
      id: "W14",
      fault: "a console that does not read",
      guarantee:
        "What waits for it is bounded, then it is closed with 1013; the others see every change.",
    },
    {
      id: "W15",
      fault: "a client that sends a thousand messages",
      guarantee: "It is closed with 1008.",
    },
    {
      id: "W16",
      fault: "updates are lost while the console reconnects",
      guarantee: "A gap in the numbers is a loss: the console starts over from a whole picture.",
    },
    {
      id: "W17",
      fault: "the engine is away, and the console shows what it knew",
      guarantee: "Every figure says how old it is, and the kill says what else can be done.",
    },
    {
      id: "W18",
      fault: "a script in a symbol, a name or the broker's words; a line break for the log",
      guarantee: "It is shown as text, runs nothing, and stays within its line.",
    },
    {
      id: "W19",
      fault: "passwords are tried by the thousand, or to lock somebody out",
      guarantee: "Signing in slows down; stopping never does.",
    },
    {
      id: "W20",
      fault: "a session that was fixed before signing in, or a forged sign-in",
      guarantee: "Signing in makes a new session, and only a page of ours may do it.",
    },
    {
      id: "W21",
      fault: "metrics, health or a database studio are asked for from outside",
      guarantee: "They are not reachable through the console, and no label holds a secret.",
    },
    {
      id: "W22",
      fault: "a secret in a log, an error or a source map",
      guarantee:
        "The log of every process is scrubbed of the secrets that it was given, and of everything that has the form of one; all that a product wrote while people used it in a browser is searched for each secret of theirs.",
    },
    {
      id: "W23",
      fault: "an export of the audit trail is edited, cut or reordered",
      guarantee: "The verifier names the first entry that is not what was written.",
    },
    {
      id: "W24",
      fault: "a dependency below the version that closed a known hole",
      guarantee: "The tests are red.",
    },
  ],
};
