import type { FaultTable } from "../fault-row.ts";

/** B: the venue's REST interface fails or lies. */
export const VENUE: FaultTable = {
  title: "The venue's REST interface",
  rows: [
    {
      id: "B01",
      fault: "429 on an order",
      guarantee:
        "It is known not to be accepted, and is not sent again blindly; the reservation is free.",
    },
    {
      id: "B02",
      fault: "a storm of 429",
      guarantee:
        "Kill goes before cancels, cancels before orders, orders before questions; a kill always has room.",
    },
    {
      id: "B03",
      fault: "500, 502, 503 or 504 on an order",
      guarantee: "The order is unknown and is asked for by our id; there is no second one.",
    },
    {
      id: "B04",
      fault: "no answer after the venue took the order",
      guarantee: "There is exactly one order; evidence makes the unknown one a working one.",
    },
    {
      id: "B05",
      fault: "no answer, and the venue does not have the order",
      guarantee: "It is given up only after clean answers over a settle window, and was sent once.",
    },
    {
      id: "B06",
      fault: "an error body although the order was executed",
      guarantee: "Only documented verdicts count; with anything else the order is unknown.",
    },
    {
      id: "B07",
      fault: "200 with torn or foreign JSON",
      guarantee: "The order is unknown and what came is kept.",
    },
    {
      id: "B08",
      fault: "200 with another symbol, side or quantity",
      guarantee:
        "That order counts at the larger size and is canceled until the venue confirms it; its symbol is blocked and people are told.",
    },
    {
      id: "B09",
      fault: "the key is revoked during the session",
      guarantee:
        "The first refusal that the account's own answer confirms halts trading, with one critical alert that names the open orders; only the account is asked for from then on, minutes apart, and a kill still tries.",
    },
    {
      id: "B10",
      fault: "403 for want of buying power or shares",
      guarantee: "The order is rejected with the venue's words and its reservation is free.",
    },
    {
      id: "B11",
      fault: "a refusal as a wash trade",
      guarantee: "The order is rejected for good, with either code.",
    },
    {
      id: "B12",
      fault: "the venue knows our id already",
      guarantee: "Its order is fetched and adopted; nothing new is sent.",
    },
    {
      id: "B13",
      fault: "a cancel is taken, and the order fills",
      guarantee: "Only the venue's report ends the order; the fill is booked.",
    },
    {
      id: "B14",
      fault: "a cancel that never takes effect",
      guarantee:
        "The order counts in full, is asked for, and people are told, once, whatever restarts; nothing is sent in its place.",
    },
    {
      id: "B15",
      fault: "a replace that failed by its answer and happened",
      guarantee: "The new order is chained to the old one by the venue's own word.",
    },
    {
      id: "B16",
      fault: "a half-open connection",
      guarantee: "The request ends at its deadline and the connection is not used again.",
    },
    {
      id: "B17",
      fault: "a redirect",
      guarantee: "It is not followed: the keys go to the configured hosts only.",
    },
    {
      id: "B18",
      fault: "a body that is huge, endless or a bomb",
      guarantee: "It is cut at a bound; an order answered so is unknown.",
    },
    {
      id: "B19",
      fault: "pages of executions that repeat",
      guarantee: "Each execution counts once; a page that cannot be read fails the list.",
    },
    {
      id: "B20",
      fault: "executions listed minutes late",
      guarantee:
        "They are booked whenever they are listed, and their order counts in full until then. What is never listed a person may take over; nothing is invented.",
    },
    {
      id: "B21",
      fault: "the account is blocked for trading",
      guarantee: "No new risk until the venue lifts it; reducing stays possible.",
    },
    {
      id: "B22",
      fault: "a field is removed or renamed",
      guarantee: "Only what identifies a thing is demanded; the rest may be absent.",
    },
    {
      id: "B23",
      fault: "a status or kind that nobody knows",
      guarantee: "The word is kept and nothing throws.",
    },
    {
      id: "B24",
      fault: "a paper key with a live address, or another account",
      guarantee: "The start is refused with both ids.",
    },
    {
      id: "B25",
      fault: "a position that differs from ours",
      guarantee:
        "A break is opened and blocks its symbol; books are never made equal by an invented event.",
    },
    {
      id: "B26",
      fault: "an order of another program",
      guarantee: "It is shown, counted, and never touched but by a kill.",
    },
    {
      id: "B27",
      fault: "cancel-all with some failures",
      guarantee:
        "Each item is read; a kill is proven only by an empty venue, and cancels what is left.",
    },
    {
      id: "B28",
      fault: "a certificate that nobody vouches for",
      guarantee: "Nothing is sent.",
    },
    {
      id: "B29",
      fault: "the venue's name cannot be resolved",
      guarantee: "The order was surely not sent, and a question is asked again later.",
    },
    {
      id: "B30",
      fault: "an order accepted and rejected afterwards",
      guarantee: "It ends as rejected and its reservation is free.",
    },
    {
      id: "B31",
      fault: "orders work and the account does not answer",
      guarantee:
        "What is known of the account serves for a minute at most; then only orders that reduce pass, with the reason, and so they do after three intervals without a comparison.",
    },
    {
      id: "B32",
      fault: "more is filled than was ordered",
      guarantee: "It is booked, flagged, and blocks its symbol until a comparison agrees.",
    },
  ],
};
