import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tryLock } from "@event-choreography/local-cloud/file-lock";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { changeWorkingCopy, finishInterruptedChange } from "./change-working-copy.ts";
import { writeJournal } from "./journal.ts";
import { listSaves, saveFolder } from "./saves.ts";
import { type Workspace, workspaceAt } from "./workspace.ts";

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceAt(mkdtempSync(join(tmpdir(), "working-copy-")));
  mkdirSync(join(workspace.root, "steps"));
  write("steps/a.ts", "mine");
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(workspace.root, { recursive: true, force: true });
});

describe("changeWorkingCopy", () => {
  it("saves what it will change, with the reason", () => {
    const save = changeWorkingCopy(workspace, new Map([["steps/a.ts", "theirs"]]), "begin 3")!;

    expect(read("steps/a.ts")).toBe("theirs");
    expect(listSaves(workspace)).toMatchObject([{ reason: "begin 3", name: save.name }]);
    expect(readFileSync(join(saveFolder(workspace, save), "steps/a.ts"), "utf8")).toBe("mine");
  });

  it("neither saves nor writes if nothing differs", () => {
    expect(changeWorkingCopy(workspace, new Map([["steps/a.ts", "mine"]]), "begin 3")).toBeUndefined();
    expect(listSaves(workspace)).toEqual([]);
  });

  it("creates missing files and folders, and deletes files", () => {
    changeWorkingCopy(
      workspace,
      new Map([
        ["steps/new/b.ts", "b"],
        ["steps/a.ts", null],
      ]),
      "goto 2",
    );

    expect(read("steps/new/b.ts")).toBe("b");
    expect(existsSync(join(workspace.root, "steps/a.ts"))).toBe(false);
    expect(savedTexts()).toEqual(
      new Map([
        ["steps/new/b.ts", null],
        ["steps/a.ts", "mine"],
      ]),
    );
  });

  it("keeps two saves of the same moment separate", () => {
    changeWorkingCopy(workspace, new Map([["steps/a.ts", "1"]]), "first");
    changeWorkingCopy(workspace, new Map([["steps/a.ts", "2"]]), "second");

    expect(listSaves(workspace).map(({ reason }) => reason)).toEqual(["second", "first"]);
  });

  it("changes nothing if one file cannot be written", () => {
    mkdirSync(join(workspace.root, "steps/folder.ts"));

    const change = () =>
      changeWorkingCopy(
        workspace,
        new Map([
          ["steps/a.ts", "1"],
          ["steps/folder.ts", "2"],
        ]),
        "begin 1",
      );

    expect(change).toThrow();
    expect(read("steps/a.ts")).toBe("mine");
  });

  it.each(["../outside.ts", "steps/../../outside.ts"])("refuses %s, which leads out of the repository", (path) => {
    expect(() => changeWorkingCopy(workspace, new Map([[path, "x"]]), "begin 1")).toThrow("Nothing was changed");
  });

  it("refuses to write through a link", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "elsewhere-"));
    writeFileSync(join(elsewhere, "b.ts"), "not ours");
    symlinkSync(join(elsewhere, "b.ts"), join(workspace.root, "steps/b.ts"));

    expect(() => changeWorkingCopy(workspace, new Map([["steps/b.ts", "x"]]), "begin 1")).toThrow(
      "steps/b.ts is a link",
    );
    expect(readFileSync(join(elsewhere, "b.ts"), "utf8")).toBe("not ours");
    rmSync(elsewhere, { recursive: true });
  });

  it("refuses a broken link, too", () => {
    symlinkSync(join(workspace.root, "gone.ts"), join(workspace.root, "steps/b.ts"));

    expect(() => changeWorkingCopy(workspace, new Map([["steps/b.ts", "x"]]), "begin 1")).toThrow(
      "steps/b.ts is a link",
    );
  });

  it("keeps a file's line endings, and does not count them as a difference", () => {
    write("steps/a.ts", "one\r\ntwo\r\n");

    expect(changeWorkingCopy(workspace, new Map([["steps/a.ts", "one\ntwo\n"]]), "reset 1")).toBeUndefined();
    changeWorkingCopy(workspace, new Map([["steps/a.ts", "three\nfour\n"]]), "begin 1");

    expect(read("steps/a.ts")).toBe("three\r\nfour\r\n");
  });

  it("saves a binary file byte for byte", () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0xe9, 0x0d, 0x0a]);
    writeFileSync(join(workspace.root, "steps/a.ts"), bytes);

    const save = changeWorkingCopy(workspace, new Map([["steps/a.ts", "text"]]), "begin 1")!;
    changeWorkingCopy(workspace, listSaves(workspace)[0]!.files, "restore");

    expect(readFileSync(join(saveFolder(workspace, save), "steps/a.ts"))).toEqual(bytes);
    expect(readFileSync(join(workspace.root, "steps/a.ts"))).toEqual(bytes);
  });

  it("accepts names in any script, with spaces, in nested folders", () => {
    const path = "steps/ärger und 東京/é/ein Name.ts";

    changeWorkingCopy(workspace, new Map([[path, "1"]]), "begin 1");
    changeWorkingCopy(workspace, new Map([[path, "2"]]), "begin 2");

    expect(savedTexts()).toEqual(new Map([[path, "1"]]));
  });

  it("changes nothing if nothing can be saved, and says so", () => {
    writeFileSync(workspace.dataFolder, "a file where the folder should be");

    const change = () => changeWorkingCopy(workspace, new Map([["steps/a.ts", "theirs"]]), "begin 1");

    expect(change).toThrow("Nothing was changed: the folder .workshop cannot be written");
    expect(read("steps/a.ts")).toBe("mine");
  });

  it("changes nothing while another command is changing files, and says so", () => {
    mkdirSync(workspace.dataFolder);
    tryLock(join(workspace.dataFolder, "lock"));
    aSecondPassesAtEachLook();

    const change = () => changeWorkingCopy(workspace, new Map([["steps/a.ts", "theirs"]]), "begin 1");

    expect(change).toThrow("another command is changing files here");
    expect(read("steps/a.ts")).toBe("mine");
  });

  it.each(["4194304", "", "no number"])("ignores a lock (%j) that a killed command left behind", (content) => {
    const lock = join(workspace.dataFolder, "lock");
    mkdirSync(workspace.dataFolder);
    writeFileSync(lock, content);
    utimesSync(lock, 0, 0);

    changeWorkingCopy(workspace, new Map([["steps/a.ts", "theirs"]]), "begin 1");

    expect(read("steps/a.ts")).toBe("theirs");
  });

  it("keeps a file's permissions", () => {
    chmodSync(join(workspace.root, "steps/a.ts"), 0o755);

    changeWorkingCopy(workspace, new Map([["steps/a.ts", "2"]]), "begin 1");

    expect(statSync(join(workspace.root, "steps/a.ts")).mode & 0o777).toBe(0o755);
  });
});

