/** A browser that Playwright can start, and what its process needs around it. */
export interface FoundBrowser {
  /** Where it came from, for the log. */
  readonly source: string;
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}
