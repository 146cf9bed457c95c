import { expect, test } from "vitest";
import { commandId } from "@interlock/core/ids";
import type { PersonEvent } from "../../src/records/person-record.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { Rig } from "../rig.ts";

const NOTED: PersonEvent = {
  event: "role_changed",
  by: "Ada",
  byId: "u1",
  role: "owner",
  about: "Bo",
  from: { session: "s1", ip: "10.0.0.7" },
  detail: "trader instead of viewer",
};

test("what a person does beside commands is a record, and moves nothing that trades", () => {
  const rig = new Rig().ready();
  const trading = { ...rig.state.trading };
  const before = rig.entries.length;
  rig.give({ kind: "person_event", noted: NOTED });
  expect(rig.entries.slice(before).flatMap(({ records }) => records)).toEqual([
    { kind: "person_noted", ...NOTED },
  ]);
  expect(rig.state.trading).toEqual(trading);
});

test("a command is journaled with the session, the address and the passkey it came with", () => {
  const rig = new Rig().ready();
  const actor = {
    userId: "u1",
    name: "Ada",
    role: "owner",
    from: { session: "s1", ip: "10.0.0.7", device: "Firefox" },
    stepUp: { credentialId: "k1", at: rig.time, actionHash: "ab" },
  };
  const body = { kind: "kill", mode: "halt", reason: "drill", includeStops: false } as const;
  rig.give({
    kind: "command",
    command: { commandId: commandId("c-1"), actor, via: "console", body },
  });
  expect(rig.told("command_answered")).toMatchObject([{ actor }]);
});

test("a note that the edge tells again is journaled once, also after a restart", () => {
  const rig = new Rig().ready();
  const noted = {
    event: "role_changed",
    by: "Cy",
    byId: "u-cy",
    role: "owner",
    about: "Dee",
    from: {},
    detail: "risk",
    noteId: "note-1",
  } as const;
  rig.give({ kind: "person_event", noted });
  Object.assign(rig.state, stateOfSnapshot(JSON.parse(JSON.stringify(rig.state))));
  rig.give({ kind: "person_event", noted });
  rig.give({ kind: "person_event", noted: { ...noted, noteId: "note-2" } });
  expect(rig.told("person_noted").map(({ noteId }) => noteId)).toEqual(["note-1", "note-2"]);
});
