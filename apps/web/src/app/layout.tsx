import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { commandFlags } from "../env.ts";
import { PREFERENCES_COOKIE, readPreferences } from "../preferences/preferences.ts";
import { PreferencesProvider } from "../preferences/preferences-provider.tsx";
import { OwnCommandProvider } from "../session/own-command.tsx";
import "../styles/global.css";

const inter = localFont({
  src: "../../../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--font-inter",
  weight: "100 900",
  display: "swap",
});

const mono = localFont({
  src: "../../../../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
  variable: "--font-jetbrains",
  weight: "100 800",
  display: "swap",
  preload: false,
});

export const metadata: Metadata = {
  title: { default: "Interlock", template: "%s · Interlock" },
  description: "Operations console for US equities on Alpaca",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: dark)", color: "#0b0f14" },
    { media: "(prefers-color-scheme: light)", color: "#f6f8fa" },
  ],
};

export default async function RootLayout(props: { children: ReactNode }) {
  const preferences = readPreferences((await cookies()).get(PREFERENCES_COOKIE)?.value);
  return (
    <html
      lang="en"
      className={`${inter.variable} ${mono.variable}`}
      data-theme={preferences.theme}
      data-palette={preferences.palette}
      data-nav={preferences.nav}
      data-rows={preferences.rows}
    >
      <body>
        <PreferencesProvider initial={preferences}>
          <OwnCommandProvider flags={commandFlags()}>{props.children}</OwnCommandProvider>
        </PreferencesProvider>
      </body>
    </html>
  );
}
