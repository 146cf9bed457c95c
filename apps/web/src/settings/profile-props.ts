import type { ProfileView } from "@interlock/api/people/people-view";

/** What every panel of the page needs: what is known, and the way to ask again. */
export interface ProfileProps {
  readonly profile: ProfileView;
  readonly refresh: () => void;
}
