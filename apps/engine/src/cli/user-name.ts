import { userInfo } from "node:os";

/** Returns the name of the user at the command line, for the audit trail. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the system's list has no name.
    return "command line";
  }
}
