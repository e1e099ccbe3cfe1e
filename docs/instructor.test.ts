import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderOfStep } from "@event-choreography/workshop-cli/exercises";
import { expect, test } from "vitest";
import { steps } from "../steps/index.ts";
import { mockedStack } from "../test/support/mocked-stack.ts";

const page = readFileSync("docs/instructor.md", "utf8").replaceAll("\r\n", "\n");
/** The rows of the schedule: time, part, minutes. */
const schedule = [...page.matchAll(/^\| (\d\d):(\d\d) \| (.+?) \| (\d+) \|$/gm)].map(
  ([, hours, minutes, what, length]) => ({
    at: Number(hours) * 60 + Number(minutes),
    what: what!,
    length: Number(length),
  }),
);

test("the schedule gives each step the minutes of its chapter", () => {
  for (let step = 1; step <= steps.list.length; step++) {
    const chapter = readFileSync(join(folderOfStep(step), "README.md"), "utf8");
    const [, needed] = /\*\*About (\d+) minutes\*\*/.exec(chapter) ?? [];

    expect(schedule.find(({ what }) => what === `Step ${step}`)?.length, `step ${step}`).toBe(Number(needed));
  }
});

test("each part of the schedule begins when the previous one ends, on both days", () => {
  for (const [index, part] of schedule.slice(1).entries()) {
    const before = schedule[index]!;
    const beginsADay = part.at === 9 * 60;
    if (!beginsADay) expect(part.at, part.what).toBe(before.at + before.length);
  }
});

test("the page states what thirty stacks use of an account's quotas", async () => {
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

test("the commands that look for leftovers cover every name that the program gives", async () => {
  const stack = await mockedStack({ step: steps.list.length });
  const [, commands = ""] = /second one asks the account itself.*?```sh\n(.*?)```/s.exec(page) ?? [];
  const known = [...commands.matchAll(/`([^`]+)`|-prefix (\S+)/g)].map(([, quoted, prefix]) => quoted ?? prefix!);
  const kinds = ["EventBus", "EventArchive", "Table", "Function", "Role", "Queue", "Topic", "LogGroup", "MetricAlarm"];
  const prefixes = ["Schedule", "Pipe"].flatMap((kind) => stack.all(kind).map(({ inputs }) => inputs.name as string));
  const names = kinds.flatMap((kind) => stack.all(kind).map(({ inputs }) => inputs.name as string));

  for (const command of ["aws scheduler list-schedules", "aws pipes list-pipes"]) expect(commands).toContain(command);
  expect(prefixes.filter((name) => !name.startsWith("booking-"))).toEqual([]);
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !known.some((part) => name.includes(part)))).toEqual([]);
  expect(stack.all("Dashboard").every(({ inputs }) => known.includes(inputs.dashboardName))).toBe(true);
});
