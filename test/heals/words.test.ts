import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, openSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { UsedFolder, whole } from "./used-folder.ts";

const folder = new UsedFolder();
const { checkout } = folder;
beforeAll(() => folder.prepare(), 120_000);
beforeEach(() => folder.restore());
afterAll(() => folder[Symbol.dispose]());

const at = (path: string) => join(folder.root, path);
const onPosix = process.platform !== "win32";

describe.skipIf(!onPosix)(".workshop", { timeout: 180_000 }, () => {
  const makers: [string, () => void][] = [
    ["a link to nowhere", () => symlinkSync("/nowhere/at/all", at(".workshop"))],
    ["a file", () => writeFileSync(at(".workshop"), "")],
  ];
  test.each(whole ? makers : makers.slice(0, 1))(
    "that is %s is refused by each command that writes to it, by name",
    async (_, make) => {
      rmSync(at(".workshop"), { recursive: true });
      make();
      try {
        for (const command of ["begin 1", "cloud --port 0"]) {
          const { code, stderr } = await folder.run(command);
          expect([command, code, stderr]).toEqual([
            command,
            1,
            expect.stringContaining("the folder .workshop cannot be"),
          ]);
        }
      } finally {
        unlinkSync(at(".workshop"));
      }
    },
  );

  /** On Linux this is another file system than the folder's, as with a mount: files cannot be moved there. */
  const otherPlaces = [tmpdir(), "/dev/shm"].filter((place) => existsSync(place));
  test.each(otherPlaces)("that is a link to a folder in %s works", async (place) => {
    const elsewhere = mkdtempSync(join(place, "elsewhere-"));
    rmSync(at(".workshop"), { recursive: true });
    symlinkSync(elsewhere, at(".workshop"));
    try {
      await folder.succeeds("begin 2");
      await folder.succeeds("solve 2.1");
      expect((await folder.succeeds("restore")).stdout.split("\n").length).toBeGreaterThan(2);
    } finally {
      unlinkSync(at(".workshop"));
      rmSync(elsewhere, { recursive: true });
    }
  });
});

test.skipIf(process.platform !== "linux")("output that cannot be written is explained, and no bug", () => {
  const full = openSync("/dev/full", "w");
  const { status, stderr } = spawnSync(process.execPath, [at("packages/workshop-cli/bin.mjs"), "status"], {
    cwd: folder.root,
    stdio: ["ignore", full, "pipe"],
    encoding: "utf8",
  });

  expect([status, stderr]).toEqual([1, expect.stringContaining("The output cannot be written: ENOSPC")]);
});

test.skipIf(!onPosix)(
  "a temporary folder that cannot be used does not matter",
  async () => {
    const env = { TMPDIR: "/dev/null" };

    expect(await checkout.run("hint 3.1", { env })).toMatchObject({ code: 0 });
    if (whole) expect((await checkout.run("check 3.1", { env })).stdout).toMatch(/^not yet/);
  },
  120_000,
);

test.skipIf(!onPosix)(
  "a named pipe that looks like a source file holds nothing up",
  async () => {
    execFileSync("mkfifo", [at("steps/03-payment/pipe.ts"), at("services/pipe.ts")]);

    await folder.succeeds("status");
    await folder.succeeds("begin 3");
    if (whole) expect((await folder.run("check 3.1")).stdout).toMatch(/^not yet/);
  },
  180_000,
);

describe("with a local cloud", { timeout: 180_000 }, () => {
  beforeEach(() => folder.start());

  test("a deployment in the middle of which the cloud is killed says so, and goes on afterwards", async () => {
    await folder.succeeds("down");
    const up = checkout.start("up 2");
    await folder.killCloudDuringDeployment();
    const { code } = await up.ended();

    expect([code, up.stderr]).toEqual([2, expect.stringContaining("The local cloud has stopped, or does not answer.")]);
    expect(up.stderr).toContain("continues from where it was");
    await folder.start();
    await folder.succeeds("up 2");
    await folder.succeeds("book");
  });

  test("the log of a function whose name no function has is missing, like any other", async () => {
    expect(await folder.run("logs payment-café")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is no log group /aws/lambda/payment-café."),
    });
  });

  const broken = [
    ["begin 4", "infra/fold.ts"],
    ["goto 4", "services/table.ts"],
  ] as const;
  test.each(whole ? broken : broken.slice(0, 1))(
    "%s with a broken %s says where files and cloud are, and reset heals it",
    async (command, file) => {
      checkout.write(file, `${checkout.read(file)}\nconst broken = {;\n`);
      checkout.write("steps/04-seat-assignment/README.md", "gone");
      const { code, stderr } = await folder.run(command);

      expect([code, stderr]).toEqual([1, expect.stringContaining(`${file}:`)]);
      expect(stderr).toContain("at step 4, but the local cloud is not:");
      expect(stderr).toContain("npx workshop reset 4");
      await folder.succeeds("reset 4");
      expect(JSON.parse((await folder.succeeds("status --json")).stdout)).toMatchObject({ step: 4, deployedStep: 3 });
      expect(checkout.read("steps/04-seat-assignment/README.md")).toMatch(/^# Step 4/);
    },
  );
});

test("a broken file of the machinery is named, with how to restore it", async () => {
  const file = "packages/workshop-cli/src/commands/status.ts";
  const text = checkout.read(file);
  checkout.write(file, "export const = 1;");
  const { code, stderr } = await folder.run("status");
  checkout.write(file, text);

  expect([code, stderr]).toEqual([1, expect.stringContaining(`${file}:1:13: ERROR`)]);
  expect(stderr).toMatch(/machinery.*Restore it: (git checkout -- packages|unpack the workshop's archive again)/);
}, 180_000);
