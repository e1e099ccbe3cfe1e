import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  changesToBegin,
  changesToGoTo,
  changesToReset,
  openWorkshop,
  solution,
} from "@event-choreography/workshop-cli/exercises";
import { changeWorkingCopy, listSaves, pack, unpack, workspaceAt } from "@event-choreography/workshop-cli/working-copy";
import fc from "fast-check";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { Checkout } from "./support/checkout.ts";

const step3 = "steps/03-payment/infra.ts";
const mine = "// typed by hand at midnight";
const packed = "packages/workshop-cli/originals.txt";

const checkout = new Checkout();
afterEach(() => checkout.renew());
afterAll(() => checkout[Symbol.dispose]());

describe("a learner's code is in the working copy or in a save", { timeout: 60_000 }, () => {
  test("after a second begin, a restore, and another restore", async () => {
    await checkout.run("begin 3");
    checkout.edit(step3, "// TODO 3.1", `${mine}\n// TODO 3.1`);
    const typed = checkout.read(step3);

    const again = await checkout.run("begin 3");
    expect(again.stderr).toContain("Your changes are saved");
    expect(checkout.read(step3)).not.toContain(mine);
    await checkout.run("restore latest");
    expect(checkout.read(step3)).toBe(typed);
    const twice = await checkout.run("restore latest");
    expect(twice.stdout).toContain("already the same");
    expect(checkout.read(step3), "what restore saved itself is not the latest").toBe(typed);
  });

  test("after begin, goto and reset: outside the regions, in new files, and in names of any script", async () => {
    const own = "services/payment/möglichkeiten 東京.ts";
    checkout.write(own, mine);
    checkout.edit("services/payment/decide.ts", "amount <= limit", "amount <= limit /* my idea */");
    rmSync(join(checkout.root, "services/payment/charge/charge.ts"));

    for (const command of ["begin 3", "goto 4", "begin 2"]) expect((await checkout.run(command)).code).toBe(0);
    expect(checkout.read("services/payment/decide.ts")).toContain("my idea");
    expect((await checkout.run("reset 3")).code).toBe(0);

    expect(checkout.read(own)).toBe(mine);
    expect(checkout.has("my idea")).toBe(true);
    expect(existsSync(join(checkout.root, "services/payment/charge/charge.ts"))).toBe(true);
  });

  test("after all folders of the steps were deleted: reset brings back the original files", async () => {
    const shipped = checkout.sources;
    await checkout.run("begin 1");
    for (const folder of ["steps", "infra", "services"]) rmSync(join(checkout.root, folder), { recursive: true });

    expect(await checkout.run("status")).toMatchObject({ code: 0 });
    expect(await checkout.run("reset 1")).toMatchObject({ code: 0 });
    expect(await checkout.run("goto 1")).toMatchObject({ code: 0 });
    expect(checkout.sources).toEqual(shipped);
  });

  test.each([
    ["steps/index.ts", "export const steps = ;"],
    ["steps/index.ts", ""],
    ["steps/03-payment/exercises.ts", "syntax error here"],
    ["infra/fold.ts", "}}}"],
    ["infra/index.ts", ""],
  ])("even if %s contains %j: reset still works", async (path, text) => {
    const shipped = checkout.read(path);
    checkout.write(path, text);

    expect(await checkout.run("status")).toMatchObject({ code: 0 });
    expect(await checkout.run("reset 3")).toMatchObject({ code: 0 });
    expect(checkout.read(path)).toBe(shipped);
  });

  test("after a kill at any moment: the next command finishes the change, or none was started", async () => {
    await checkout.run("begin 3");
    checkout.edit(step3, "// TODO 3.1", mine);
    for (const killAfterMs of [60, 120, 180, 240, 300, 400, 500]) {
      await checkout.run("reset 3", { killAfterMs });
      expect(checkout.has(mine), `killed after ${killAfterMs} ms`).toBe(true);
      expect(await checkout.run("status")).toMatchObject({ code: 0 });
    }
  });

  test("after four commands at once: all files come from the last one", async () => {
    await checkout.run("begin 2");
    checkout.edit("steps/02-booking/infra.ts", "// TODO 2.1", mine);

    const ended = await Promise.all(
      ["begin 3", "reset 1", "goto 4", "begin 2"].map((command) => checkout.run(command)),
    );

    for (const { code, stderr } of ended) expect(code, stderr).toBe(0);
    expect(checkout.has(mine)).toBe(true);
    expect(existsSync(join(checkout.root, ".workshop/lock"))).toBe(false);
    const { step } = JSON.parse((await checkout.run("status --json")).stdout);
    expect([1, 2, 3, 4]).toContain(step);
  });

  test("after any sequence of edits and commands", () => {
    const paths = [
      step3,
      "steps/02-booking/infra.ts",
      "services/events/publish.ts",
      "infra/components/settings.ts",
      "infra/own.ts",
    ];
    const path = fc.constantFrom(...paths);
    const step = fc.integer({ min: 1, max: 6 });
    const action = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant("type" as const), path }) },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constantFrom("begin", "goto", "reset", "solve", "restore"), step }),
      },
    );
    let typed = 0;
    fc.assert(
      fc.property(fc.array(action, { minLength: 5, maxLength: 25 }), (actions) => {
        const all: string[] = [];
        for (const act of actions) {
          if ("path" in act) {
            const text = `// typed ${++typed}`;
            const before = existsSync(join(checkout.root, act.path)) ? checkout.read(act.path) : "";
            checkout.write(act.path, `${text}\n${before}`);
            all.push(text);
          } else {
            doInProcess(checkout.root, act.kind, act.step);
          }
        }
        for (const text of all) expect(checkout.has(text), text).toBe(true);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });
});

