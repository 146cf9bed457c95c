import { z } from "zod";
import { role, type Role } from "./view/scalars.ts";

/** What an API key may be made for; a procedure names the one that includes it. */
export const keyScope = z.enum(["read", "trade", "stop", "limits"]);
export type KeyScope = z.infer<typeof keyScope>;

/**
 * How much a gesture is asked of a person before the console sends it: none, a second click, holding, a dialog with a
 * reason, and a passkey with a second person. What binds is decided by the engine; this is what the pages follow.
 */
export type GestureLevel = "L0" | "L1" | "L2" | "L3" | "L4";

/** Who may call a procedure, by what, and why. */
export interface Permission {
  readonly kind: "query" | "mutation" | "subscription";
  readonly roles: readonly Role[];
  /** The scope that an API key needs; null: no key may, whatever its maker may. */
  readonly scope: KeyScope | null;
  readonly level: GestureLevel;
  /** Set for what only stops, closes or takes access away: it is not counted against how often one may command. */
  readonly free?: true;
  /** What it is for, and why these roles: a phrase for the page of permissions. */
  readonly why: string;
}

const EVERYONE: readonly Role[] = role.options;
const TRADING: readonly Role[] = ["trader", "risk", "owner"];
const DESK: readonly Role[] = ["trader", "risk", "ops", "owner"];
const RISK: readonly Role[] = ["risk", "owner"];
const BOOKS: readonly Role[] = ["risk", "ops", "owner"];

/** Something that everybody may look at: whoever is signed in sees the whole desk, and no secret is shown. */
function look(why: string): Permission {
  return { kind: "query", roles: EVERYONE, scope: "read", level: "L0", why };
}

function act(permission: Omit<Permission, "kind">): Permission {
  return { kind: "mutation", ...permission };
}

/** Something that a person does about their own sign-in; a program has none. */
function own(why: string): Permission {
  return act({ roles: EVERYONE, scope: null, level: "L1", why });
}

const OWNER = { roles: ["owner"], scope: null } as const;

/** Something that an owner does about others: it is confirmed with a passkey. */
function manage(why: string): Permission {
  return act({ ...OWNER, level: "L4", why });
}

/** Something that takes access away: whoever has used up their calls may still do it. */
function takeAway(permission: Permission): Permission {
  return { ...permission, free: true };
}

/**
 * Who may do what: the one table that the server applies, the pages ask, and docs/permissions.md is made from. A
 * procedure is built by its path here (`procedure` in trpc.ts), so one without a row does not compile.
 */
