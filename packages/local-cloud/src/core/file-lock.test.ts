import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type LockAttempt, tryLock } from "./file-lock.ts";

/** Simulates a file system without hard links. */
const links = vi.hoisted(() => ({ supported: true }));

vi.mock("node:fs", async (importOriginal) => {
  const fs = await importOriginal<typeof import("node:fs")>();
  const linkSync = (...args: Parameters<typeof fs.linkSync>) => {
    if (!links.supported) throw Object.assign(new Error("no hard links"), { code: "EPERM" });
    fs.linkSync(...args);
  };
  return { ...fs, linkSync };
});

/** Above the highest process id on Linux. */
const deadPid = 4_194_304;

let folder: string;
let file: string;
let processes: LockProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
  file = join(folder, "lock");
  processes = [];
});
afterEach(async () => {
  links.supported = true;
  await Promise.all(processes.map((other) => other.kill()));
  rmSync(folder, { recursive: true, force: true });
});

function writeLock(record: object): void {
  writeFileSync(file, JSON.stringify({ pid: process.pid, since: Date.now(), token: "another's", ...record }));
}

async function startProcesses(count: number): Promise<LockProcess[]> {
  processes = Array.from({ length: count }, () => new LockProcess());
  await Promise.all(processes.map((started) => started.answer()));
  return processes;
}

class LockProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor() {
    this.#child = spawn(process.execPath, [join(import.meta.dirname, "fixtures/lock-process.mjs")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.#child.pid!;
  }

  async answer(): Promise<string> {
    const { value, done } = await this.#lines.next();
    return done ? expect.fail("the process ended without an answer") : value;
  }

  async ask<Answer>(request: object): Promise<Answer> {
    this.#child.stdin!.write(`${JSON.stringify(request)}\n`);
    return JSON.parse(await this.answer()) as Answer;
  }

  take(): Promise<LockAttempt> {
    return this.ask({ request: "take", file });
  }

  kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return Promise.resolve();
    this.#child.kill("SIGKILL");
    return new Promise((resolve) => this.#child.once("close", () => resolve()));
  }
}

function take(): Extract<LockAttempt, { acquired: true }> {
  const lock = tryLock(file);
  return lock.acquired ? lock : expect.fail("the lock should have been free");
}

describe.each([
  ["with hard links", true],
  ["without hard links", false],
])("%s", (_, supported) => {
  beforeEach(() => {
    links.supported = supported;
  });

  test("takes a free lock, and leaves nothing behind when it releases it", () => {
    const lock = take();
    expect(readdirSync(folder)).toEqual(["lock"]);

    lock.release();

    expect(readdirSync(folder)).toEqual([]);
  });

  test("refuses a lock that is held, and names its holder", () => {
    const before = Date.now();
    take();

    const { holder } = tryLock(file) as Extract<LockAttempt, { acquired: false }>;

    expect(holder).toMatchObject({ pid: process.pid });
    expect(holder!.since).toBeGreaterThanOrEqual(before);
  });

  test("takes over the lock of a process that has ended", () => {
    writeLock({ pid: deadPid });

    take();

    expect(readdirSync(folder)).toEqual(["lock"]);
  });

  test("takes over even if another takeover was killed halfway", () => {
    writeLock({ pid: deadPid });
    for (const suffix of [".takeover", ".takeover.takeover"]) {
      writeFileSync(`${file}${suffix}`, readFileSync(file));
    }

    take();

    expect(readdirSync(folder)).toEqual(["lock"]);
  });
});

test.each(["", "1234", "{"])("leaves a lock alone that was just created and contains %j", (text) => {
  writeFileSync(file, text);

  expect(tryLock(file)).toEqual({ acquired: false, holder: undefined });
  expect(readFileSync(file, "utf8")).toBe(text);
});

test.each(["", "1234", "{"])("takes over an old lock that contains %j", (text) => {
  writeFileSync(file, text);
  utimesSync(file, 0, 0);

  take();
});

// Only Linux shows when a process began, so these two can only run there.
const testOnLinux = test.runIf(existsSync("/proc/self/stat"));

testOnLinux("distinguishes the holder from a later process with the same id", () => {
  writeLock({ processStart: "1" });

  take();
});

testOnLinux("never takes the lock of a process that is certainly alive", () => {
  take();
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + 1e9);

  expect(tryLock(file, { maxAgeMs: 1000 })).toMatchObject({ acquired: false, holder: { pid: process.pid } });

  vi.restoreAllMocks();
});

test("takes over a lock above the maximum age if start times are unknown", () => {
  writeLock({ since: Date.now() - 5000 });

  expect(tryLock(file)).toMatchObject({ acquired: false });
  expect(tryLock(file, { maxAgeMs: 10_000 })).toMatchObject({ acquired: false });
  expect(tryLock(file, { maxAgeMs: 1000 })).toMatchObject({ acquired: true });
});

test("does not release a lock that another process has taken over", () => {
  const lock = take();
  writeLock({});

  lock.release();

  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ token: "another's" });
});

test("throws if the lock is a folder or its folder is missing", () => {
  mkdirSync(file);

  expect(() => tryLock(file)).toThrow("EISDIR");
  expect(() => tryLock(join(folder, "missing/lock"))).toThrow("ENOENT");
});

describe("between processes", { timeout: 60_000 }, () => {
  test("names the process that holds the lock, and takes it over once that is killed", async () => {
    const [holder] = await startProcesses(1);
    expect(await holder!.take()).toMatchObject({ acquired: true });

    expect(tryLock(file)).toMatchObject({ acquired: false, holder: { pid: holder!.pid } });

    await holder!.kill();
    expect(tryLock(file)).toMatchObject({ acquired: true });
  });

  test("lets one of several processes take over an abandoned lock", async () => {
    const racing = await startProcesses(4);

    for (let round = 0; round < 15; round++) {
      file = join(folder, `lock-${round}`);
      writeLock({ pid: deadPid });

      const attempts = await Promise.all(racing.map((other) => other.take()));

      const winner = racing[attempts.findIndex(({ acquired }) => acquired)]!;
      const losers = attempts.filter(({ acquired }) => !acquired);
      expect(losers).toHaveLength(racing.length - 1);
      for (const loser of losers) expect(loser).toMatchObject({ holder: { pid: winner.pid } });
    }
  });

  test("is never held by two processes, however often holders die", async () => {
    const racing = await startProcesses(4);
    writeFileSync(`${file}.count`, "0");

    await Promise.all(racing.map((other) => other.ask({ request: "count", file, rounds: 40, deadPid })));

    expect(readFileSync(`${file}.count`, "utf8")).toBe(String(4 * 40));
  });
});