test.each([
  ["the first", "  //#region 3.2 Let only this rule invoke the payment function\n", ""],
  ["the last", "  //#endregion\n\n  new aws", "\n  new aws"],
])(
  "solve puts back %s marker line of its exercise, if it is missing",
  async (_, find, replace) => {
    await checkout.run("begin 3");
    checkout.edit(step3, find, replace);

    expect(await checkout.run("solve 3.2")).toMatchObject({ code: 0 });

    expect(checkout.read(step3)).toContain("//#region 3.2 Let only this rule invoke the payment function\n");
    expect((await checkout.run("diff 3.2")).stdout).toContain("No differences");
  },
  60_000,
);

describe("reports the problem and changes nothing if", { timeout: 60_000 }, () => {
  test.each([
    ["a region occurs twice", "  //#region 3.2", "  //#region 3.2 Again\n  //#endregion\n  //#region 3.2", "3.2"],
  ])("%s", async (_, find, replace, number) => {
    checkout.edit(step3, find, replace);
    const before = checkout.sources;

    const solve = await checkout.run(`solve ${number}`);

    expect(solve).toMatchObject({ code: 1, stdout: "" });
    expect(solve.stderr).toContain(`Nothing was changed: ${step3}`);
    expect(solve.stderr).toContain("npx workshop begin 3");
    for (const command of ["status", `diff ${number}`]) expect((await checkout.run(command)).code).toBe(0);
    expect(checkout.sources).toEqual(before);
  });

  test("a file has an exercise that its author has just written", async () => {
    checkout.edit(
      step3,
      "  // Later steps can add",
      "  //#region 3.9 Mine\n  mine();\n  //#endregion\n  // Later steps can add",
    );
    const before = checkout.sources;

    for (const command of ["begin 3", "goto 4"]) {
      const { code, stderr } = await checkout.run(command);
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/infra\.ts:40 is the start of an exercise 3\.9[\s\S]*npm run originals/),
      });
    }
    expect(checkout.sources).toEqual(before);
  });

  test("an exercise cannot be found", async () => {
    checkout.write(step3, "// another file\n");

    const solve = await checkout.run("solve 3.2");

    expect(solve).toMatchObject({ code: 1, stdout: "" });
    expect(solve.stderr).toContain("the marker lines of 3.2 are missing");
    expect(checkout.read(step3)).toBe("// another file\n");
  });

  test("the originals are missing or cannot be read", async () => {
    const before = checkout.sources;
    writeFileSync(join(checkout.root, packed), "not packed");
    const unreadable = await checkout.run("begin 3");
    rmSync(join(checkout.root, packed));
    const missing = await checkout.run("begin 3");

    expect(unreadable.stderr).toContain("cannot be read");
    expect(missing.stderr).toContain("the workshop is incomplete");
    expect([unreadable.code, missing.code]).toEqual([1, 1]);
    expect(checkout.sources).toEqual(before);
  });

  test("a file is a link", async () => {
    writeFileSync(join(checkout.root, "elsewhere.ts"), mine);
    rmSync(join(checkout.root, step3));
    symlinkSync(join(checkout.root, "elsewhere.ts"), join(checkout.root, step3));

    const begin = await checkout.run("begin 3");

    expect(begin).toMatchObject({ code: 1 });
    expect(begin.stderr).toContain(`${step3} is a link`);
    expect(checkout.read("elsewhere.ts")).toBe(mine);
  });

  test("there is a folder where a file belongs", async () => {
    rmSync(join(checkout.root, step3));
    mkdirSync(join(checkout.root, step3));

    const begin = await checkout.run("begin 3");

    expect(begin).toMatchObject({ code: 1 });
    expect(begin.stderr).toContain("there is a folder where a file belongs");
  });
});

