import { createHmac, randomBytes, randomUUID } from "node:crypto";

/** A person with a session of their own, as rows of the schema `identity` and as the cookie of their browser. */
export interface SessionOf {
  readonly userId: string;
  readonly sql: string;
  readonly cookie: string;
}

/** Makes somebody in a role who has just signed in. `secret` is that of the edge's sessions. */
export function sessionOf(role: string, secret: string): SessionOf {
  const userId = randomUUID();
  const { token, cookie } = signedToken(secret);
  const sql = `
    insert into identity."user" (id, name, email, "emailVerified", role)
      values ('${userId}', '${role} of the desk', '${userId}@desk.test', true, '${role}');
    insert into identity.session (id, token, "userId", "expiresAt")
      values ('${randomUUID()}', '${token}', '${userId}', now() + interval '1 hour')`;
  return { userId, sql, cookie };
}

/** Makes one more session of somebody who is there. */
export function anotherSession(email: string, secret: string): Omit<SessionOf, "userId"> {
  const { token, cookie } = signedToken(secret);
  const sql = `
    insert into identity.session (id, token, "userId", "expiresAt")
      select '${randomUUID()}', '${token}', id, now() + interval '1 hour'
        from identity."user" where email = '${email}'`;
  return { sql, cookie };
}

function signedToken(secret: string): { readonly token: string; readonly cookie: string } {
  const token = randomBytes(24).toString("base64url");
  const signature = createHmac("sha256", secret).update(token).digest("base64");
  const cookie = `interlock.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
  return { token, cookie };
}
