import Link from "next/link";

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <main className="lone-page">
      <h1>No such page</h1>
      <p>
        The console has <Link href="/">Overview</Link>, <Link href="/positions">Positions</Link>,{" "}
        <Link href="/orders">Orders</Link>, <Link href="/signals">Signals</Link>,{" "}
        <Link href="/risk">Risk limits</Link>, <Link href="/reconciliation">Reconciliation</Link>{" "}
        and <Link href="/kill">Kill switch</Link>. Preferences open from the top of each of them.
      </p>
    </main>
  );
}
