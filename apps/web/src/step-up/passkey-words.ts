/** Says in a sentence why a browser gave no passkey, and what to do; the browser's own names are for programmers. */
export function passkeyFault(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  switch (name) {
    case "NotAllowedError":
    case "AbortError":
      return "No passkey was used: the browser's question was closed, its time ran out, or this device did not know you. Try again, or use another device of yours.";
    case "InvalidStateError":
      return "This device holds a passkey of yours already: use another device for a second one.";
    case "SecurityError":
      return "The browser allows passkeys only over https, or on the engine's own machine as localhost.";
    case "NotSupportedError":
      return "This browser knows no passkeys: use another one, or sign in another way.";
    default:
      return "The passkey could not be used. Try again, or use another one.";
  }
}
