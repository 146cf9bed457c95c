"use client";
import "../styles/global.css";

/** The console itself failed: what is left is the way to stop. */
export default function GlobalError(props: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en" data-theme="system">
      <body>
        <main className="lone-page">
          <h1>The console could not be shown</h1>
          <p>{props.error.message}</p>
          <p>
            Trading goes on. To stop it, open <a href="/kill/plain">the plain kill page</a> or run{" "}
            <code>./interlock kill --mode halt</code>.
          </p>
          <button type="button" className="button" onClick={props.reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
