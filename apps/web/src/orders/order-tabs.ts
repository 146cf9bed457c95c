/** The tabs of the orders page. */
export type OrderTab = "working" | "today" | "history" | "fills" | "denied";

export const ORDER_TABS: readonly { readonly id: OrderTab; readonly label: string }[] = [
  { id: "working", label: "Working" },
  { id: "today", label: "Today" },
  { id: "history", label: "History" },
  { id: "fills", label: "Fills" },
  { id: "denied", label: "Denied & rejected" },
];

/** Reads a tab from the address; anything unknown is the first tab. */
export function tabOf(text: string | null): OrderTab {
  return ORDER_TABS.find(({ id }) => id === text)?.id ?? "working";
}

/** What a tab says when it has nothing to show. */
export const EMPTY_TABS: Readonly<
  Record<OrderTab, { readonly title: string; readonly text: string }>
> = {
  working: {
    title: "No working orders",
    text: "Orders appear here from the moment they are recorded until they are filled, canceled or refused.",
  },
  today: { title: "No orders today", text: "The first order of the day shows here at once." },
  history: {
    title: "No orders in the books",
    text: "Finished days are kept here once there are any.",
  },
  fills: { title: "No fills", text: "Each execution that the venue reports is listed here." },
  denied: {
    title: "Nothing was denied or rejected today",
    text: "Orders that our limits deny, and those that the venue rejects, are listed with their numbers.",
  },
};
