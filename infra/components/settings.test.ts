import { readFile } from "node:fs/promises";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { parseSettings, type RawSettings, readSettings, rejectOtherAccounts } from "./settings.ts";

const lastStep = 6;

test("reads the defaults of Pulumi.yaml", async () => {
  expect(parseSettings(raw(), lastStep)).toEqual({ step: 6, attendee: "", notificationEmail: "", seatsPerFlight: 180 });
  const project = await readFile(new URL("../../Pulumi.yaml", import.meta.url), "utf8");
  for (const [key, value] of Object.entries(raw())) {
    expect(project).toMatch(new RegExp(`^  ${key}:\n    type: \\w+\n    default: "?${value}"?$`, "m"));
  }
});

test.each([{ step: "0" }, { step: "7" }, { step: "3.5" }, { step: "three" }, { step: "" }])(
  "rejects $step as a step, and lists the allowed ones",
  (setting) => {
    expect(() => parseSettings(raw(setting), lastStep)).toThrow(
      `step is "${setting.step}"; allowed: a whole number from 1 to 6, or "last". For example: pulumi config set step 6`,
    );
  },
);

test.each(["ada", "a", "team-7", ""])('accepts "%s" as an attendee', (attendee) => {
  expect(parseSettings(raw({ attendee }), lastStep).attendee).toBe(attendee);
});

test.each(["Ada", "ada lovelace", "ada_l", "7ada", "ada-", "a-name-longer-than-that"])(
  'rejects "%s" as an attendee',
  (attendee) => {
    expect(() => parseSettings(raw({ attendee }), lastStep)).toThrow(/attendee is ".*"; allowed: empty, or at most 16/);
  },
);

test.each(["ada", "ada@", "a b@example.com"])('rejects "%s" as an e-mail address', (notificationEmail) => {
  expect(() => parseSettings(raw({ notificationEmail }), lastStep)).toThrow("notificationEmail");
});

test.each(["0", "301", "-1", "many"])("rejects a flight of %s seats", (seatsPerFlight) => {
  expect(() => parseSettings(raw({ seatsPerFlight }), lastStep)).toThrow("a whole number from 1 to 300");
});

test("lists all invalid settings in one message, which Pulumi shows without a stack trace", () => {
  const error = attempt(() => parseSettings(raw({ step: undefined, attendee: "Ada!" }), lastStep));

  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(String(error)).toMatch(/step is missing; allowed: .*\n.*attendee is "Ada!"/);
});

test("reads the config of the stack", () => {
  pulumi.runtime.resetOptions("aircraft-booking", "dev", -1, "", "", false, "");
  pulumi.runtime.setAllConfig({
    "aircraft-booking:step": "3",
    "aircraft-booking:attendee": "ada",
    "aircraft-booking:notificationEmail": "",
    "aircraft-booking:seatsPerFlight": "2",
  });

  expect(readSettings(lastStep)).toMatchObject({ step: 3, attendee: "ada", seatsPerFlight: 2 });
});

test.each([[undefined], [[]], [["123456789012"]], [["000000000000", "123456789012"]]])(
  "rejects the stack local with a provider that allows %j",
  (accounts) => {
    expect(() => rejectOtherAccounts("local", accounts)).toThrow("in Pulumi.local.yaml");
  },
);

test("accepts the stack local for the local account, and other stacks for any account", () => {
  rejectOtherAccounts("local", ["000000000000"]);
  rejectOtherAccounts("dev", undefined);
});

function raw(settings: Partial<RawSettings> = {}): RawSettings {
  return { step: "last", attendee: "", notificationEmail: "", seatsPerFlight: "180", ...settings };
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