describe("keeps working", { timeout: 60_000 }, () => {
  test("with a corrupt progress file, or without the whole .workshop folder", async () => {
    await checkout.run("begin 3");
    for (const content of ["{", "[]", "null", '{"step":"three","checked":[],"hints":{"3.1":"x"}}', '{"step":99}']) {
      checkout.write(".workshop/progress.json", content);
      expect((await checkout.run("status")).stdout, content).toContain("not started");
      expect((await checkout.run("hint 3.1")).code).toBe(0);
    }
    rmSync(join(checkout.root, ".workshop"), { recursive: true });
    expect((await checkout.run("status")).stdout).toContain("not started");
    expect(checkout.read(step3)).toContain("TODO 3.1");
  });

  test("in a newer version of the workshop: the learner's file stays, and gets the new solution", async () => {
    await checkout.run("begin 3");
    checkout.edit(step3, "// TODO 3.1", `${mine}\n    // TODO 3.1`);
    pullNewerVersion(
      checkout.root,
      step3,
      'action: "lambda:InvokeFunction",',
      'action: "lambda:InvokeFunction", // newer',
    );

    await checkout.run("solve 3.2");

    expect(checkout.read(step3)).toContain(mine);
    expect(checkout.read(step3)).toContain("// newer");
  });

  test("with Windows line endings", async () => {
    for (const [path, text] of checkout.sources) checkout.write(path, text.replaceAll("\n", "\r\n"));

    for (const command of ["begin 3", "solve 3.1"]) await checkout.run(command);

    expect(checkout.read(step3)).toContain("TODO 3.2");
    expect(checkout.read(step3)).toContain('"detail-type": ["BookingCreated"]');
    expect(checkout.read(step3)).not.toMatch(/[^\r]\n/);
    expect(checkout.read("steps/02-booking/infra.ts")).toMatch(/\r\n/);
    const saves = JSON.parse((await checkout.run("restore --json")).stdout) as { files: string[] }[];
    expect(saves.flatMap(({ files }) => files).every((path) => /03-payment|services\/payment/.test(path))).toBe(true);
  });

  test("from a subfolder", async () => {
    const begin = await checkout.run("begin 3", { folder: "services/payment" });

    expect(begin).toMatchObject({ code: 0 });
    expect(checkout.read(step3)).toContain("TODO 3.1");
  });

  test("with a save whose manifest cannot be read", async () => {
    await checkout.run("begin 3");
    const [save] = listSaves(workspaceAt(checkout.root));
    writeFileSync(join(checkout.root, ".workshop/saves", save!.name, "save.json"), "{");

    const list = await checkout.run("restore");
    expect(list.stdout).toContain(save!.name);
    await checkout.run("restore latest");

    expect(checkout.read(step3)).not.toContain("TODO");
  });
});

/** The file changes of the learner's commands, without starting a process. */
function doInProcess(root: string, kind: string, step: number): void {
  const workspace = workspaceAt(root);
  const workshop = openWorkshop(workspace);
  const situation = { ...workshop, isPassed: () => false };
  const [newest] = listSaves(workspace);
  const exercise = workshop.catalogue.ofStep(step)[0]!;
  const changes = {
    begin: () => changesToBegin(situation, step),
    goto: () => changesToGoTo(situation, step),
    reset: () => changesToReset(situation, new Map(), step),
    solve: () => solution(workshop, exercise),
    restore: () => newest?.files ?? new Map(),
  }[kind]!();
  changeWorkingCopy(workspace, changes, `${kind} ${step}`);
}

function pullNewerVersion(root: string, path: string, find: string, replace: string): void {
  const file = join(root, packed);
  const originals = new Map(unpack(readFileSync(file, "utf8")));
  originals.set(
    path,
    originals.get(path)!.replace(find, () => replace),
  );
  writeFileSync(file, pack(originals));
}
