import { z } from "zod";

// zod builds faster parsers with new Function where it may. The page's policy forbids eval, and only asking costs a
// violation report, so this runs before the first schema is made: import it first.
z.config({ jitless: true });
