import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { PERMISSIONS, type Permission, type ProcedurePath } from "@interlock/api/permissions";
import { role as roleSchema, type Role } from "@interlock/api/view/scalars";
import { bought } from "../../../test/edge/bought.ts";
import { CONSOLE_URL, EdgeStage } from "../../../test/edge/edge-stage.ts";
import { COMMAND_ID, PROCEDURE_INPUTS } from "../../../test/edge/procedure-inputs.ts";

const PATHS = Object.keys(PERMISSIONS) as ProcedurePath[];
const ROLES = roleSchema.options;

let stage: EdgeStage;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  await stage.startEdge();
});
afterAll(() => stage.close());

/** The cookie of somebody new: whoever calls everything at once is told to wait. */
async function cookieOf(who: Role | "nobody"): Promise<string> {
  return who === "nobody" ? "" : (await stage.person(who)).address.cookie;
}

/** What came back, and whether a command of this call was put to the engine. */
interface Outcome {
  readonly status: number;
  readonly sentence: string;
  readonly obeyed: boolean;
}

async function call(
  path: ProcedurePath,
  who: Role | "nobody",
  more: object = {},
): Promise<Outcome> {
  const commandId = crypto.randomUUID();
  const { kind }: Permission = PERMISSIONS[path];
  if (kind === "subscription") return overSocket(path, who);
  const sample = PROCEDURE_INPUTS[path];
  const template = sample === undefined ? undefined : JSON.stringify({ ...sample, ...more });
  const input = template?.replace(COMMAND_ID, commandId);
  const headers = {
    origin: CONSOLE_URL,
    cookie: await cookieOf(who),
    "x-interlock-client": "test",
  };
  const address = `${stage.url}/trpc/${path}`;
  const response =
    kind === "mutation"
      ? await fetch(address, {
          method: "POST",
          headers: { ...headers, "content-type": "application/json" },
          body: input ?? "{}",
        })
      : await fetch(
          input === undefined ? address : `${address}?input=${encodeURIComponent(input)}`,
          { headers },
        );
  const sentence = await response.text();
  const { status } = response;
  const obeyed = stage.rig.told("command_answered").some((told) => told.commandId === commandId);
  return { status, sentence, obeyed };
}

/** The first answer to a subscription, which sockets alone carry: an error of it, or of the socket itself. */
async function overSocket(path: ProcedurePath, who: Role | "nobody"): Promise<Outcome> {
  const client = who === "nobody" ? stage.stranger() : await stage.person(who);
  const protocols = who === "nobody" ? ["interlock"] : [...(await client.ticket())];
  const { headers } = client;
  const socket = new WebSocket(`${stage.url.replace("http", "ws")}/trpc`, protocols, { headers });
  const first = await new Promise<Omit<Outcome, "obeyed">>((resolve) => {
    socket.on("error", () => undefined);
    socket.once("unexpected-response", (_request, { statusCode = 0, statusMessage = "" }) =>
      resolve({ status: statusCode, sentence: statusMessage }),
    );
    socket.once("open", () =>
      socket.send(JSON.stringify({ id: 1, method: "subscription", params: { path } })),
    );
    socket.on("message", (data: Buffer) => {
      const sentence = data.toString();
      const refused = /"httpStatus":(\d+)/.exec(sentence)?.[1];
      if (refused !== undefined || sentence.includes('"seq"'))
        resolve({ status: Number(refused ?? 200), sentence });
    });
  });
  socket.terminate();
  return { ...first, obeyed: false };
}

test("no subscription is served over HTTP, where nobody would close it when its session ends", async () => {
  const { headers } = await stage.person("owner");
  const response = await fetch(`${stage.url}/trpc/live.updates`, { headers });
  // It ends by itself after that one event.
  const said = await response.text();
  expect(said).toContain("Updates are sent over a socket only");
  expect(said).toContain('"httpStatus":405');
  expect(said).not.toContain('"seq"');
});

test("every procedure has an input to be called with here", () => {
  expect(PATHS.filter((path) => !(path in PROCEDURE_INPUTS))).toEqual([]);
});

describe.each(PATHS)("%s", (path) => {
  const { kind, roles }: Permission = PERMISSIONS[path];
  const commands = (JSON.stringify(PROCEDURE_INPUTS[path]) as string | undefined)?.includes(
    COMMAND_ID,
  );

  test.each(ROLES.filter((role) => roles.includes(role)))("lets a %s in", async (role) => {
    const { status, obeyed } = await call(path, role);
    expect([200, 404, 409, 412]).toContain(status);
    if (kind === "mutation" && commands === true) expect(obeyed).toBe(true);
  });

  test.each(ROLES.filter((role) => !roles.includes(role)))(
    "refuses a %s with the roles that may, and nothing happens",
    async (role) => {
      const { status, sentence, obeyed } = await call(path, role);
      expect(status).toBe(403);
      expect(sentence).toContain(
        `This needs the role ${roles.join(" or ")}; you are signed in as ${role}.`,
      );
      expect(obeyed).toBe(false);
    },
  );

  test("refuses whoever is not signed in", async () => {
    const { status, sentence, obeyed } = await call(path, "nobody");
    expect(status).toBe(401);
    expect(sentence).toContain(kind === "subscription" ? "Unauthorized" : "Sign in first");
    expect(obeyed).toBe(false);
  });
});

/** Commands that take something: what they take is theirs alone. */
const TAKING = PATHS.filter(
  (path) => PERMISSIONS[path].kind === "mutation" && PROCEDURE_INPUTS[path] !== undefined,
);

test.each(TAKING)("W11 %s takes no field that does not belong to it", async (path) => {
  const { status, sentence, obeyed } = await call(path, "owner", { approvedBy: "somebody" });
  expect([status, sentence]).toEqual([400, expect.stringContaining("Unrecognized key")]);
  expect(obeyed).toBe(false);
});

describe("kill.engage", () => {
  test.each([
    ["viewer", "cancel"],
    ["viewer", "flatten"],
    ["ops", "cancel"],
    ["ops", "flatten"],
  ] as const)("refuses a %s who wants to %s, and says that halting is free", async (role, mode) => {
    const commandId = crypto.randomUUID();
    const response = await fetch(`${stage.url}/trpc/kill.engage`, {
      method: "POST",
      headers: {
        origin: CONSOLE_URL,
        cookie: await cookieOf(role),
        "x-interlock-client": "test",
        "content-type": "application/json",
      },
      body: JSON.stringify({ commandId, mode }),
    });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("You may halt.");
    const told = stage.rig.told("command_answered").map((record) => record.commandId);
    expect(told).not.toContain(commandId);
  });
});
