import { expect, it } from "vitest";
import { readProgress } from "../progress/progress.ts";
import { root } from "../root.ts";
import { collectSources, readOriginals } from "./originals.ts";
import { workspaceAt } from "./workspace.ts";

// In the middle of the workshop the tree is the learner's, and differs from the originals on purpose.
const isUnderWay = readProgress(workspaceAt(root)).step !== undefined;

it.skipIf(isUnderWay)("the packed originals are this tree's files (npm run originals packs them again)", () => {
  const originals = readOriginals(root);
  const sources = collectSources(root);

  const differing = [...new Set([...originals.keys(), ...sources.keys()])].filter(
    (path) => originals.get(path) !== sources.get(path),
  );

  expect(differing).toEqual([]);
});