describe("finishInterruptedChange", () => {
  it("does nothing if nothing was interrupted", () => {
    expect(finishInterruptedChange(workspace)).toBeUndefined();
  });

  it("writes the remaining files, and saves edits made in the meantime", () => {
    interruptBefore([
      ["steps/a.ts", "new a"],
      ["steps/b.ts", "new b"],
    ]);
    write("steps/a.ts", "edited since");

    expect(finishInterruptedChange(workspace)).toMatchObject({ reason: "begin 2" });

    expect([read("steps/a.ts"), read("steps/b.ts")]).toEqual(["new a", "new b"]);
    expect(savedTexts().get("steps/a.ts")).toBe("edited since");
    expect(finishInterruptedChange(workspace)).toBeUndefined();
  });
});

describe("a journal that cannot be read", () => {
  it.each(["{", "[]", "null", '{"reason":"begin 1","changes":5}'])("is moved aside (%s)", (content) => {
    const journal = join(workspace.dataFolder, "pending-change.json");
    mkdirSync(workspace.dataFolder);
    writeFileSync(journal, content);
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);

    expect(finishInterruptedChange(workspace)).toBeUndefined();
    expect(String(stderr.mock.calls[0])).toContain("could not be read");
    expect(existsSync(journal)).toBe(false);
    expect(read("steps/a.ts")).toBe("mine");
    stderr.mockRestore();
  });
});

/** Leaves the files as after a kill between the journal and the first write. */
function interruptBefore(changes: [string, string][]): void {
  mkdirSync(workspace.dataFolder, { recursive: true });
  writeJournal(workspace, {
    reason: "begin 2",
    changes: new Map(changes.map(([path, text]) => [path, Buffer.from(text)])),
  });
}

/** The newest save's contents as strings. */
function savedTexts(): Map<string, string | null> {
  return new Map([...listSaves(workspace)[0]!.files].map(([path, content]) => [path, content?.toString() ?? null]));
}

function write(path: string, text: string): void {
  writeFileSync(join(workspace.root, path), text);
}

function read(path: string): string {
  return readFileSync(join(workspace.root, path), "utf8");
}

/** Makes code that waits by polling the time give up after a few polls. */
function aSecondPassesAtEachLook(): void {
  const startedAt = Date.now();
  let seconds = 0;
  vi.spyOn(Date, "now").mockImplementation(() => startedAt + 1000 * seconds++);
}
