/** Returns the address of the page with everything about an order. */
export function orderAddress(clientOrderId: string): string {
  return `/orders/${encodeURIComponent(clientOrderId)}`;
}
