import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { steps } from "../steps/index.ts";
import { mockedStack } from "../test/support/mocked-stack.ts";

const page = readFileSync("docs/runbook.md", "utf8").replaceAll("\r\n", "\n");

/** From the table of alarms: `<function>-failed` is a pattern for every alarm whose name ends in -failed. */
const patterns = [...page.matchAll(/^\| (`.*`) \| \[(.*?)\]\(#(.*?)\) \|$/gm)].flatMap(([, names, title]) =>
  [...names!.matchAll(/`(.*?)`/g)].map(([, name]) => ({
    matches: new RegExp(`^${name!.replace(/<\w+>/g, "[\\w-]+")}$`),
    title: title!,
  })),
);

test("every alarm of the program has a section", async () => {
  const stack = await mockedStack({ step: steps.list.length });
  const alarms = stack.all("MetricAlarm").map(({ inputs }) => inputs.name as string);

  expect(alarms.length).toBeGreaterThan(0);
  expect(alarms.filter((alarm) => !patterns.some(({ matches }) => matches.test(alarm)))).toEqual([]);
});

test("every section about an alarm says what it means, what to look at, and what to do", () => {
  const titles = [...new Set([...page.matchAll(/^\| .* \| \[(.*?)\]\(#.*?\) \|$/gm)].map(([, title]) => title!))];

  expect(titles.length).toBeGreaterThan(4);
  for (const title of titles) {
    const section = page.slice(page.indexOf(`## ${title}\n`)).split(/^## /m)[1] ?? "";
    for (const part of ["**What it means.**", "**Look at:**", "**Do:**"]) expect(section, title).toContain(part);
  }
});
