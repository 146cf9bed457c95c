"use client";
import type { AppRouter } from "@interlock/api/app-router";
import { STEP_UP_HEADER } from "@interlock/api/people/action-text";
import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { stepUpLink } from "../step-up/step-up-link.ts";
import { askStepUp } from "../step-up/step-up-store.ts";

/** The engine's procedures as react-query options: `useTRPC().orders.list.queryOptions(…)`. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** Marks every call as this console's own, which a form on another site cannot do. */
const CLIENT_HEADERS = { "x-interlock-client": "console" };

export function makeTrpcClient() {
  return createTRPCClient<AppRouter>({
    links: [
      stepUpLink(askStepUp),
      httpLink({
        url: "/trpc",
        headers: ({ op }) => ({ ...CLIENT_HEADERS, ...stepUpOf(op.context) }),
      }),
    ],
  });
}

/** Names the confirmation that was made for this very call, where one was. */
function stepUpOf({ stepUpId }: Readonly<Record<string, unknown>>): Record<string, string> {
  return typeof stepUpId === "string" ? { [STEP_UP_HEADER]: stepUpId } : {};
}

/** Tells whether a call failed because the session is missing or has ended. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof TRPCClientError && readStatus(error.data) === 401;
}

function readStatus(data: unknown): unknown {
  return typeof data === "object" && data !== null && "httpStatus" in data ? data.httpStatus : null;
}

/** Returns the sentence to show for a failed call. */
export function failureSentence(error: unknown): string {
  if (error instanceof TRPCClientError && error.data !== undefined && error.data !== null) {
    return error.message;
  }
  return "The engine does not answer. What you asked for may or may not have been done: look before you repeat it.";
}
