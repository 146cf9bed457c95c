import {
  Activity,
  Gauge,
  LayoutDashboard,
  ListOrdered,
  type LucideIcon,
  OctagonX,
  Radio,
  Rocket,
  Scale,
  UserRound,
  UserCheck,
  ScrollText,
} from "lucide-react";

/** A page of the console, as its navigation names it. */
export interface Place {
  readonly href: string;
  readonly label: string;
  readonly short: string;
  readonly icon: LucideIcon;
  readonly key: string;
}

/** Every page, in the order of the navigation. */
export const PLACES: readonly Place[] = [
  { href: "/", label: "Overview", short: "Home", icon: LayoutDashboard, key: "o" },
  { href: "/positions", label: "Positions", short: "Held", icon: Activity, key: "p" },
  { href: "/orders", label: "Orders", short: "Orders", icon: ListOrdered, key: "r" },
  { href: "/signals", label: "Signals", short: "Signals", icon: Radio, key: "s" },
  { href: "/risk", label: "Risk limits", short: "Limits", icon: Gauge, key: "l" },
  {
    href: "/reconciliation",
    label: "Reconciliation",
    short: "Breaks",
    icon: Scale,
    key: "b",
  },
  { href: "/go-live", label: "Go-live", short: "Live", icon: Rocket, key: "v" },
  { href: "/approvals", label: "Approvals", short: "Approve", icon: UserCheck, key: "a" },
  { href: "/audit", label: "Audit trail", short: "Audit", icon: ScrollText, key: "t" },
  { href: "/kill", label: "Kill switch", short: "Kill", icon: OctagonX, key: "k" },
  { href: "/settings", label: "Settings", short: "You", icon: UserRound, key: "," },
];
