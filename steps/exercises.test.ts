import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Exercise, Exercises } from "./exercise.ts";
import { steps } from "./index.ts";

const root = join(import.meta.dirname, "..");
/** The steps of the workshop. A step of your own needs no exercises. */
const taught = steps.list.filter(({ name }) => existsSync(join(import.meta.dirname, name, "exercises.ts")));
const all = await readExercises();
const numbers = Object.keys(all);

test("has an exercise for every region in the code, and a region for every exercise", async () => {
  expect((await regionsInCode()).sort()).toEqual([...numbers].sort());
});

test.each(taught.map(({ name }) => name))("gives %s two to four exercises, numbered from 1", (step) => {
  const own = numbers.filter((number) => Number.parseInt(number, 10) === Number.parseInt(step, 10));

  expect(own.length).toBeGreaterThanOrEqual(2);
  expect(own.length).toBeLessThanOrEqual(4);
  expect(own).toEqual(own.map((_, index) => `${Number.parseInt(step, 10)}.${index + 1}`));
});

test.each(numbers)("%s takes 5 to 15 minutes, and each of its hints has at most 200 characters", (number) => {
  const { minutes, hints } = exercise(number);

  expect(minutes).toBeGreaterThanOrEqual(5);
  expect(minutes).toBeLessThanOrEqual(15);
  for (const hint of hints) expect(hint.length, hint).toBeLessThanOrEqual(200);
});

test.each(numbers)("%s is checked by tests whose titles begin with its number", async (number) => {
  for (const file of exercise(number).provedBy) {
    expect(await readFile(join(root, file), "utf8")).toContain(`("${number} `);
  }
});

test.each(numbers.filter((number) => exercise(number).faults))("%s has faults that can be injected", async (number) => {
  for (const { file, find, replace } of exercise(number).faults!) {
    const text = await readFile(join(root, file), "utf8");
    expect(text.split(find), `${find} in ${file}`).toHaveLength(2);
    expect(replace).not.toBe(find);
  }
});

async function readExercises(): Promise<Exercises> {
  // Join the path first: for a template string, Vite would cache the list of existing folders.
  const paths = taught.map(({ name }) => join(import.meta.dirname, name, "exercises.ts"));
  const modules = await Promise.all(paths.map((path) => import(path)));
  return Object.assign({}, ...modules.map((module) => module.exercises));
}

function exercise(number: string): Exercise {
  return all[number as keyof Exercises]!;
}

async function regionsInCode(): Promise<string[]> {
  const found = new Set<string>();
  for (const folder of ["infra", "services", "steps"]) {
    for (const file of await sourcesBelow(folder)) {
      const text = await readFile(join(root, file), "utf8");
      for (const [, number] of text.matchAll(/^\s*\/\/#region (\d+\.\d+) \S/gm)) found.add(number!);
    }
  }
  return [...found];
}

async function sourcesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true });
  return entries.filter((entry) => entry.endsWith(".ts")).map((entry) => join(folder, entry));
}
