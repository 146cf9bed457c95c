/** What is journaled of people and of the audit trail, and how it reads. */
export const AUDIT_ROWS = {
  head_anchored: [
    { seq: 7, hash: "ab", signedAt: 1, key: "0123456789abcdef", places: ["folder /a", "git /b"] },
    "info",
    "The journal is anchored up to entry 7 in folder /a and git /b.",
  ],
  person_noted: [
    {
      event: "role_changed",
      by: "Ada",
      byId: "u1",
      role: "owner",
      about: "Bo",
      from: { session: "s1", ip: "10.0.0.7" },
      detail: "trader instead of viewer",
    },
    "info",
    "Ada (owner) changed the role of Bo: trader instead of viewer.",
  ],
} as const;
