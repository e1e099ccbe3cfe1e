import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { entriesOf } from "../core/store.ts";
import { openStore } from "./index.ts";

const writer = fileURLToPath(new URL("writer-process.ts", import.meta.url));

/** Kills a writing process after `count` numbers. @returns all numbers that it printed */
async function writeAndKill(folder: string, count: number): Promise<number[]> {
  const child = spawn(process.execPath, ["--import", "tsx", writer, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let text = "";
  let killed = false;
  for await (const chunk of child.stdout) {
    text += chunk;
    if (killed || text.split("\n").length <= count) continue;
    killed = true;
    child.kill("SIGKILL");
  }
  await exited;
  return text.split("\n").slice(0, -1).map(Number);
}

test("loses nothing durable in a kill, and keeps what was set together whole", async () => {
  const folder = mkdtempSync(join(tmpdir(), "local-cloud-crash-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));

  for (const count of [1, 50, 400]) {
    const printed = await writeAndKill(folder, count);

    const store = await openStore(folder);
    const numbers = [...store.collection<{ number: number }>("numbers").values()].map(({ number }) => number);
    const squares = store.collection<number>("squares");
    const cubes: number[] = [];
    for await (const [, cube] of entriesOf(store.large<number>("cubes"))) cubes.push(cube);
    await store.close();
    expect(numbers, "in order and without gaps").toEqual(numbers.map((_, index) => index));
    expect(numbers.at(-1), "the last number printed").toBeGreaterThanOrEqual(printed.at(-1)!);
    expect(squares.size, "as many squares as numbers").toBe(numbers.length);
    expect(cubes, "and as many cubes, on disk").toEqual(numbers.map((number) => number ** 3));
  }
});
