import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { refuseBugs, UsedFolder, whole } from "./used-folder.ts";

const folder = new UsedFolder();
beforeAll(() => folder.prepare(), 120_000);
beforeEach(() => folder.restore());
afterAll(() => folder[Symbol.dispose]());

type Damage = (path: string) => void;

const damages: Record<string, Damage> = {
  missing: (path) => rmSync(path, { recursive: true }),
  empty: (path) => replace(path, ""),
  null: (path) => replace(path, "null"),
  garbage: (path) => replace(path, "\0garbage\x1b".repeat(200)),
  truncated: (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
  "of another version": (path) =>
    writeFileSync(path, readFileSync(path, "utf8").replace(/"(version|format)": ?\d+/, '"$1":99')),
  "another program's": (path) => replace(path, '{"name":"thesis","files":[1,2,3]}'),
  "a folder": (path) => {
    rmSync(path, { recursive: true });
    mkdirSync(path);
  },
};

function replace(path: string, content: string): void {
  if (statSync(path).isDirectory()) rmSync(path, { recursive: true });
  writeFileSync(path, content);
}

/** Each file and folder below .workshop that the local cloud or a command reads. */
const files: Record<string, () => string> = {
  "the store's log": () => inStore(".log"),
  "the store's table": () => inStore(".ldb"),
  "the store's index": () => "cloud/data/store/CURRENT",
  "the store's manifest": () =>
    `cloud/data/store/${readdirSync(at("cloud/data/store")).find((n) => /^MANIFEST/.test(n))}`,
  "the store": () => "cloud/data/store",
  "the store's marker": () => "cloud/data/local-cloud.json",
  "the cloud's data": () => "cloud/data",
  "the functions' code": () => "cloud/data/data/functions",
  "the code of a function": () => join(codeFolder(), "index.mjs"),
  "the folder of a function": codeFolder,
  "the stack": () => "cloud/stack.json",
  "the cloud's folder": () => "cloud",
  "the note about a running cloud": () => "cloud.json",
  "the progress": () => "progress.json",
  "the compiled command": () => "compiled/current.json",
};

/** Runs in every test run; the soak runs all of them. */
const sample = new Set([
  "the store's log is truncated",
  "the cloud's data is missing",
  "the code of a function is garbage",
]);

const cases = Object.keys(files).flatMap((file) =>
  Object.keys(damages).flatMap((how) => (whole || sample.has(`${file} is ${how}`) ? [[file, how] as const] : [])),
);

test.each(cases)(
  "%s is %s: following the advice books a flight",
  async (file, how) => {
    const path = at(files[file]!());
    if (!existsOrMake(file, path) || (how === "truncated" && statSync(path).isDirectory())) return;
    damages[how]!(path);

    const cloud = await folder.start();
    // A deployment waits for the comparison of stack and account, and so do we.
    await folder.run("plan 2");
    await folder.bookByAdvice(`${cloud.stdout}${cloud.stderr}`);

    refuseBugs("cloud", { code: 0, stderr: cloud.stderr });
    expect(JSON.parse((await folder.succeeds("status --json")).stdout)).toMatchObject({ deployedStep: 2 });
    const { code } = await cloud.end("SIGINT");
    expect(code).toBe(0);
  },
  120_000,
);

test("the stack's file is lost while the cloud runs: `down` and `up`, as advised, book a flight", async () => {
  await folder.start();
  rmSync(at("cloud/stack.json"));

  expect(await folder.bookByAdvice()).toEqual(["book", "up", "down", "up 2", "book"]);
}, 180_000);

test("reset works whatever the stack says, and whatever is in the account", async () => {
  await folder.start();
  writeFileSync(at("cloud/stack.json"), "{");

  await folder.succeeds("reset 3");
  await folder.succeeds("book");
}, 180_000);

const at = (path: string) => join(folder.root, ".workshop", path);
const inStore = (extension: string) =>
  `cloud/data/store/${readdirSync(at("cloud/data/store"))
    .filter((name) => name.endsWith(extension))
    .sort()
    .at(-1)}`;

function codeFolder(): string {
  const root = "cloud/data/data/functions";
  return join(root, readdirSync(at(root)).find((name) => /^[0-9a-f]{64}$/.test(name))!);
}

/** A stopped cloud has no note, so the test leaves one as a killed cloud does. */
function existsOrMake(file: string, path: string): boolean {
  if (file === "the note about a running cloud") writeFileSync(path, '{"version":1,"pid":1}');
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
