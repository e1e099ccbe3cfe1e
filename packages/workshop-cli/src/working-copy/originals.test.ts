import { expect, it } from "vitest";
import { readProgress } from "../progress/progress.ts";
import { root } from "../root.ts";
import { collectSources, readOriginals } from "./originals.ts";
import { workspaceAt } from "./workspace.ts";

// During the workshop the working copy is the learner's, and differs from the originals on purpose.
const isInUse = readProgress(workspaceAt(root)).step !== undefined;

it.skipIf(isInUse)("the packed originals are this working copy's files (npm run originals packs them again)", () => {
  const originals = readOriginals(root);
  const sources = collectSources(root);

  const differing = [...new Set([...originals.keys(), ...sources.keys()])].filter(
    (path) => originals.get(path) !== sources.get(path),
  );

  expect(differing).toEqual([]);
});
