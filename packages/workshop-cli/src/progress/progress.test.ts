import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Workspace, workspaceAt } from "../working-copy/workspace.ts";
import { readProgress, updateProgress } from "./progress.ts";

let workspace: Workspace;
beforeEach(() => {
  workspace = workspaceAt(mkdtempSync(join(tmpdir(), "progress-")));
});
afterEach(() => rmSync(workspace.root, { recursive: true, force: true }));

const nothing = { checked: {}, hints: {} };
const passed = { outcome: "passed" as const, fingerprint: "f", at: "2026-03-01T00:00:00.000Z" };

test("is empty at first, and reading it creates no file", () => {
  expect(readProgress(workspace)).toEqual(nothing);
  expect(existsSync(workspace.dataFolder)).toBe(false);
});

test("is saved, and each part can be changed on its own", () => {
  updateProgress(workspace, (progress) => ({ ...progress, step: 3 }));
  updateProgress(workspace, (progress) => ({ ...progress, hints: { ...progress.hints, "3.1": 2 } }));
  updateProgress(workspace, (progress) => ({ ...progress, checked: { "3.1": passed } }));

  expect(readProgress(workspace)).toEqual({ step: 3, checked: { "3.1": passed }, hints: { "3.1": 2 } });
});

test.each([
  ["", nothing],
  ["{", nothing],
  ["[]", nothing],
  ["null", nothing],
  ['"text"', nothing],
  ['{"step":0}', nothing],
  ['{"step":3.5}', nothing],
  ['{"step":1000}', nothing],
  ['{"step":"3"}', nothing],
  ['{"checked":{"3.1":null},"hints":{"3.1":"many"}}', nothing],
  ['{"step":2,"checked":null}', { step: 2, ...nothing }],
  ['{"hints":{"3.1":1,"3.2":"x"}}', { checked: {}, hints: { "3.1": 1 } }],
])("reads the valid parts of a file that contains %j", (content, expected) => {
  mkdirSync(workspace.dataFolder);
  writeFileSync(join(workspace.dataFolder, "progress.json"), content);

  expect(readProgress(workspace)).toEqual(expected);
});
