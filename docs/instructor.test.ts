import { readFileSync } from "node:fs";
import { readStepNotes } from "@event-choreography/workshop-cli/exercises";
import { expect, test } from "vitest";
import { steps } from "../steps/index.ts";
import { mockedStack } from "../test/support/mocked-stack.ts";

const page = readFileSync("docs/instructor.md", "utf8").replaceAll("\r\n", "\n");
/** The plan's rows: when, what, how long. */
const plan = [...page.matchAll(/^\| (\d\d):(\d\d) \| (.+?) \| (\d+) \|$/gm)].map(
  ([, hours, minutes, what, length]) => ({
    at: Number(hours) * 60 + Number(minutes),
    what: what!,
    length: Number(length),
  }),
);

test("the plan gives each step the minutes that its chapter asks for", async () => {
  for (let step = 1; step <= steps.list.length; step++) {
    const exercises = Object.values(await readStepNotes(step));
    // As in the chapters: ten minutes to read, break and mend.
    const asked = exercises.reduce((sum, { minutes }) => sum + minutes, 10);

    expect(plan.find(({ what }) => what === `Step ${step}`)?.length, `step ${step}`).toBe(asked);
  }
});

test("each part of the plan begins when the one before it ends, on both days", () => {
  for (const [index, part] of plan.slice(1).entries()) {
    const before = plan[index]!;
    const beginsADay = part.at === 9 * 60;
    if (!beginsADay) expect(part.at, part.what).toBe(before.at + before.length);
  }
});

test("thirty stacks take of an account's quotas what the page says", async () => {
  const stack = await mockedStack({ step: steps.list.length });
  const row = (what: string, type: string, allowed: string) => {
    const each = stack.all(type).length;
    return `| ${what} | ${each} | ${each * 30} | ${allowed} |`;
  };
  const rows = [
    row("event buses", "EventBus", "100 in a region"),
    row("IAM roles", "Role", "1,000 in an account"),
    row("tables", "Table", "2,500 in a region"),
    row("alarms", "MetricAlarm", "5,000 in a region"),
  ];

  expect(rows.filter((each) => !page.includes(each))).toEqual([]);
});

test("the commands that look for what is left behind know every name that the program gives", async () => {
  const stack = await mockedStack({ step: steps.list.length });
  const [, commands = ""] = /second one asks the account itself.*?```sh\n(.*?)```/s.exec(page) ?? [];
  const known = [...commands.matchAll(/`([^`]+)`|-prefix (\S+)/g)].map(([, quoted, prefix]) => quoted ?? prefix!);
  const kinds = ["EventBus", "EventArchive", "Table", "Function", "Role", "Queue", "Topic", "LogGroup", "MetricAlarm"];
  const names = kinds.flatMap((kind) => stack.all(kind).map(({ inputs }) => inputs.name as string));

  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !known.some((part) => name.includes(part)))).toEqual([]);
  expect(stack.all("Dashboard").every(({ inputs }) => known.includes(inputs.dashboardName))).toBe(true);
});
