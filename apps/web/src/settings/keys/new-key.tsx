"use client";
import { useState } from "react";
import { Button } from "../../components/button.tsx";

/** A key that was just made: the only time that anybody sees it. */
export function NewKey({ secret, close }: { secret: string; close: () => void }) {
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const copy = () =>
    void navigator.clipboard.writeText(secret).then(
      () => setCopied("yes"),
      () => setCopied("refused"),
    );
  return (
    <div className="settings-once" role="status">
      <p>
        <strong>Shown only now.</strong> Keep it where your program reads its secrets: only its hash
        is kept here.
      </p>
      <p className="sign-in-command">
        <code data-testid="new-key">{secret}</code>
      </p>
      {copied === "refused" ? (
        <p className="field-fault">The browser did not copy it: select it and copy it by hand.</p>
      ) : null}
      <span className="button-row">
        <Button size="small" onClick={copy}>
          {copied === "yes" ? "Copied" : "Copy"}
        </Button>
        <Button size="small" onClick={close}>
          I have kept it
        </Button>
      </span>
    </div>
  );
}
