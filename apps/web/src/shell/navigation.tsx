"use client";
import { ChevronsLeft, ChevronsRight, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { useApprovalsToDo } from "../approvals/use-approvals.ts";
import { useLive } from "../live/use-live.ts";
import { usePreferences } from "../preferences/preferences-provider.tsx";
import { PreferencesMenu } from "../preferences/preferences-menu.tsx";
import { OPEN_PALETTE_EVENT } from "../palette/open-palette.ts";
import { placeMark, placeMarkWords } from "./place-mark.ts";
import { type Place, PLACES } from "./places.ts";

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
      <PlaceMark href={place.href} />
      <span className="nav-key mono" aria-hidden="true">
        g {place.key}
      </span>
    </Link>
  );
}

/** What waits for a person on a page stands at its name, on every page, until it is dealt with. */
function PlaceMark({ href }: { href: string }) {
  const live = useLive(({ view }) => (view === null ? "" : placeMark(href, view)));
  const requests = useApprovalsToDo();
  const shown = href === "/approvals" && requests > 0 ? String(requests) : live;
  if (shown === "") return null;
  return (
    <span className="nav-mark num" data-testid={`nav-mark-${href.slice(1)}`}>
      <span aria-hidden="true">{shown}</span>
      <span className="sr-only">: {placeMarkWords(href, shown)}</span>
    </span>
  );
}

/** Keeps the page that is open in sight where the bar of pages scrolls. */
function useShown(path: string) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const bar = list.current;
    const here = bar?.querySelector<HTMLElement>(`[data-href="${path}"]`);
    if (bar === null || here === null || here === undefined) return;
    bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
  }, [path]);
  return list;
}

/** The pages: a column at the left, a bar at the bottom on a phone. */
export function Navigation() {
  const path = usePathname();
  const list = useShown(path);
  const { preferences, change } = usePreferences();
  const icons = preferences.nav === "icons";
  const Toggle = icons ? ChevronsRight : ChevronsLeft;
  return (
    <nav className="nav" aria-label="Pages">
      <ul className="nav-list" ref={list}>
        {PLACES.map((place) => (
          <li key={place.href} data-href={place.href}>
            <PlaceLink place={place} here={path === place.href} />
          </li>
        ))}
      </ul>
      <div className="nav-foot">
        <button
          type="button"
          className="nav-link"
          onClick={() => window.dispatchEvent(new Event(OPEN_PALETTE_EVENT))}
          title="Find, or aim the kill switch (Ctrl K)"
        >
          <Search size={18} aria-hidden="true" />
          <span className="nav-label">Find</span>
          <span className="nav-key mono" aria-hidden="true">
            Ctrl K
          </span>
        </button>
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
