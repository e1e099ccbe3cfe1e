import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { steps } from "../steps/index.ts";
import { mockedStack } from "../test/support/mocked-stack.ts";
import { prices, totalOf } from "./at-scale/cost.ts";
import { standing, standingCosts } from "./at-scale/standing.ts";

const page = readFileSync("docs/aws.md", "utf8").replaceAll("\r\n", "\n");

test("the page states what each step costs in a month without bookings", { timeout: 60_000 }, async () => {
  // One after the other: Pulumi's mocks are global.
  const alarms: number[] = [];
  for (const step of [7, 8, 10, 11, 13, steps.list.length]) {
    alarms.push((await mockedStack({ step })).all("MetricAlarm").length);
  }
  const [before, eight, ten, eleven, thirteen, last] = alarms;
  const costs = standingCosts(standing);
  const costOf = (...words: string[]) =>
    totalOf(costs.filter(({ what }) => words.some((word) => what.includes(word)))).toFixed(2);
  const forAlarms = (count: number) => (count * prices.perAlarmMetric).toFixed(2);
  const rows = [
    `| 8 | ${eight} alarms | ${forAlarms(eight!)} |`,
    `| 11 | ${eleven! - ten!} more alarms, one metric of our own | ${((eleven! - ten!) * prices.perAlarmMetric + prices.perOwnMetric).toFixed(2)} |`,
    `| 11 | a schedule that ticks every minute, and the function that it runs | ${costOf("Scheduler", "each tick")} |`,
    `| 14 | ${last! - thirteen!} more alarms | ${forAlarms(last! - thirteen!)} |`,
    `| 14 | the pipe's reads of its table's stream, at most | ${costOf("pipe reads")} |`,
    `| | **all together** | **${totalOf(costs).toFixed(2)}** |`,
  ];

  expect([before, ten, thirteen], "no other step adds an alarm").toEqual([0, eight, eleven]);
  expect(rows.filter((row) => !page.includes(row))).toEqual([]);
});

test("the page names each service to which the program passes a role, other than Lambda", async () => {
  const stack = await mockedStack({ step: steps.list.length });
  const trusted = stack
    .all("Role")
    .map(({ inputs }) => JSON.parse(inputs.assumeRolePolicy).Statement[0].Principal.Service as string);

  for (const service of new Set(trusted)) {
    if (service !== "lambda.amazonaws.com") expect(page).toContain(`\`${service}\``);
  }
  expect(new Set(trusted).size).toBe(3);
});
