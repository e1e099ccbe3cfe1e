import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { changeWorkingCopy, finishInterruptedChange } from "./change-working-copy.ts";
import { listSaves } from "./saves.ts";
import { type Workspace, workspaceAt } from "./workspace.ts";

/** While this is a number, only this many more writes to the disk succeed, as if the power then failed. */
const power = vi.hoisted(() => ({ left: undefined as number | undefined }));

const writes = vi.hoisted(() => ["writeFileSync", "renameSync", "rmSync", "mkdirSync", "chmodSync"] as const);

vi.mock("node:fs", async (importOriginal) => {
  const fs = await importOriginal<typeof import("node:fs")>();
  const limited = (name: (typeof writes)[number]) => {
    const write = fs[name] as (...args: unknown[]) => unknown;
    return (...args: unknown[]) => {
      if (power.left !== undefined && power.left-- <= 0) throw new Error("no power");
      return write(...args);
    };
  };
  return { ...fs, ...Object.fromEntries(writes.map((name) => [name, limited(name)])) };
});

const paths = ["steps/a.ts", "steps/b.ts", "services/new/c.ts", "infra/gone.ts"];
const before = new Map([
  ["steps/a.ts", "my a"],
  ["steps/b.ts", "my b"],
  ["infra/gone.ts", "mine, and to go"],
]);
const after = new Map<string, string | null>([
  ["steps/a.ts", "their a"],
  ["steps/b.ts", "their b"],
  ["services/new/c.ts", "their c"],
  ["infra/gone.ts", null],
]);

let workspace: Workspace;
beforeEach(() => {
  workspace = workspaceAt(mkdtempSync(join(tmpdir(), "killed-")));
  for (const folder of ["steps", "infra", "services"]) mkdirSync(join(workspace.root, folder));
  for (const [path, text] of before) writeFileSync(join(workspace.root, path), text);
});
afterEach(() => {
  power.left = undefined;
  rmSync(workspace.root, { recursive: true, force: true });
});

it.each(Array.from({ length: 40 }, (_, writes) => writes))(
  "a change ended after %i writes to the disk is complete or not started, and nothing is lost",
  (writes) => {
    power.left = writes;
    try {
      changeWorkingCopy(workspace, after, "begin 3", 3);
    } catch {
      // After a kill, the rest would not happen.
    }
    power.left = undefined;
    rmSync(join(workspace.dataFolder, "lock"), { force: true });

    const whenKilled = texts();
    const finished = finishInterruptedChange(workspace);

    for (const [path, text] of whenKilled) expect([before.get(path) ?? null, after.get(path)]).toContain(text);
    if (finished) expect(finished).toMatchObject({ reason: "begin 3", step: 3 });
    const isDone = texts().get("steps/a.ts") === "their a";
    expect(texts()).toEqual(isDone ? after : new Map(paths.map((path) => [path, before.get(path) ?? null])));
    if (isDone) for (const text of before.values()) expect(allSaved()).toContain(text);
  },
);

it("a finished change leaves nothing for later commands", () => {
  changeWorkingCopy(workspace, after, "begin 3");

  expect(finishInterruptedChange(workspace)).toBeUndefined();
  expect(readdirSync(workspace.dataFolder)).toEqual(["saves"]);
});

it("SIGKILL at any moment loses nothing, even with two commands at once", { timeout: 60_000 }, async () => {
  const versions = Array.from({ length: 40 }, (_, index) => `version ${index}`);
  const ended = await Promise.all(
    [0, 1].map((offset) =>
      changeUntilKilled(
        versions.filter((_, index) => index % 2 === offset),
        700 + offset * 150,
      ),
    ),
  );

  expect(ended, "they were killed").toEqual(["SIGKILL", "SIGKILL"]);
  finishInterruptedChange(workspace);

  const saved = allSaved();
  for (const text of ["my a", "my b"]) expect(saved).toContain(text);
  const [a, b] = [texts().get("steps/a.ts"), texts().get("steps/b.ts")];
  expect(a, "both files come from the same change").toBe(b);
  for (const save of listSaves(workspace)) {
    const texts = [...save.files.values()].map(String);
    if (!texts.includes("my a")) expect(new Set(texts).size, `${save.name} comes from one moment`).toBe(1);
  }
});

/** Starts another process that changes two files over and over. Resolves with the signal that ended it. */
function changeUntilKilled(versions: string[], afterMs: number): Promise<string | null> {
  const script = `
    import { register } from "tsx/esm/api";
    register();
    const { changeWorkingCopy } = await import(${JSON.stringify(join(import.meta.dirname, "change-working-copy.ts"))});
    const workspace = ${JSON.stringify(workspace)};
    const versions = ${JSON.stringify(versions)};
    process.stdout.write("ready");
    for (let n = 0; ; n++) {
      const text = versions[n % versions.length];
      changeWorkingCopy(workspace, new Map([["steps/a.ts", text], ["steps/b.ts", text]]), "version");
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: join(import.meta.dirname, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), afterMs));
  return new Promise((resolve) => child.once("close", (_, signal) => resolve(signal)));
}

function texts(): Map<string, string | null> {
  return new Map(
    paths.map((path) => {
      const file = join(workspace.root, path);
      return [path, existsSync(file) ? readFileSync(file, "utf8") : null];
    }),
  );
}

function allSaved(): string[] {
  return listSaves(workspace).flatMap(({ files }) => [...files.values()].map(String));
}
