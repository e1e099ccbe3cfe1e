import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readProgress } from "../progress/progress.ts";
import { root } from "../root.ts";
import { collectChapters, collectSources, readChapters, readOriginals } from "./originals.ts";
import { workspaceAt } from "./workspace.ts";

// During the workshop the working copy is the learner's, and differs from the originals on purpose.
const isInUse = readProgress(workspaceAt(root)).step !== undefined;

it.skipIf(isInUse)(
  "the packed originals are this working copy's files and chapters (npm run originals packs them again)",
  () => {
    const originals = new Map([...readOriginals(root), ...readChapters(root)]);
    const sources = new Map([...collectSources(root), ...collectChapters(root)]);

    const differing = [...new Set([...originals.keys(), ...sources.keys()])].filter(
      (path) => originals.get(path) !== sources.get(path),
    );

    expect(differing).toEqual([]);
  },
);

it.skipIf(process.platform === "win32")("leaves out what is not a file, such as a named pipe, which never ends", () => {
  const folder = mkdtempSync(join(tmpdir(), "originals-"));
  try {
    mkdirSync(join(folder, "steps"));
    writeFileSync(join(folder, "steps/a.ts"), "a");
    symlinkSync("a.ts", join(folder, "steps/link.ts"));
    symlinkSync("gone.ts", join(folder, "steps/broken.ts"));
    execFileSync("mkfifo", [join(folder, "steps/pipe.ts")]);

    expect([...collectSources(folder).keys()]).toEqual(["steps/a.ts", "steps/link.ts"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
