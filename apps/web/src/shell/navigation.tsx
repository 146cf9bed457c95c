"use client";
import {
  Activity,
  ChevronsLeft,
  ChevronsRight,
  Gauge,
  LayoutDashboard,
  ListOrdered,
  type LucideIcon,
  OctagonX,
  Scale,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { usePreferences } from "../preferences/preferences-provider.tsx";
import { PreferencesMenu } from "../preferences/preferences-menu.tsx";

interface Place {
  readonly href: string;
  readonly label: string;
  readonly short: string;
  readonly icon: LucideIcon;
  readonly key: string;
}

export const PLACES: readonly Place[] = [
  { href: "/", label: "Overview", short: "Overview", icon: LayoutDashboard, key: "o" },
  { href: "/positions", label: "Positions", short: "Positions", icon: Activity, key: "p" },
  { href: "/orders", label: "Orders", short: "Orders", icon: ListOrdered, key: "r" },
  { href: "/risk", label: "Risk limits", short: "Limits", icon: Gauge, key: "l" },
  {
    href: "/reconciliation",
    label: "Reconciliation",
    short: "Breaks",
    icon: Scale,
    key: "b",
  },
  { href: "/kill", label: "Kill switch", short: "Kill", icon: OctagonX, key: "k" },
];

function PlaceLink({ place, here }: { place: Place; here: boolean }) {
  const Icon = place.icon;
  return (
    <Link
      href={place.href}
      className="nav-link"
      aria-current={here ? "page" : undefined}
      title={`${place.label} (g ${place.key})`}
      prefetch={false}
    >
      <Icon size={18} aria-hidden="true" />
      <span className="nav-label">{place.label}</span>
      <span className="nav-short">{place.short}</span>
      <span className="nav-key mono" aria-hidden="true">
        g {place.key}
      </span>
    </Link>
  );
}

/** The pages: a column at the left, a bar at the bottom on a phone. */
export function Navigation() {
  const path = usePathname();
  const { preferences, change } = usePreferences();
  const icons = preferences.nav === "icons";
  const Toggle = icons ? ChevronsRight : ChevronsLeft;
  return (
    <nav className="nav" aria-label="Pages">
      <ul className="nav-list">
        {PLACES.map((place) => (
          <li key={place.href} data-href={place.href}>
            <PlaceLink place={place} here={path === place.href} />
          </li>
        ))}
      </ul>
      <div className="nav-foot">
        <PreferencesMenu />
        <button
          type="button"
          className="nav-link nav-toggle"
          onClick={() => change({ nav: icons ? "full" : "icons" })}
          aria-label={icons ? "Show the names of pages" : "Show icons only"}
        >
          <Toggle size={18} aria-hidden="true" />
          <span className="nav-label">Collapse</span>
        </button>
      </div>
    </nav>
  );
}
