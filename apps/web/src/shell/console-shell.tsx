"use client";
import type { ReactNode } from "react";
import { LaunchBanner } from "../golive/launch-banner.tsx";
import { FOCUS_KILL_EVENT } from "../kill/kill-aim.ts";
import { KillBar } from "../kill/kill-bar.tsx";
import { KillSheet } from "../kill/kill-sheet.tsx";
import { LiveProvider } from "../live/live-provider.tsx";
import { PreferencesMenu } from "../preferences/preferences-menu.tsx";
import type { Viewer } from "../session/session-answer.ts";
import { ViewerProvider } from "../session/viewer-provider.tsx";
import { QueryProvider } from "../trpc/query-provider.tsx";
import { BrandMark } from "../components/brand-mark.tsx";
import { CommandNoticeList } from "../commands/command-notice-list.tsx";
import { StepUpDialog } from "../step-up/step-up-dialog.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { ConsoleFrame } from "./console-frame.tsx";
import { DocumentState } from "./document-state.tsx";
import { EnvironmentStrip } from "./environment-strip.tsx";
import { LeaveUnsigned } from "./leave-unsigned.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { StatusLine } from "./status-line.tsx";

/** What surrounds every page: who and where we are, how it goes, and the way to stop. */
export function ConsoleShell(props: { viewer: Viewer | null; children: ReactNode }) {
  return (
    <ViewerProvider viewer={props.viewer}>
      <QueryProvider>
        <LiveProvider>
          <SkipLinks />
          <header className="top">
            <EnvironmentStrip />
            <div className="status-line">
              <span className="brand" aria-hidden="true">
                <BrandMark />
                <span className="brand-name">Interlock</span>
              </span>
              <StatusLine />
              <div className="status-preferences">
                <PreferencesMenu />
              </div>
              <KillBar />
            </div>
            {/* Below the kill switch: what comes and goes above it would move it from under a finger. */}
            <ConnectionBanner />
            <LaunchBanner />
          </header>
          <ConsoleFrame>{props.children}</ConsoleFrame>
          <CommandNoticeList />
          <StepUpDialog />
          <KillSheet />
          <Shortcuts />
          <DocumentState />
          <LeaveUnsigned />
          <noscript>
            <p className="noscript">
              Without scripts only the kill switch works:{" "}
              <a href="/kill/plain">open the plain kill page</a>.
            </p>
          </noscript>
        </LiveProvider>
      </QueryProvider>
    </ViewerProvider>
  );
}

function SkipLinks() {
  return (
    <nav aria-label="Skip">
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <a
        className="skip-link"
        href="/kill"
        onClick={(event) => {
          event.preventDefault();
          window.dispatchEvent(new Event(FOCUS_KILL_EVENT));
        }}
      >
        Skip to kill switch
      </a>
    </nav>
  );
}
