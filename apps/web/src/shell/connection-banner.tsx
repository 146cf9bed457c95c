"use client";
import { liveConnection, useTicking } from "../live/use-live.ts";
import { type BannerWords, bannerWords } from "./connection-words.ts";

const SEPARATOR = "\u0000";

function encode(words: BannerWords | null): string {
  return words === null
    ? ""
    : [words.level, words.key, words.stable, words.counting].join(SEPARATOR);
}

/** Says what is wrong with the connection, since when, and what still works. The part that counts is not read out. */
export function ConnectionBanner() {
  const encoded = useTicking((state, now) =>
    encode(bannerWords({ state, transport: liveConnection.getTransport(), now, wall: Date.now() })),
  );
  const [level = "", key = "", stable = "", counting = ""] = encoded.split(SEPARATOR);
  const alert = level === "alert";
  return (
    <div className="banner-slot">
      <div role="status">
        {level !== "status" ? null : <BannerLine {...{ bannerKey: key, stable, counting }} />}
      </div>
      <div role="alert">
        {alert ? <BannerLine {...{ bannerKey: key, stable, counting, alert }} /> : null}
      </div>
    </div>
  );
}

interface BannerLineProps {
  readonly bannerKey: string;
  readonly stable: string;
  readonly counting: string;
  readonly alert?: boolean;
}

function BannerLine({ bannerKey, stable, counting, alert }: BannerLineProps) {
  return (
    <p
      className="banner"
      data-level={alert === true ? "alert" : "status"}
      data-testid="connection-banner"
    >
      <span className="banner-mark" aria-hidden="true">
        {alert === true ? "■" : "▲"}
      </span>
      <span>{stable}</span>
      {bannerKey === "signed_out" ? <a href="/sign-in">Sign in</a> : null}
      {counting === "" ? null : (
        <span className="banner-counting num" aria-hidden="true">
          {counting}
        </span>
      )}
    </p>
  );
}