export const PERMISSIONS = {
  "session.me": look("who is signed in, and as what"),
  "live.snapshot": look("the whole picture at this moment"),
  "live.updates": { ...look("the picture as it changes"), kind: "subscription" },
  "live.ticket": look("what opens one socket, once, within 30 seconds"),
  "orders.list": look("orders of today and of the past"),
  "orders.fills": look("executions"),
  "orders.dossier": look("everything about one order"),
  "orders.file": look("everything that the journal holds about one order, with its proof"),
  "orders.export": act({
    roles: EVERYONE,
    scope: "read",
    level: "L0",
    why: "take the file of one order out: it holds what the page shows, and is journaled",
  }),
  "orders.cancel": act({
    roles: TRADING,
    scope: "trade",
    level: "L1",
    free: true,
    why: "cancel one working order: it is a decision about a position",
  }),
  "positions.close": act({
    roles: TRADING,
    scope: "trade",
    level: "L1",
    free: true,
    why: "close a position, whole or in part: it only reduces",
  }),
  "positions.rearmStop": act({
    roles: TRADING,
    scope: null,
    level: "L1",
    why: "let a stop-loss that a person held act again",
  }),
  "strategies.enable": act({
    roles: RISK,
    scope: null,
    level: "L3",
    why: "let a strategy trade that a guard turned off: starting is dear",
  }),
  "breakers.rearm": act({
    roles: RISK,
    scope: null,
    level: "L3",
    why: "re-arm a breaker that tripped: starting is dear",
  }),
  "limits.current": look("limits in force and what is used of them"),
  "limits.history": look("every version of the limits, with its author"),
  "limits.preview": look("what a change would be, checked and not made"),
  "limits.impact": look("what a change would have denied and allowed today"),
  "limits.whatIf": look("what risk would say of an order, which is not sent"),
  "limits.change": act({
    roles: TRADING,
    scope: "limits",
    level: "L0",
    why: "tighten limits at once, or ask for looser ones; the engine tells them apart",
  }),
  "overrides.list": look("overrides of denied orders"),
  "overrides.offer": look("whether a denied order could be let through once"),
  "overrides.grant": act({
    roles: RISK,
    scope: null,
    level: "L4",
    why: "let one denied order pass once: verified by risk",
  }),
  "overrides.use": act({
    roles: TRADING,
    scope: null,
    level: "L2",
    why: "send the order that an override was granted for",
  }),
  "approvals.list": look("what people ask each other to agree to"),
  "approvals.policy": look("what needs what here, and who must agree"),
  "approvals.get": look("one request, and what one may do with it"),
  "approvals.request": act({
    roles: DESK,
    scope: null,
    level: "L3",
    why: "ask others to agree to looser limits, a resume, a breaker armed again, an override or a weaker policy; who may ask for which is the engine's word; tighter lines of a bundle apply at once",
  }),
  "approvals.edit": act({
    roles: DESK,
    scope: null,
    level: "L3",
    why: "change what one asks for: every decision on it is void",
  }),
  "approvals.approve": act({
    roles: DESK,
    scope: null,
    level: "L4",
    why: "agree to another person's request; which roles count is the policy's, kept by the engine",
  }),
  "approvals.decline": act({
    roles: DESK,
    scope: "stop",
    level: "L1",
    free: true,
    why: "block another person's request: no is always taken",
  }),
  "approvals.carryOut": act({
    roles: DESK,
    scope: null,
    level: "L4",
    why: "carry out what was approved, if everything still holds",
  }),
  "approvals.cancel": act({
    roles: DESK,
    scope: "stop",
    level: "L1",
    free: true,
    why: "take back a request of one's own",
  }),
  "notices.list": look("by which channels people are told who do not look"),
  "notices.test": act({
    roles: DESK,
    scope: null,
    level: "L1",
    why: "send a critical test alert by every channel",
  }),
  "notices.acknowledge": act({
    roles: DESK,
    scope: null,
    level: "L0",
    why: "say with its code that a test alert came",
  }),
  "signals.list": look("signals and what became of them"),
  "signals.summary": look("how many signals ended how"),
  "signals.dossier": look("everything about one signal"),
  "reconciliation.current": look("our books beside the venue's"),
  "reconciliation.adopt": act({
    roles: BOOKS,
    scope: null,
    level: "L3",
    why: "take over the venue's side of a difference, with a reason",
  }),
  "kill.current": look("the kill in force"),
  "kill.preview": look("what a kill would do now"),
  "kill.parts": look("kills of parts, and what can be killed by itself"),
  "kill.history": look("kills of the past with their receipts"),
  "kill.engage": act({
    roles: EVERYONE,
    scope: "stop",
    level: "L2",
    free: true,
    why: "stop trading: everybody may halt, viewers unless configured otherwise; cancel and flatten need trader, risk or owner",
  }),
  "kill.resume": act({
    roles: RISK,
    scope: null,
    level: "L4",
    why: "trade again after a kill: starting is dear",
  }),
  "audit.list": look("what was done, by whom and why"),
  "audit.get": look("one record of the audit trail, beside the journal's own"),
  "audit.heads": look("how far the journal is anchored outside the database"),
  "audit.verification": look("how the last verification of the trail ended"),
  "audit.verify": act({
    roles: EVERYONE,
    scope: "read",
    level: "L0",
    why: "check the trail, which changes nothing: whoever doubts it may",
  }),
  "audit.export": act({
    roles: ["risk", "ops", "owner"],
    scope: null,
    level: "L0",
    why: "take the trail out of the house: it names people and where they were",
  }),
  "golive.view": look("gates, stations and launches"),
  "golive.vote": act({
    roles: ["trader", "risk", "ops", "owner"],
    scope: null,
    level: "L3",
    why: "say go or no-go for a station; the engine knows which role holds which",
  }),
  "golive.declare": act({
    roles: RISK,
    scope: null,
    level: "L4",
    why: "ask others to agree to live trading: the director",
  }),
  "golive.abort": act({
    roles: EVERYONE,
    scope: "stop",
    level: "L0",
    free: true,
    why: "stop a countdown: whoever sees a danger stops it at once",
  }),
  "golive.demote": act({
    roles: TRADING,
    scope: "stop",
    level: "L0",
    free: true,
    why: "back to paper: less risk waits for nobody",
  }),
  "golive.closeRehearsal": act({
    roles: ["trader", "risk", "ops", "owner"],
    scope: null,
    level: "L1",
    why: "put a demoted rehearsal away",
  }),
  "golive.waive": act({
    roles: ["trader", "risk", "ops", "owner"],
    scope: null,
    level: "L3",
    why: "ask to set a gate aside for some sessions",
  }),
  "golive.approveWaiver": act({
    roles: RISK,
    scope: null,
    level: "L4",
    why: "agree to a waiver that another person asked for",
  }),
  "golive.openEvidence": act({
    roles: ["trader", "risk", "ops", "owner"],
    scope: null,
    level: "L0",
    why: "open what a gate rests on: alone, each is opened before a launch is asked for",
  }),
  "golive.ackRunbook": act({
    roles: EVERYONE,
    scope: null,
    level: "L0",
    why: "say that one has read a runbook",
  }),
  "golive.drill": act({
    roles: ["risk", "ops", "owner"],
    scope: null,
    level: "L2",
    why: "rehearse a crash or the loss of the streams, in sim and paper",
  }),
  "golive.attest": act({
    roles: ["ops", "owner"],
    scope: null,
    level: "L1",
    why: "take over evidence that a trusted key signed",
  }),
  "stepUp.begin": own("ask what a passkey is to sign for one action"),
  "stepUp.finish": own("confirm one action with a passkey"),
  "devices.find": { ...look("what a command line asks one to allow, by its code"), scope: null },
  "devices.allow": { ...own("sign a command line in, or confirm one action of it"), level: "L3" },
  "devices.refuse": takeAway(own("refuse what a command line asks for")),
  "devices.ask": own("ask, at a command line, for the confirmation of one action"),
  "devices.answer": { ...look("what became of a confirmation that one asked for"), scope: null },
  "profile.view": { ...look("one's own ways to sign in, and one's sessions"), scope: null },
  "profile.update": own("change one's own name or e-mail address"),
  "profile.setPassword": own("set one's own password"),
  "profile.beginPasskey": own("begin to add a passkey of one's own"),
  "profile.addPasskey": own("add a passkey of one's own"),
  "profile.removePasskey": own("remove a passkey of one's own"),
  "profile.beginTotp": own("begin to sign in with codes, too"),
  "profile.confirmTotp": own("sign in with codes, too, from now on"),
  "profile.removeTotp": own("sign in without codes again"),
  "profile.makeRecoveryCodes": own("make new recovery codes, in place of the old ones"),
  "profile.endSession": takeAway(own("end a session of one's own")),
  "profile.endOtherSessions": takeAway(own("end one's sessions in all other browsers")),
  "people.list": { ...look("everybody who may sign in, and where they are signed in"), ...OWNER },
  "people.invite": manage("invite a person in a role"),
  "people.withdrawInvitation": manage("take an invitation back"),
  "people.setRole": manage("give a person another role, from their next request on"),
  "people.suspend": takeAway(manage("keep a person from signing in, and end their sessions")),
  "people.reactivate": manage("let a suspended person sign in again"),
  "people.resetPasskeys": manage("remove the passkeys of a person who has lost them"),
  "people.endSessions": takeAway(manage("end all sessions of a person")),
  "keys.list": { ...look("one's own API keys; owners and ops see everybody's"), scope: null },
  "keys.agreed": { ...look("keys that others agreed to, to be fetched by oneself"), scope: null },
  "keys.create": act({
    roles: EVERYONE,
    scope: null,
    level: "L3",
    why: "make a key for a program: it never may more than its maker at that moment",
  }),
  "keys.rotate": act({
    roles: EVERYONE,
    scope: null,
    level: "L3",
    why: "replace one's own key by a new one; the old one goes on for a while",
  }),
  "keys.revoke": act({
    roles: EVERYONE,
    scope: null,
    level: "L3",
    free: true,
    why: "end one's own key at once; owners and ops end anybody's",
  }),
} satisfies Readonly<Record<string, Permission>>;

/** A procedure by where it stands in the router, e.g. "limits.change". */
export type ProcedurePath = keyof typeof PERMISSIONS;

/** Returns the row of a procedure. */
export function permissionOf(path: ProcedurePath): Permission {
  return PERMISSIONS[path];
}

/** Returns why a role may not call a procedure, as a sentence for that person; null when it may. */
export function refusalOfRole(path: ProcedurePath, present: Role): string | null {
  const { roles } = permissionOf(path);
  if (roles.includes(present)) return null;
  return `This needs the role ${roles.join(" or ")}; you are signed in as ${present}.`;
}

/** Returns why a key with these scopes may not call a procedure, as a sentence; null when it may. */
export function refusalOfKey(path: ProcedurePath, scopes: readonly KeyScope[]): string | null {
  const { scope } = permissionOf(path);
  if (scope === null) return "No API key may do this: it needs a person who is signed in.";
  if (scopes.includes(scope)) return null;
  return `This needs a key for ${scope}; this one is for ${scopes.join(" and ")}.`;
}
