import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync("docs/well-architected.md", "utf8").replaceAll("\r\n", "\n");
const rows = [...page.matchAll(/^\| (?!---|Practice|Point)(.*?) \| (.*) \|$/gm)].map(([, point, answer]) => ({
  point: point!,
  answer: answer!,
}));

test.each(rows.map(({ point, answer }) => [point, answer] as const))(
  "%s: has a chapter, a test, a file, or one sentence on why not",
  (_, answer) => {
    const links = [...answer.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => `docs/${path!.split("#")[0]}`);
    const files = [...answer.matchAll(/`((?:steps|infra|services|test|\.ci)\/?[\w./-]*)`/g)].map(([, path]) => path!);

    for (const path of [...links, ...files]) expect(existsSync(path), path).toBe(true);
    if (links.length + files.length === 0) expect(answer).toMatch(/Not here: |`np[mx] /);
  },
);

// OPS 1 to COST 1, as the AWS Well-Architected Tool lists them.
test("the page has every practice of the lens's nine questions", () => {
  const lens = page.slice(page.indexOf("## The Serverless"), page.indexOf("## EventBridge"));
  const counts = lens.split(/^(?=[A-Z]+ \d: )/m).slice(1);

  expect(
    counts.map((text) => `${text.slice(0, text.indexOf(":"))} ${text.match(/^\| (?!---|Practice)/gm)!.length}`),
  ).toEqual(["OPS 1 4", "OPS 2 6", "SEC 1 3", "SEC 2 4", "SEC 3 5", "REL 1 3", "REL 2 4", "PERF 1 5", "COST 1 4"]);
});

test("what the page says of names and settings is true", () => {
  const read = (file: string) => readFileSync(file, "utf8");

  expect(read("infra/components/service-function.ts")).toMatch(/retentionInDays: 7/);
  expect(read("infra/components/service-function.ts")).toMatch(/memorySize: 256,\s*timeout: 10,/);
});
