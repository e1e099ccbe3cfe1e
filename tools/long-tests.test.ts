import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { longTests } from "./long-tests.mjs";
import { leftOutBy } from "./sample-long-tests.mjs";

test("every long test is a file, so that the list does not grow old", () => {
  expect(longTests.filter(({ path }) => !existsSync(path))).toEqual([]);
});

test("each long test is in the sample of some run, and no sample is long", () => {
  const runs = Array.from({ length: 200 }, (_, seed) => new Set(leftOutBy(seed)));

  expect(longTests.filter(({ path }) => runs.every((leftOut) => leftOut.has(path)))).toEqual([]);
  const longest = Math.max(...longTests.map(({ seconds }) => seconds));
  for (const leftOut of runs) {
    const seconds = longTests
      .filter(({ path, always }) => !leftOut.has(path) && !always)
      .reduce((sum, test) => sum + test.seconds, 0);
    expect(seconds).toBeLessThanOrEqual(longest);
  }
});
